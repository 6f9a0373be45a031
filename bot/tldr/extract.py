"""The TL;DR no model had to write: the abstract's own statement of its contribution, trimmed to one line.

Of all `bot.tldr.candidates` the one with the highest expected ROUGE-1 F1 wins. What a human summary would share with a
line is expected by two small linear models: one says how likely each word is to be in it, the other weighs what
that makes of a line as a whole. `bench/fit_tldr.py` fits both on human one-line summaries.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from bot.tldr.alone import names_it, stands_alone, tells
from bot.tldr.candidates import Candidate, candidates
from bot.tldr.contract import MAX_CHARACTERS, MAX_WORDS, faults, word_count
from bot.tldr.voice import told_line
from retrieval.text.clean import clean_line, clean_text
from retrieval.text.statements import statements
from retrieval.types import Paper

NOTHING_TO_SAY = "The abstract states no contribution beyond its title."

_SUMMARY_WORDS = 19  # mean length of the human summaries the weights are fitted on

_WE = re.compile(r"\b(?:we|our|this (?:paper|work|study|article))\b", re.I)
_PROPOSES = re.compile(
    r"\b(?:we|this (?:paper|work|study|article))\b[^.]{0,25}?\b(?:propos|present|introduc|develop)\w*", re.I
)
# Words that make sense only after an earlier sentence.
_BACKWARD = re.compile(
    r"\b(?:(?:this|these|those|such)\b(?! (?:paper|work|study|article))|we (?:also|further|then)\b"
    r"|(?:our|the) (?:\w+ )?(?:method|approach|model|framework|algorithm|architecture|system|technique)s?\b)",
    re.I,
)
_TESTS = re.compile(r"\b(?:we|and) (?:evaluate|compare|test|validate|conduct|perform|discuss|apply|use|employ)\b", re.I)


def extractive_tldr(title: str, abstract: str) -> str:
    """One line that keeps the contract, whatever the abstract is; the same for the same words.

    What addresses the reader is never chosen. Where nothing is left to say, the line says so.
    """
    title, abstract = clean_line(title), clean_text(abstract)
    told, paper = statements(abstract, title), Paper("", title, abstract)
    return next((line for line in _lines(title, told) if not faults(line, paper)), NOTHING_TO_SAY)


def word_features(title: str, told: list[str]) -> dict[str, dict[str, float]]:
    """For each stem of the paper, what bears on whether a human summary has it."""
    sets = [set(stems(s)) for s in told]
    titled, by_us = set(stems(title)), {w for s, ws in zip(told, sets, strict=True) if _WE.search(s) for w in ws}
    proposed = next((ws for s, ws in zip(told, sets, strict=True) if _PROPOSES.search(s)), set[str]())
    found = {}
    for word in sorted(titled.union(*sets)):
        at = [n for n, ws in enumerate(sets) if word in ws]
        found[word] = {
            "bias": 1.0,
            "in the title": float(word in titled),
            "only in the title": float(not at),
            "share of sentences": len(at) / max(len(sets), 1),
            "log sentences": math.log1p(len(at)),
            "log sentences, in the title": math.log1p(len(at)) * (word in titled),
            "first place": at[0] / len(sets) if at else 1.0,
            "in the first sentence": float(0 in at),
            "in the last sentence": float(len(sets) - 1 in at),
            "said by the authors": float(word in by_us),
            "in the proposal": float(word in proposed),
            "in the proposal and the title": float(word in proposed and word in titled),
            "digits": float(word.isdigit()),
            "letters": float(len(word)),
        }
    return found


def line_features(line: str, title: str, likely: dict[str, float]) -> dict[str, float]:
    """What bears on the ROUGE-1 F1 of *line*; *likely* is each stem's probability to be in a human summary."""
    words = stems(line)
    distinct, titled = set(words), set(stems(title))
    return {
        "expected F1": 2 * sum(likely.get(w, 0.0) for w in sorted(distinct)) / (len(words) + _SUMMARY_WORDS),
        "share of the title": len(distinct & titled) / max(len(titled), 1),
        "share of repeated words": 1 - len(distinct) / max(len(words), 1),
        "begins with we": float(line.startswith("We ")),
        "proposes": float(bool(_PROPOSES.match(line))),
        "points backward": float(bool(_BACKWARD.search(line))),
        "tells of tests": float(bool(_TESTS.search(line))),
        "formula": float("$" in line or "\\" in line),
    }


def likelihoods(features: dict[str, dict[str, float]], weights: dict[str, dict[str, float]]) -> dict[str, float]:
    """The probability of each stem to be in a human summary: a logistic model."""
    logits = {w: _dot(f, weights["word"]) + weights["stem"].get(w, 0.0) for w, f in features.items()}
    return {w: 1 / (1 + math.exp(-x)) for w, x in logits.items()}


def stems(text: str) -> list[str]:
    """Words without case, cut to six characters: as good as a stemmer here, and in any language."""
    return [word[:6] for word in re.findall(r"[^\W_]+", text.casefold())]


def _lines(title: str, told: list[str]) -> Iterator[str]:
    """Candidates, best first; then the beginnings of sentences too long to be candidates."""
    weights = _weights()
    likely = likelihoods(word_features(title, told), weights)

    def rank(candidate: Candidate) -> tuple[bool, float]:
        return candidate.contributes, _dot(line_features(candidate.text, title, likely), weights["line"])

    ranked = sorted(candidates(told), key=rank, reverse=True)
    # One pass a wish, the first that fits is taken: to turn and to weigh every candidate would take longer.
    turned = cache(lambda line: told_line(line, title))
    alone = cache(lambda line: stands_alone(line) and not line.endswith("?"))
    ours = [c.text for c in ranked if c.contributes]
    yield from (line for text in ours if alone(line := turned(text)) and names_it(line) and tells(line, title))
    yield from (line for text in ours if alone(line := turned(text)) and names_it(line))
    yield from (line for text in ours if alone(line := turned(text)))
    yield from (line for c in ranked if alone(line := turned(c.text)))
    yield from (turned(c.text) for c in ranked)
    yield from map(_beginning, told)


def _beginning(sentence: str) -> str:
    """As much of *sentence* as fits, marked as cut off."""
    if word_count(sentence) <= MAX_WORDS:
        return sentence
    words = sentence[: MAX_CHARACTERS // 2].split()[:MAX_WORDS]
    while word_count(" ".join(words)) > MAX_WORDS:
        words = [*words[:-1], words[-1][:-1]] if words[-1][1:] else words[:-1]
    return " ".join(words).rstrip(" ,;:，、；：") + "…"


def _dot(features: dict[str, float], weights: dict[str, float]) -> float:
    return sum(value * weights[name] for name, value in features.items())


@cache
def _weights() -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = json.loads(
        resources.files("bot.tldr").joinpath("weights.json").read_text(encoding="utf-8")
    )
    return weights
