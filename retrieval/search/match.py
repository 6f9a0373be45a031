"""How well one paper's words fit a question: read off the text itself, for the few papers that come into question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, log

from retrieval.search.stems import MOST, stems, words_of
from retrieval.text.words import stem, terms

# How much each part of a match counts; see "Retrieval" in bench/README.md.
_COVERAGE, _PHRASES, _IN_TITLE, _TOGETHER = 0.5, 0.3, 0.2, 0.5
_STRETCH = 35  # words, about one long sentence or two short ones
# A term's rarity as in an archive of this many papers more, so that three papers do not make every word rare.
_PRIOR_PAPERS, _PRIOR_HOLDERS = 100, 2


@dataclass(frozen=True, slots=True)
class Match:
    """How a paper's words fit a question, every part 0 to 1.

    *coverage*: the share of the question's terms it holds, rare ones counting more. *phrases*: of the pairs of terms
    that stand side by side in the question, those that do so in the paper. *in_title*: coverage by the title alone.
    *together*: the highest coverage by one stretch of `_STRETCH` words.
    """

    coverage: float
    phrases: float
    in_title: float
    together: float

    @property
    def words(self) -> float:
        """All parts as one figure, 0 to 1.5."""
        parts = _COVERAGE * self.coverage + _PHRASES * self.phrases
        return parts + _IN_TITLE * self.in_title + _TOGETHER * self.together


class Matcher:
    """One question, made ready to be held against papers.

    *frequencies* tells how many papers hold each term, of the *papers* that were searched.
    """

    def __init__(self, question: str, frequencies: Mapping[str, int], papers: int) -> None:
        import numpy as np

        self.rarity = _rarity(question, frequencies, papers)
        wanted: dict[str, float] = {}
        for word, share in self.rarity.items():
            wanted[stem(word)] = wanted.get(stem(word), 0.0) + share
        # The terms are numbered from 1; 0 is any other word.
        places = {each: at for at, each in enumerate(wanted, start=1)}
        self._shares = (0.0, *wanted.values())
        self._pairs = [(places[a], places[b]) for a, b in _pairs(question, self.rarity)]
        self._stems = stems()
        self._term = np.zeros(MOST, np.int8)
        self._term[[self._stems.number(each) for each in places]] = list(places.values())
        self._term[0] = 0

    def match(self, title: str, abstract: str) -> Match:
        """How the words of this paper fit."""
        heading, body = self._places(title), self._places(abstract)
        behind = len(self._stems.of(title)) + 1  # so that a title's last word is not beside an abstract's first
        places = [*heading, *((behind + at, term) for at, term in body)]
        held = {term for _, term in places}
        coverage = fsum(self._shares[term] for term in held)  # exact, in whatever order a process has its sets
        beside = {(a, b) for (at, a), (then, b) in pairwise(places) if then == at + 1}
        return Match(
            coverage,
            sum(pair in beside for pair in self._pairs) / len(self._pairs) if self._pairs else coverage,
            fsum(self._shares[term] for term in {term for _, term in heading}),
            _together(places, self._shares),
        )

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Where in *text* terms stand, and which."""
        terms = self._term[self._stems.of(text)]
        at = terms.nonzero()[0]
        return list(zip(at.tolist(), terms[at].tolist(), strict=True))


def _rarity(question: str, frequencies: Mapping[str, int], papers: int) -> dict[str, float]:
    """Each term's share of the question's weight, by inverse document frequency; the shares add up to 1."""
    among = papers + _PRIOR_PAPERS
    raw = {word: log(1 + among / (frequencies.get(word, 0) + _PRIOR_HOLDERS)) for word in terms(question)}
    total = sum(raw.values()) or 1.0
    return {word: weight / total for word, weight in raw.items()}


def _pairs(question: str, rarity: Mapping[str, float]) -> list[tuple[str, str]]:
    """The stems of each two terms that follow one another directly in *question*."""
    words = words_of(question)
    return [(stem(a), stem(b)) for a, b in pairwise(words) if a in rarity and b in rarity]


def _together(places: Sequence[tuple[int, int]], shares: Sequence[float]) -> float:
    """The highest coverage by any stretch of `_STRETCH` words; *places* are the terms' positions, in order."""
    inside = [0] * len(shares)
    start, now, best = 0, 0.0, 0.0
    for at, word in places:
        while places[start][0] <= at - _STRETCH:
            left = places[start][1]
            inside[left] -= 1
            now -= 0.0 if inside[left] else shares[left]
            start += 1
        now += 0.0 if inside[word] else shares[word]
        inside[word] += 1
        best = max(best, now)
    return best
