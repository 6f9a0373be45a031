"""How much of a claim its evidence says: features of the words, and the logistic model that weighs them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from math import exp, log1p
from typing import Any

from bot.follows_words import Bag, bag, content

_HEDGE = re.compile(
    r"\b(?:may|might|could|suggests?|suggesting|potential(?:ly)?|possibl[ey]|perhaps|likely|appears?|seems?|tends?"
    r"|hypothesi[sz]e|preliminary|conjecture|often|typically|usually|generally|frequently|sometimes|commonly|partly"
    r"|partially|up to|at (?:most|least)|on average|average|approximately|about|nearly|almost|roughly|some|many|most|several)\b",
    re.I,
)
_CAREFUL = re.compile(
    _HEDGE.pattern
    + r"|\b(?:can|should|would|hints?|indicates?|as (?:much|many) as|around|over|more than|less than|under|mostly"
    r"|mainly|argued?|think|believed?|expected?|doubt|tendency|few|widely|evidence|promis(?:es|ing))\b",
    re.I,
)
_CERTAIN = re.compile(r"\b(?:proves?|proven|always|guarantees?|certainly|definitely)\b", re.I)
_CAUSE = re.compile(
    r"\b(?:because|since|due to|thanks to|owing to|caus(?:e|es|ed|ing)|lead(?:s|ing)? to|led to|result(?:s|ing|ed)? (?:in|from)"
    r"|therefore|thus|hence|so that|why|reasons?|attributed|driven by|stems? from|by|explains?|induces?d?|hinders?|as|for)\b",
    re.I,
)
_STRONG_CAUSE = re.compile(
    r"\b(?:because|due to|thanks to|owing to|caus(?:e|es|ed|ing)|lead(?:s|ing)? to|led to|results? in|stems? from)\b",
    re.I,
)
_SCOPE = re.compile(r"\b(?:all|always|every|only|never|none|first|solely)\b", re.I)
_SAME_SCOPE = {
    "all": "all|every|any|each|entire|whole|always",
    "every": "all|every|any|each",
    "always": "always|all|every|consistently|invariably",
    "only": "only|just|solely|merely|alone|limit",
    "solely": "only|just|solely|merely|alone",
    "never": "never|no|not|without|un\\w+|cannot",
    "none": "none|no|not",
    "first": "first|initial|novel|new",
}


_SAID = 0.35  # a clause covered less is not in the evidence
_WINDOW = 4  # words of content


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim with its evidence, read once. *best* is the sentence of the evidence that says most of the claim."""

    claim: tuple[str, ...]
    quotes: Bag
    title: Bag
    sentences: tuple[tuple[str, ...], ...]
    covers: tuple[float, ...]

    @property
    def best(self) -> int:
        """Number of the sentence that says most of the claim."""
        return max(range(len(self.covers)), key=self.covers.__getitem__, default=0)


def read(claim: str, sentences: Sequence[str], title: str) -> Reading:
    """The words of *claim* against those of the evidence."""
    ours = tuple(content(claim))
    theirs = tuple(tuple(content(s)) for s in sentences)
    return Reading(
        ours,
        bag(w for s in theirs for w in s),
        bag(content(title)),
        theirs,
        tuple(cover(ours, bag(s)) for s in theirs),
    )


def cover(claim: Sequence[str], evidence: Bag) -> float:
    """The share of the claim's weight, 0 to 1, that *evidence* says."""
    total = sum(weight(w) for w in claim)
    return sum(weight(w) * evidence.kinship(w) for w in claim) / total if total else 0.0


@cache
def weight(word: str) -> float:
    """How much a stem tells: 1 for a rare one, less for those that most abstracts hold."""
    return float(model()["idf"].get(word, 1.0))


