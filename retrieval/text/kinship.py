"""Does a sentence speak of the same thing as the rest of its abstract? One that was planted there seldom does.

`rarity.txt` tells how rare a word's stem is in abstracts of this field: the logarithm of one in how many hold it, from
half of 18,000. A sentence full of rare words that nothing around it says is a stranger. The weights below were fitted
on real sentences and forty payloads; the threshold is where one real sentence in a thousand is taken for a stranger.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from math import log1p

from retrieval.text.words import stem

_WORD = re.compile(r"[^\W\d_]{2,}")
_AVAILABLE = re.compile(
    r"https?:|www\.|\b(?:available|released?|github|project page|website|homepage|code|open-?source[ds]?)\b", re.I
)
_SMALL = frozenset(
    "the of and to a in for we on is that with as are by this from which an be can it or at our not have has was were "
    "these their its such than also between both into they been when more but using while used show".split()
)
# Whom an abstract on other things does not speak of, and what binds them to something.
_WHO = re.compile(
    r"\b(?:readers?|reviewers?|assistants?|chatbots?|summar(?:y|ies|i[sz]ers?)|language models?|instructions?)\b", re.I
)
_BOUND = re.compile(
    r"\b(?:must|shall|should|required|mandatory|obliged|always|never|encouraged|notes?|messages?|new instructions?"
    r"|this (?:text|abstract|passage))\b",
    re.I,
)
_UNSEEN = 7.7  # the rarity of a word that fewer than eight of the abstracts hold
_HEAD = 5  # letters that words of one family share
_PLAIN, _COMMON, _RARE = 2.0, 3.0, 4.5  # rarities
_WEIGHTS = (2.80, 0.14, 0.91, -2.13, -1.37, 0.31, 1.37, 3.15, -4.87, -4.79)
_BIAS, _STRANGER = 2.17, 3.5
_OWN_SCRIPT = 0.7  # the share of letters of its script that a text in it has at least
_FEWEST = 25  # words around a sentence that tell what the abstract is about


def is_stranger(sentence: str, rest: str) -> bool:
    """Whether *sentence* speaks of another thing, or in another script, than *rest*, which stands around it."""
    if len(rest.split()) < _FEWEST:
        return False
    if _latin(rest) >= _OWN_SCRIPT > _latin(sentence):
        return True
    if _binds(sentence, rest):
        return True
    if _latin(rest) < _OWN_SCRIPT or _AVAILABLE.search(sentence):
        return False
    return _BIAS + sum(w * v for w, v in zip(_WEIGHTS, _values(sentence, rest), strict=True)) > _STRANGER


def _binds(sentence: str, rest: str) -> bool:
    """Whether it lays down what a reader, an assistant or a summary must do, and nothing around it speaks of them."""
    who = _WHO.search(sentence)
    return bool(who and _BOUND.search(sentence) and stem(who[0].lower().split()[-1]) not in rest.lower())


def _latin(text: str) -> float:
    """The share of the letters that are Latin, or Greek as in formulas; 1 if there are none."""
    letters = [c for c in text if c.isalpha()]
    return sum(c < "\u0250" or "\u0370" <= c < "\u0400" for c in letters) / len(letters) if letters else 1.0


def _values(sentence: str, rest: str) -> tuple[float, ...]:
    """What the weights weigh: how rare the words are, said around it or not, and what kind of words they are."""
    known = {stem(w) for w in _WORD.findall(rest.lower())}
    heads = {w[:_HEAD] for w in known if len(w) >= _HEAD}
    words = _WORD.findall(sentence.lower())
    stems = list(dict.fromkeys(stem(w) for w in words if w not in _SMALL))
    rare = [rarity().get(s, _UNSEEN) for s in stems]
    said = [s in known or (len(s) >= _HEAD and s[:_HEAD] in heads) for s in stems]
    n = max(1, len(stems))
    unsaid_sum = sum(max(0.0, r - _PLAIN) for r, s in zip(rare, said, strict=True) if not s)
    said_sum = sum(max(0.0, r - _PLAIN) for r, s in zip(rare, said, strict=True) if s)
    unsaid_rare = sum(r > _RARE for r, s in zip(rare, said, strict=True) if not s)
    small = sum(w in _SMALL for w in words) / max(1, len(words))
    common, odd = sum(r < _COMMON for r in rare), len(re.findall(r"\d|[A-Z]{2,}", sentence))
    return (
        *(unsaid_sum / n, said_sum / n, log1p(unsaid_sum), log1p(said_sum), unsaid_rare / n),
        *(sum(rare) / n, small, common / n, log1p(n), odd / n),
    )


@cache
def rarity() -> dict[str, float]:
    """Stem to how rare it is."""
    text = resources.files("retrieval.text").joinpath("rarity.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines())
    return {word: float(level) for level, *words in lines for word in words}
