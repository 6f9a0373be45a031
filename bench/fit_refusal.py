"""Fits the weights of the refusal and writes `bot/answer/sufficiency_weights.json`.

    .venv/bin/python -m bench.fit_refusal [folder for the archives, default .bench]

The two dev sets alone would teach what their archives' sizes and their questions' lengths teach. So they are also put
to excerpts of 3 to 4,000 papers, and there are short questions: our own, names of systems, key words, and pairs of
words from medical titles. Ridge-penalised logistic regression by Newton's method, once with and once without cosines.

Printed for every group: the AUROC, the share of answerable questions answered and of unanswerable ones refused, by
10-fold cross-validation in which no question is on both sides. The same files give the same weights.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.refusal_cases import ROOT, Case, Stand, abstain, near_domain, plain, rows, stands
from bench.refusal_cases import answers as answers_of
from bot.answer.sufficiency import WORDS_ONLY, features
from retrieval.embed.minilm import INTEGER, NAME
from retrieval.text.words import terms

WEIGHTS = ROOT / "bot" / "answer" / "sufficiency_weights.json"
FOLDS, PENALTY = 10, 1.0
# Group: the weight of its answerable and of its unanswerable cases. To refuse a question that could be answered is
# the worse mistake. Most abstain questions are unanswerable, and easy; a keyword that no abstract spells out may
# still be answered by one.
GROUPS = {
    "abstain": (60.0, 6.0),
    "abstain/1000": (8.0, 0.5),
    "abstain/117": (2.0, 0.4),
    "abstain/3": (1.0, 0.4),
    "near-domain": (6.0, 6.4),
    "near-domain/4000": (1.0, 1.0),
    "near-domain/1000": (1.0, 1.5),
    "plain": (2.0, 2.0),
    "plain/3": (1.0, 0.5),
    "plain/daily": (0.0, 2.0),
    "plain/litsearch": (0.0, 1.0),
    "names": (0.5, 0.5),
    "keywords": (1.0, 0.2),
    "keywords/117": (0.5, 0.2),
    "foreign": (0.0, 1.0),
}
_FORMS = ("Which papers study {}?", "{}", "What is known about {}?", "How does {} work?", "Are there any papers on {}?")
# Without cosines the one is 0, and the other says no more than the strength does.
_NEED_COSINES = ("closeness", "whole")
_NAMED = re.compile(r"([A-Z][\w.-]{2,20}(?: [A-Z0-9][\w.-]*)?): ")

Array = NDArray[np.float64]


def cases(made: dict[str, Stand]) -> Iterator[Case]:
    """All cases of all groups."""
    daily, litsearch, pages = made["daily"], made["litsearch"], made["pages"]
    yield from abstain(daily)
    known = {paper.arxiv_id: n for n, paper in daily.papers().items()}
    golds = {r["id"]: known[r["id"].removeprefix("potw-")] for r in rows("abstain-dev.jsonl") if r["answerable"]}
    for size in (1000, 117):
        yield from abstain(daily.excerpt(size, golds.values()), f"abstain/{size}")
    for row in rows("abstain-dev.jsonl"):
        three = daily.excerpt(3, [golds[row["id"]]] if row["answerable"] else [])
        yield Case("abstain/3", row["id"], row["question"], row["answerable"], three.ask(row["question"]))
    yield from near_domain(litsearch)
    needed = {n for numbers in answers_of(litsearch).values() for n in numbers}
    for size in (4000, 1000):
        yield from near_domain(litsearch.excerpt(size, needed), f"near-domain/{size}")
    yield from plain(pages)
    yield from _plain_of_three(pages)
    yield from plain(daily, "plain/daily", near=False)
    yield from plain(litsearch, "plain/litsearch", near=False)
    yield from _names(daily)
    yield from _keywords(daily)
    yield from _foreign(daily)


def _plain_of_three(stand: Stand) -> Iterator[Case]:
    """The plain questions, put to three papers: the ones found first in the whole archive, or any."""
    for case in plain(stand, near=False):
        yield Case("plain/3", case.about, case.question, False, stand.excerpt(3).ask(case.question))
    for case in plain(stand):
        if case.answerable:
            first = stand.archive.number(case.found.candidates[0].paper)
            yield Case("plain/3", case.about, case.question, True, stand.excerpt(3, [first]).ask(case.question))


def _names(stand: Stand) -> Iterator[Case]:
    """“What is X?” for names before a title's colon, with the papers that name it and without."""
    papers = stand.papers()
    named = [(m[1], n) for n, p in papers.items() if (m := _NAMED.match(p.title)) and m[1] in p.abstract]
    for name, _ in random.Random(0).sample(named, 150):
        pattern, question = re.compile(rf"\b{re.escape(name)}\b", re.I), f"What is {name}?"
        naming = [n for n, p in papers.items() if pattern.search(f"{p.title} {p.abstract}")]
        yield Case("names", name, question, True, stand.ask(question))
        yield Case("names", name, question, False, stand.ask(question, naming))


