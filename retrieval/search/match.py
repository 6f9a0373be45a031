"""How well one paper's words fit a question: read off the text itself, for the few papers that come into question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, log

from retrieval.text.words import stem, terms

# How much each part of a match counts; see "Retrieval" in bench/README.md.
_COVERAGE, _PHRASES, _IN_TITLE, _TOGETHER = 0.5, 0.3, 0.2, 0.5
_STRETCH = 35  # words, about one long sentence or two short ones
# A term's rarity as in an archive of this many papers more, so that three papers do not make every word rare.
_PRIOR_PAPERS, _PRIOR_HOLDERS = 100, 2
_MOST_STEMS = 100_000  # kept, some 10 MB: the words of about 50,000 abstracts
# Capitals become small letters, and what is no part of a word a space.
_ASCII_WORDS = "".join(chr(code).lower() if re.match(r"\w", chr(code)) else " " for code in range(128))


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
        self.rarity = _rarity(question, frequencies, papers)
        self._pairs = _pairs(question, self.rarity)
        self._wanted: dict[str, float] = {}
        for word, share in self.rarity.items():
            self._wanted[stem(word)] = self._wanted.get(stem(word), 0.0) + share

    def match(self, title: str, abstract: str) -> Match:
        """How the words of this paper fit."""
        heading, body = _words(title), _words(abstract)
        wanted, stems = self._wanted, map(_STEMS.__getitem__, [*heading, "", *body])
        places = [(at, found) for at, found in enumerate(stems) if found in wanted]
        held = {word for _, word in places}
        coverage = fsum(self._wanted[word] for word in held)  # exact, in whatever order a process has its sets
        beside = {(a, b) for (at, a), (then, b) in pairwise(places) if then == at + 1}
        return Match(
            coverage,
            sum(pair in beside for pair in self._pairs) / len(self._pairs) if self._pairs else coverage,
            fsum(self._wanted[word] for word in {word for at, word in places if at < len(heading)}),
            _together(places, self._wanted),
        )


def _rarity(question: str, frequencies: Mapping[str, int], papers: int) -> dict[str, float]:
    """Each term's share of the question's weight, by inverse document frequency; the shares add up to 1."""
    among = papers + _PRIOR_PAPERS
    raw = {word: log(1 + among / (frequencies.get(word, 0) + _PRIOR_HOLDERS)) for word in terms(question)}
    total = sum(raw.values()) or 1.0
    return {word: weight / total for word, weight in raw.items()}


def _pairs(question: str, rarity: Mapping[str, float]) -> list[tuple[str, str]]:
    """The stems of each two terms that follow one another directly in *question*."""
    words = _words(question)
    return [(stem(a), stem(b)) for a, b in pairwise(words) if a in rarity and b in rarity]


def _together(places: Sequence[tuple[int, str]], wanted: Mapping[str, float]) -> float:
    """The highest coverage by any stretch of `_STRETCH` words; *places* are the terms' positions, in order."""
    inside: Counter[str] = Counter()
    start, now, best = 0, 0.0, 0.0
    for at, word in places:
        while places[start][0] <= at - _STRETCH:
            left = places[start][1]
            inside[left] -= 1
            now -= 0.0 if inside[left] else wanted[left]
            start += 1
        now += 0.0 if inside[word] else wanted[word]
        inside[word] += 1
        best = max(best, now)
    return best


class _Stems(dict[str, str]):
    """By word, its stem: most words stand in many abstracts, and to look one up takes a tenth of stemming it."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_STEMS:
            self.clear()
        return self.setdefault(word, stem(word))


_STEMS = _Stems()  # they are the same for every archive


def _words(text: str) -> list[str]:
    if text.isascii():  # as the pattern finds them, in a tenth of the time
        return text.translate(_ASCII_WORDS).split()
    return re.findall(r"\w+", text.lower())