def features(reading: Reading, claim: str, evidence: str) -> dict[str, float]:
    """What the logistic model weighs, by name. All are about 0 to 1."""
    ours, best = reading.claim, reading.sentences[reading.best] if reading.sentences else ()
    both = [max(reading.quotes.kinship(w), reading.title.kinship(w)) for w in ours]
    total = sum(weight(w) for w in ours) or 1.0
    missing = sum(weight(w) * (1 - k) for w, k in zip(ours, both, strict=True))
    return {
        "cover": 1 - missing / total,
        "cover_exact": sum(weight(w) for w in ours if w in reading.quotes.stems) / total,
        "cover_best": max(reading.covers, default=0.0),
        "weakest": _weakest(ours, both),
        "bigrams": _bigrams(ours, reading.sentences),
        "order": _in_order(ours, best),
        "missing": log1p(missing) / 3,
        "claim_length": log1p(len(ours)) / 4,
        "evidence_length": log1p(sum(map(len, reading.sentences))) / 6,
        "hedge_dropped": float(bool(hedge_dropped(claim, evidence))),
        "cause_added": float(bool(cause_added(claim, evidence))),
        "scope_added": float(bool(scope_added(claim, evidence))),
    }


def _weakest(claim: Sequence[str], said: Sequence[float]) -> float:
    """How much is said of the stretch of the claim that is said least."""
    stretches = range(max(1, len(claim) - _WINDOW + 1))
    return min((_share(claim[i : i + _WINDOW], said[i : i + _WINDOW]) for i in stretches), default=0.0)


def _share(claim: Sequence[str], said: Sequence[float]) -> float:
    total = sum(weight(w) for w in claim)
    return sum(weight(w) * k for w, k in zip(claim, said, strict=True)) / total if total else 0.0


def _bigrams(claim: Sequence[str], sentences: Sequence[Sequence[str]]) -> float:
    """The share of the claim's neighbouring words that are neighbours, at most one word apart, in the evidence."""
    known = {frozenset(p) for s in sentences for p in (*pairwise(s), *zip(s, s[2:], strict=False))}
    pairs = list(pairwise(claim))
    return sum(frozenset(p) in known for p in pairs) / len(pairs) if pairs else 0.0


def _in_order(claim: Sequence[str], sentence: Sequence[str]) -> float:
    """Length of the longest common subsequence, as a share of the claim."""
    row = [0] * (len(sentence) + 1)
    for word in claim:
        last = 0
        for i, other in enumerate(sentence, start=1):
            last, row[i] = row[i], last + 1 if word == other else max(row[i], row[i - 1])
    return row[-1] / len(claim) if claim else 0.0


def hedge_dropped(claim: str, evidence: str) -> str:
    """The hedge of the evidence that the claim leaves out of what it repeats, or the certainty that it adds."""
    certain = _CERTAIN.search(claim)
    if certain and not _CERTAIN.search(evidence):
        return certain[0]
    if _CAREFUL.search(claim):
        return ""
    ours = bag(content(claim))
    for hedge in _HEDGE.finditer(evidence):
        following = content(evidence[hedge.end() : hedge.end() + 60])[:3]
        if any(ours.kinship(w) for w in following):
            return hedge[0]
    return ""


def cause_added(claim: str, evidence: str) -> str:
    """The word by which the claim names a cause that the evidence does not name."""
    theirs = bag(content(evidence))
    for found in _STRONG_CAUSE.finditer(claim):
        clause = content(re.split(r"[,;]", claim[found.end() :])[0])
        if not _CAUSE.search(evidence) or cover(clause, theirs) < _SAID:
            return found[0]
    return ""


def scope_added(claim: str, evidence: str) -> str:
    """The word by which the claim says more than the evidence, as "all", "only" and "first"."""
    for found in _SCOPE.finditer(claim):
        if not re.search(rf"\b(?:{_SAME_SCOPE[found[0].lower()]})\b", evidence, re.I):
            return found[0]
    return ""


def probability(values: dict[str, float], weights: dict[str, float]) -> float:
    """The logistic function of the weighted sum."""
    z = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in values.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, z))))


@cache
def model() -> dict[str, Any]:
    """The weights and thresholds that `bench/follows.py --fit` wrote."""
    found: dict[str, Any] = json.loads(
        resources.files("bot").joinpath("follows_weights.json").read_text(encoding="utf-8")
    )
    return found