def _keywords(stand: Stand) -> Iterator[Case]:
    """Key words of papers that hold them literally, with and without all papers that do."""
    papers = stand.papers()
    texts = {n: f"{p.title} {p.abstract}".lower() for n, p in papers.items()}
    known = {paper.arxiv_id: n for n, paper in papers.items()}
    words = {k.lower(): known[r["arxiv_id"]] for r in rows("daily-papers.jsonl") for k in r["ai_keywords"] or ()}
    usable = [k for k, n in words.items() if len(k) > 5 and len(k.split()) < 4 and k in texts[n]]
    for at, word in enumerate(random.Random(0).sample(usable, 250)):
        question = _FORMS[at % len(_FORMS)].format(word)
        holding = [n for n, text in texts.items() if word in text]
        small = stand.excerpt(117, [words[word]], holding)
        held = small.archive.number(papers[words[word]])
        yield Case("keywords/117", word, question, True, small.ask(question))
        yield Case("keywords/117", word, question, False, small.ask(question, [held]))
        if len(holding) < 60:
            yield Case("keywords", word, question, True, stand.ask(question))
            yield Case("keywords", word, question, False, stand.ask(question, holding))


def _foreign(stand: Stand) -> Iterator[Case]:
    """Two neighbouring words of each unanswerable abstain question, as a short question."""
    for at, row in enumerate(r for r in rows("abstain-dev.jsonl") if not r["answerable"]):
        words, wanted = re.findall(r"\w+", row["question"].lower()), set(terms(row["question"]))
        pairs = [(a, b) for a, b in pairwise(words) if {a, b} <= wanted and min(len(a), len(b)) > 3]
        if pairs:
            question = _FORMS[at % len(_FORMS)].format(" ".join(pairs[at % len(pairs)]))
            yield Case("foreign", row["id"], question, False, stand.ask(question))


def fit(x: Array, y: Array, w: Array) -> Array:
    """Weights and constant (last) of a logistic model over standardised *x*."""
    design = np.c_[x, np.ones(len(x))]
    ridge = np.diag([PENALTY] * x.shape[1] + [1e-6])
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (w * (p - y)) + ridge @ beta
        step = np.linalg.solve((design.T * (w * p * (1 - p))) @ design + ridge, gradient)
        beta -= step
        if np.abs(step).max() < 1e-9:
            break
    return beta


def scaled(x: Array, y: Array, w: Array) -> tuple[Array, float]:
    """The model of `fit` in the units of *x*: weights and constant."""
    used = w > 0
    mean, spread = x[used].mean(axis=0), x[used].std(axis=0) + 1e-9
    beta = fit((x[used] - mean) / spread, y[used], w[used])
    weights = beta[:-1] / spread
    return weights, float(beta[-1] - weights @ mean)


def cross_validated(x: Array, y: Array, w: Array, about: NDArray[np.str_]) -> Array:
    """The log odds of every case by a model that saw no case of the same question."""
    names = np.random.default_rng(0).permutation(np.unique(about))
    out = np.zeros(len(y))
    for fold in range(FOLDS):
        held = np.isin(about, names[fold::FOLDS])
        weights, constant = scaled(x[~held], y[~held], w[~held])
        out[held] = x[held] @ weights + constant
    return out


def auroc(positive: Array, negative: Array) -> float:
    """The chance that a positive scores above a negative, ties counting half."""
    if not len(positive) or not len(negative):
        return float("nan")
    return float(np.mean((positive[:, None] > negative) + 0.5 * (positive[:, None] == negative)))


def main() -> None:
    """Fit both models, print their cross-validated figures, write the weights."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".bench"
    with tempfile.TemporaryDirectory() as work:
        known = list(cases(stands(folder, Path(work))))
    y = np.array([float(case.answerable) for case in known])
    w = np.array([GROUPS[case.group][0 if case.answerable else 1] for case in known])
    about, group = np.array([case.about for case in known]), np.array([case.group for case in known])
    # The stored graph's weights stay as they were fitted: archives of earlier versions are asked with them.
    written = {NAME: json.loads(WEIGHTS.read_text(encoding="utf-8"))[NAME]}
    for name, with_cosine in ((INTEGER, True), (WORDS_ONLY, False)):
        table = [features(case.question, case.found, with_cosine) for case in known]
        names = [n for n in table[0] if with_cosine or n not in _NEED_COSINES]
        x = np.array([[row[n] for n in names] for row in table], dtype=float)
        log_odds = cross_validated(x, y, w, about)
        print(f"{name}\n{'group':18} {'yes':>5} {'no':>5}  AUROC  answered  refused")
        for each in GROUPS:
            yes, no = log_odds[(group == each) & (y == 1)], log_odds[(group == each) & (y == 0)]
            shares = f"{np.mean(yes >= 0) if len(yes) else np.nan:9.3f} {np.mean(no < 0) if len(no) else np.nan:8.3f}"
            print(f"{each:18} {len(yes):5} {len(no):5}  {auroc(yes, no):.3f} {shares}")
        weights, constant = scaled(x, y, w)
        written[name] = {n: round(float(v), 4) for n, v in zip(names, weights, strict=True)} | {
            "constant": round(constant, 4)
        }
    WEIGHTS.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
