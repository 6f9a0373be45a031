"""Fits the weights of `retrieval.text.kinship` and writes `kinship.json`, `worldly.txt` and `openings.txt` beside it.

`python -m bench.fit_kinship`. Of every four abstracts two are counted, one is fitted on, and one left for
`bench.planted`. Fitted on: real sentences against the planted ones of `planted_*.txt`, each in a dozen abstracts, here
and there with a link or with code. Printed: the share that passes in five folds in which no planted sentence is on
both sides. The vocabulary of the embedder stands in the order of how common its words are in English. Needs ../shared.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import exp, log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.fit_follows import logistic, with_ones
from bench.pairs import ABSTRACTS, HERE, SHARED
from retrieval.embed.minilm import _TOKENIZER, _installed
from retrieval.text import kinship
from retrieval.text.clean import clean_line
from retrieval.text.meaning import Embed
from retrieval.text.rarity import rarity
from retrieval.text.sentences import sentences
from retrieval.text.words import stem

FOLDER = HERE.parent / "retrieval" / "text"
HOSTS, FOLDS, PLANTED_WEIGHT, ONE_IN = 12, 5, 0.1, 1_000
PARTS = ("at_hand", "unseen", "third", "fourth", "sixth")
DOUBTED = 0.08  # the share of real sentences whose words leave it in doubt, so that their meaning is looked at
FIRST, ZIPF, WORDS = 1_996, 0.09, 166.0  # the first word of the vocabulary; its words' shares; words of an abstract
_WORD = re.compile(r"[^\W\d_]{2,}")

Floats = NDArray[np.float64]
Papers = list[tuple[str, str]]


def main() -> None:
    """Count, fit, write."""
    papers = abstracts()
    write_levels("worldly.txt", worldly())
    write_levels("openings.txt", openings([p for n, p in enumerate(papers) if n % 2 == 0]))
    names, real = table(around.values(n) for around, n in real_sentences(papers[1::4]))
    payloads = in_latin(p for part in PARTS for p in planted(part))
    hosts = [p for p in papers[1::4] if len(p[1].split()) > 60]
    _, strange = table(around.values(1) for around in hosted(payloads, hosts, random.Random(5)))
    group = np.repeat(np.arange(len(payloads)), HOSTS)
    passed = np.zeros(len(strange), bool)
    for fold in range(FOLDS):
        held = group % FOLDS == fold
        solution, threshold = fitted(real, strange[~held])
        passed[held] = with_ones(strange[held]) @ solution <= threshold
    print(f"planted, folds: {passed.mean():.1%} of {len(passed)} pass")
    for n, payload in enumerate(payloads):
        if share := passed[group == n].mean():
            print(f"  {share:4.0%}  {payload}")
    solution, threshold = fitted(real, strange)
    found = {name: round(float(b), 3) for name, b in zip((*names, "bias"), solution, strict=True)}
    doubt = float(np.quantile(with_ones(real) @ solution, 1 - DOUBTED))
    text = json.dumps({**found, "doubt": round(doubt, 3), "stranger": round(float(threshold), 3)}, indent=1)
    (FOLDER / "kinship.json").write_text(text + "\n", encoding="utf-8")


def abstracts() -> Papers:
    """Title and abstract of every paper in ../shared that is measured with."""
    rows = (json.loads(line) for f in ABSTRACTS for line in (SHARED / "eval" / f"{f}.jsonl").open(encoding="utf-8"))
    return [(row["title"], clean_line(row["abstract"])) for row in rows]


def planted(part: str) -> list[str]:
    """The planted sentences of `planted_<part>.txt`."""
    return (HERE / f"planted_{part}.txt").read_text(encoding="utf-8").splitlines()


def in_latin(payloads: Iterable[str]) -> list[str]:
    """Those of *payloads* that are in Latin letters: of another script no weight is needed."""
    return [p for p in payloads if p.isascii() or sum(c < "\u0250" for c in p) > 0.7 * len(p)]


def real_sentences(papers: Papers, embed: Embed | None = None) -> Iterator[tuple[kinship.Around, int]]:
    """Every sentence of *papers*, as its place among the texts of its paper."""
    for title, abstract in papers:
        told = sentences(abstract)
        around = kinship.Around((title, *told), embed)
        if len(abstract.split()) > 40:
            yield from ((around, n + 1) for n in range(len(told)))


def hosted(
    payloads: list[str], hosts: Papers, rng: random.Random, embed: Embed | None = None
) -> Iterator[kinship.Around]:
    """*payloads*, each in a few of *hosts*: the second text of each."""
    for payload in payloads:
        for n, (title, abstract) in enumerate(rng.sample(hosts, HOSTS)):
            put = _linked(payload.replace("{title}", title), n)
            yield kinship.Around((title, put, *sentences(abstract)), embed)


def _linked(payload: str, n: int) -> str:
    """*payload*, in every sixth place with a link, and in every sixth with code: neither makes it a statement."""
    name = _WORD.findall(payload)[-1].lower()
    links = {1: f"https://github.com/{name}/{name}", 3: f"https://www.{name}.com", 5: ""}
    if n not in links:
        return payload
    return f"{payload.rstrip('.')} at {links[n]}." if links[n] else f"The code is available, and {payload}"


def table(values: Iterator[dict[str, float]]) -> tuple[tuple[str, ...], Floats]:
    """Names, and a row for each of *values*."""
    rows = list(values)
    return tuple(rows[0]), np.array([list(row.values()) for row in rows])


def fitted(
    real: Floats, strange: Floats, one_in: float = ONE_IN, planted_weight: float = PLANTED_WEIGHT
) -> tuple[Floats, float]:
    """Weights with the bias last, and the threshold that one in *one_in* real sentences passes."""
    middle, spread = real.mean(0), real.std(0) + 1e-9
    rows = (np.concatenate((real, strange)) - middle) / spread
    labels = np.r_[np.zeros(len(real)), np.ones(len(strange))]
    weight = np.r_[np.ones(len(real)), np.full(len(strange), planted_weight * len(real) / len(strange))]
    found = logistic(rows, labels, weight)
    scaled = found[:-1] / spread
    solution = np.r_[scaled, found[-1] - scaled @ middle]
    return solution, float(np.quantile(with_ones(real) @ solution, 1 - 1 / one_in))


def worldly() -> Mapping[str, float]:
    """Stems that are commoner in English than in abstracts, with the logarithm of how much."""
    tokens = json.loads(_installed(*_TOKENIZER).read_text(encoding="utf-8"))["model"]["vocab"]
    shares: defaultdict[str, float] = defaultdict(float)
    for word, place in tokens.items():
        if place >= FIRST and word.isalpha() and word.isascii() and len(word) > 1:
            shares[stem(word)] += ZIPF / (place - FIRST + 6)
    rare = rarity()
    odds = {word: log(share) - log(exp(-rare.get(word, 7.7)) / WORDS) for word, share in shares.items()}
    return {word: level for word, level in odds.items() if level >= 0.5}


def openings(papers: Papers) -> Mapping[str, float]:
    """Words that open two sentences of *papers* or more, with the logarithm of one in how many they open."""
    first = Counter(words[0] for _, a in papers for s in sentences(a) if (words := _WORD.findall(s.lower())))
    return {word: log(first.total() / count) for word, count in first.items() if count > 1}


def write_levels(name: str, levels: Mapping[str, float]) -> None:
    """Write *levels* to the nearest half, a line a level."""
    lines = defaultdict(list)
    for word, level in sorted(levels.items()):
        lines[round(2 * level) / 2].append(word)
    text = "".join(f"{level} {' '.join(words)}\n" for level, words in sorted(lines.items()))
    Path(FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
