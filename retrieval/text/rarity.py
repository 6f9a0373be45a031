"""How rare words are, in abstracts of this field and in English at large, and how seldom one opens a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from math import log1p

_UNSEEN = 7.7  # the rarity of a word that fewer than eight of the abstracts hold
_UNOPENED = 11.0  # how seldom a word opens a sentence that opened none
_PLAIN, _COMMON, _RARE = 2.0, 3.0, 4.5  # rarities
_WORLDLY = 2.0  # a logarithm: that much commoner elsewhere


def rarities(stems: Sequence[str], said: Sequence[bool]) -> dict[str, float]:
    """What bears on how strange *stems* are, each *said* around them or not."""
    levels = [rare(s) for s in stems]
    n = max(1, len(stems))
    unsaid_sum = sum(max(0.0, r - _PLAIN) for r, s in zip(levels, said, strict=True) if not s)
    said_sum = sum(max(0.0, r - _PLAIN) for r, s in zip(levels, said, strict=True) if s)
    foreign = [worldly().get(stem, 0.0) for stem, s in zip(stems, said, strict=True) if not s]
    return {
        "unsaid": unsaid_sum / n,
        "said": said_sum / n,
        "log unsaid": log1p(unsaid_sum),
        "log said": log1p(said_sum),
        "rare and unsaid": sum(r > _RARE for r, s in zip(levels, said, strict=True) if not s) / n,
        "rarity": sum(levels) / n,
        "common": sum(r < _COMMON for r in levels) / n,
        "length": log1p(n),
        "log worldly": log1p(sum(foreign)),
        "worldly": sum(foreign) / n,
        "most worldly": max(foreign, default=0.0),
        "many worldly": sum(level > _WORLDLY for level in foreign) / n,
    }


def rare(stem: str) -> float:
    """How rare *stem* is."""
    return rarity().get(stem, _UNSEEN)


def opening(word: str) -> float:
    """How seldom *word* opens a sentence."""
    return _openings().get(word, _UNOPENED)


@cache
def rarity() -> dict[str, float]:
    """Stem to how rare it is."""
    return _levels("rarity.txt")


@cache
def worldly() -> dict[str, float]:
    """Stem to how much commoner it is in English at large, as a logarithm; only those that are."""
    return _levels("worldly.txt")


@cache
def _openings() -> dict[str, float]:
    """Word to how seldom it opens a sentence of an abstract: the logarithm of one in how many."""
    return _levels("openings.txt")


def _levels(name: str) -> dict[str, float]:
    text = resources.files("retrieval.text").joinpath(name).read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines())
    return {word: float(level) for level, *words in lines for word in words}
