"""How much of a claim its evidence says: five shares of words, and the logistic model that weighs them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from math import exp
from statistics import fmean

from bot.gate.words import Bag, bag, content

_STRETCH = 4  # words of content
_SILENCE = 4  # words of content that nobody says, side by side: more are no worse


@dataclass(frozen=True, slots=True)
class Model:
    """What `bench/follows.py --fit` wrote: weights by feature, with and without a similarity, and thresholds.

    A score of at least *follows* is enough, one under *overreach* is too little; between them is borderline.
    """

    with_similarity: dict[str, float]
    without: dict[str, float]
    follows: float
    overreach: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The stems of a claim and of its evidence, and how much of the claim each sentence of the evidence says."""

    claim: tuple[str, ...]
    quotes: Bag
    title: Bag
    sentences: tuple[tuple[str, ...], ...]
    covers: tuple[float, ...]


def read(claim: str, sentences: Sequence[str], title: str) -> Reading:
    """The words of *claim* against those of the evidence."""
    ours = tuple(content(claim))
    theirs = tuple(tuple(content(s)) for s in sentences)
    covers = tuple(cover(ours, bag(s)) for s in theirs)
    return Reading(ours, bag(w for s in theirs for w in s), bag(content(title)), theirs, covers)


def cover(claim: Sequence[str], evidence: Bag) -> float:
    """The share of the claim's words, 0 to 1, that *evidence* says."""
    return fmean(evidence.kinship(w) for w in claim) if claim else 0.0


def features(reading: Reading, similarity: float | None) -> dict[str, float]:
    """What the logistic model weighs, by name, each 0 to 1. Words of the title count as said."""
    said = [max(reading.quotes.kinship(w), reading.title.kinship(w)) for w in reading.claim]
    stretches = (said[i : i + _STRETCH] for i in range(max(1, len(said) - _STRETCH + 1)))
    found = {
        "cover": fmean(said) if said else 0.0,
        "cover of the best sentence": max(reading.covers, default=0.0),
        "cover of the weakest stretch": min(map(fmean, stretches)) if said else 0.0,
        "neighbours": _neighbours(reading.claim, reading.sentences),
        "longest silence": min(_SILENCE, _silence(said)) / _SILENCE,
    }
    return found if similarity is None else found | {"similarity": similarity}


def _neighbours(claim: Sequence[str], sentences: Sequence[Sequence[str]]) -> float:
    """The share of the claim's neighbouring words that are neighbours, at most one word apart, in the evidence."""
    known = {frozenset(p) for s in sentences for p in (*pairwise(s), *zip(s, s[2:], strict=False))}
    pairs = list(pairwise(claim))
    return sum(frozenset(p) in known for p in pairs) / len(pairs) if pairs else 0.0


def _silence(said: Sequence[float]) -> int:
    """The most words side by side that nobody says."""
    longest = run = 0
    for share in said:
        run = 0 if share else run + 1
        longest = max(longest, run)
    return longest


def chance(values: dict[str, float]) -> float:
    """The estimated chance that a claim with these features follows: the logistic function of their weighted sum."""
    weights = model().with_similarity if "similarity" in values else model().without
    z = weights["bias"] + sum(weights[name] * value for name, value in values.items())
    return 1 / (1 + exp(-z))


@cache
def model() -> Model:
    """The fitted weights and thresholds that ship with the package."""
    text = resources.files("bot.gate").joinpath("weights.json").read_text(encoding="utf-8")
    return Model(**json.loads(text))
