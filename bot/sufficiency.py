"""Whether the archive can answer a question at all, decided from the search alone, before any model is called.

No raw score tells this: BM25 mostly measures how long the question is, a cosine how like an abstract it is written.
So the twenty best papers are each matched against the question as a whole, and a small logistic model weighs how well
the best one fits, how far it stands out from the others, and how much of the question the archive has never heard of.
`bench/fit_refusal.py` fits the weights, `bench/refusal.py` measures the decision; see "Refusal" in bench/README.md.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise
from math import exp, log

from retrieval.fulltext import stem, terms
from retrieval.search import POOL, Candidate, Found

DEFAULT_THRESHOLD = 0.5
WORDS_ONLY = "words"  # the weights for searches without vectors, or with those of an embedder nobody measured

# How much each part of a paper's match counts; the cosine counts 1.
_COVERAGE, _PHRASES, _IN_TITLE, _TOGETHER = 0.5, 0.3, 0.2, 0.5
_STRETCH = 35  # words, about one long sentence or two short ones
_FOLLOWERS = slice(3, POOL)  # whom the best paper is compared with; second and third may well answer too
# A term's rarity as in an archive of this many papers more, so that three papers do not make every word rare.
_PRIOR_PAPERS, _PRIOR_HOLDERS = 100, 2


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """*score*, 0 to 1: how likely the papers found answer the question. *enough*: it reaches the threshold."""

    score: float
    enough: bool


@dataclass(frozen=True, slots=True)
class _Match:
    """How one paper fits the question, every part 0 to 1 (a cosine may be less).

    *coverage*: the share of the question's terms it holds, rare ones counting more. *phrases*: of the pairs of terms
    that stand side by side in the question, those that do so in the paper. *in_title*: coverage by the title alone.
    *together*: the highest coverage by one stretch of `_STRETCH` words.
    """

    cosine: float
    coverage: float
    phrases: float
    in_title: float
    together: float

    @property
    def strength(self) -> float:
        words = _COVERAGE * self.coverage + _PHRASES * self.phrases
        return self.cosine + words + _IN_TITLE * self.in_title + _TOGETHER * self.together


def sufficiency(question: str, found: Found, threshold: float = DEFAULT_THRESHOLD) -> Sufficiency:
    """Judge what *found* holds on *question*, the text that was searched for. Takes a few milliseconds.

    With a threshold of 0 everything is enough; nothing found is never enough.
    """
    if not found.candidates:
        return Sufficiency(0.0, False)
    weights = _weights()
    measured = found.embedder in weights and all(c.cosine is not None for c in found.candidates)
    chosen = weights[found.embedder if found.embedder and measured else WORDS_ONLY]
    known = features(question, found, with_cosine=measured)
    score = 1 / (1 + exp(-sum(weight * known.get(name, 1.0) for name, weight in chosen.items())))
    return Sufficiency(score, score >= threshold)


def features(question: str, found: Found, with_cosine: bool) -> dict[str, float]:
    """What the logistic model weighs.

    *closeness*: the highest cosine. *strength*: of the best match. *lead*: the best match's strength over the mean of
    the papers from the fourth on; those a small archive lacks count nothing. *whole*: how far the best match holds
    the entire question in one stretch. *unknown*: the share of terms no paper holds. *terms* and *papers*: the
    logarithms of how many terms the question has, and of how many papers were searched (the more, the closer the
    nearest paper that does not answer).
    """
    rarity = _rarity(question, found)
    pairs = _pairs(question, rarity)
    wanted: dict[str, float] = {}
    for word, share in rarity.items():
        wanted[stem(word)] = wanted.get(stem(word), 0.0) + share
    matches = [_match(c if with_cosine else replace(c, cosine=None), wanted, pairs) for c in found.candidates]
    ranked = sorted(matches, key=lambda match: -match.strength)
    best, followers = ranked[0], ranked[_FOLLOWERS]
    return {
        "closeness": max(match.cosine for match in matches),
        "strength": best.strength,
        "lead": best.strength - sum(match.strength for match in followers) / (POOL - 3),
        "whole": min(best.together, best.phrases),
        "unknown": sum(share for word, share in rarity.items() if not found.frequencies.get(word)),
        "terms": log(1 + len(rarity)),
        "papers": log(max(1, found.searched)),
    }


def _rarity(question: str, found: Found) -> dict[str, float]:
    """Each term's share of the question's weight, by inverse document frequency; the shares add up to 1."""
    papers = found.searched + _PRIOR_PAPERS
    raw = {word: log(1 + papers / (found.frequencies.get(word, 0) + _PRIOR_HOLDERS)) for word in terms(question)}
    total = sum(raw.values()) or 1.0
    return {word: weight / total for word, weight in raw.items()}


def _pairs(question: str, rarity: Mapping[str, float]) -> list[tuple[str, str]]:
    """The stems of each two terms that follow one another directly in *question*."""
    words = _words(question)
    return [(stem(a), stem(b)) for a, b in pairwise(words) if a in rarity and b in rarity]


def _match(candidate: Candidate, wanted: Mapping[str, float], pairs: Sequence[tuple[str, str]]) -> _Match:
    """*wanted* holds each term's stem with its share of the question's weight."""
    title, body = _words(candidate.paper.title), _words(candidate.paper.abstract)
    places = _places([*title, "", *body], wanted)
    held = {word for _, word in places}
    coverage = sum(wanted[word] for word in held)
    beside = {(a, b) for (at, a), (then, b) in pairwise(places) if then == at + 1}
    return _Match(
        candidate.cosine or 0.0,
        coverage,
        sum(pair in beside for pair in pairs) / len(pairs) if pairs else coverage,
        sum(wanted[word] for word in {word for at, word in places if at < len(title)}),
        _together(places, wanted),
    )


def _places(words: Sequence[str], wanted: Mapping[str, float]) -> list[tuple[int, str]]:
    """Where the wanted stems stand among *words*, in order."""
    openings = tuple({word[:3] for word in wanted})  # stemming every word of twenty abstracts would take 10 ms
    found = ((at, stem(word)) for at, word in enumerate(words) if word.startswith(openings))
    return [(at, word) for at, word in found if word in wanted]


def _together(places: Sequence[tuple[int, str]], wanted: Mapping[str, float]) -> float:
    """The highest coverage by any stretch of `_STRETCH` words; *places* are the terms' positions, in order."""
    inside: Counter[str] = Counter()
    start, best = 0, 0.0
    for at, word in places:
        inside[word] += 1
        while places[start][0] <= at - _STRETCH:
            inside[places[start][1]] -= 1
            start += 1
        best = max(best, sum(wanted[w] for w, count in inside.items() if count))
    return best


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


@cache
def _weights() -> dict[str, dict[str, float]]:
    """Weights by embedder, then by feature; *constant* goes with no feature."""
    text = resources.files("bot").joinpath("sufficiency_weights.json").read_text(encoding="utf-8")
    weights: dict[str, dict[str, float]] = json.loads(text)
    return weights
