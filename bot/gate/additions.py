"""What a claim adds to what it repeats: "…, although the paper was later retracted".

A clause of which the evidence says no word is an addition, whatever the rest is. Where most of a claim is copied, in
runs of three words, what stands between the runs is looked at by itself as well: strange words side by side, or in
place of nothing. A paraphrase puts its words in place of others, and seldom two strange ones side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.gate.words import STOP, Bag, bag, content, stem, words

_RUN = 3  # words that are copied together
_COPIED = 0.5  # a claim that copies less of its words is a paraphrase through and through
_TOGETHER = 2  # strange words side by side are an addition whatever they stand for
_CLAUSE = re.compile(r"[,;:()—](?!\d)|(?<=\w) that\b")
_CONJUNCTION = re.compile(
    r"\b(?:and|but|or|so|which|who|because|while|whereas|although|though|since|when|where|after|before|until|if|unless"
    r"|with|without|despite|unlike|including|even)\b",
    re.I,
)
# Words that only tell who says it, or how it hangs together, and those that mean little alone, are no news.
_FRAME = frozenset(
    map(
        stem,
        "according author researcher paper abstract report say state note write mention describe conclude "
        "tackle concern notably specifically furthermore moreover overall additionally finally therefore importantly "
        "meanwhile go get come take make give serve up out right".split(),
    )
)

Place = tuple[int, int]  # sentence of the evidence, and word of it


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words *start* to *end* of the claim, none copied; the places in the evidence of the words around them."""

    start: int
    end: int
    before: Place | None
    after: Place | None


def added(claim: str, parts: Sequence[str], title: str) -> str:
    """The words that *claim* adds to what the sentences *parts* and the title say; "" if there are none."""
    said = bag(content(". ".join((title, *parts))))
    return _clause(claim, said) or _between(words(claim), [words(part) for part in parts], said)


def _clause(claim: str, said: Bag) -> str:
    """The first clause that means something, none of which is said; or part of one, if it means more."""
    for clause in _CLAUSE.split(claim):
        if _unsaid(clause, said, 1):
            return clause.strip()
        for part in _CONJUNCTION.split(clause):
            if _unsaid(part, said, _TOGETHER):
                return part.strip()
    return ""


def _unsaid(clause: str, said: Bag, least: int) -> bool:
    told = [w for w in words(clause) if w not in STOP and stem(w) not in _FRAME]
    return len(told) >= least and all(_strange(w, said) for w in told)


def _between(ours: Sequence[str], theirs: Sequence[Sequence[str]], said: Bag) -> str:
    """The first stretch with strange words between the copied ones, if most is copied."""
    places = _places(ours, theirs)
    if sum(at is not None for at in places) < _COPIED * len(ours):
        return ""
    mine = bag(stem(w) for w in ours if w not in STOP)
    for stretch in _stretches(places):
        here = ours[stretch.start : stretch.end]
        strange = [_strange(w, said) for w in here if w not in STOP]
        if any(strange) and (_together(strange) or not _replaced(stretch, theirs, mine)):
            return " ".join(here)
    return ""


def _strange(word: str, said: Bag) -> bool:
    """Whether *word* means something and nobody says anything like it."""
    return word not in STOP and stem(word) not in _FRAME and not said.kinship(stem(word))


def _places(ours: Sequence[str], theirs: Sequence[Sequence[str]]) -> list[Place | None]:
    """Where in the evidence each word of the claim is copied from, as a part of a run; None for a word of its own."""
    runs: dict[tuple[str, ...], Place] = {}
    for s, sentence in enumerate(theirs):
        for n in range(len(sentence) - _RUN + 1):
            runs.setdefault(tuple(sentence[n : n + _RUN]), (s, n))
    found: list[Place | None] = [None] * len(ours)
    for n in range(len(ours) - _RUN + 1):
        if at := runs.get(tuple(ours[n : n + _RUN])):
            for k in range(_RUN):
                found[n + k] = (at[0], at[1] + k)
    return found


def _stretches(places: Sequence[Place | None]) -> Iterator[_Stretch]:
    start = 0
    for n, at in enumerate((*places, (0, 0))):
        if at is None:
            continue
        if n > start:
            yield _Stretch(start, n, places[start - 1] if start else None, at if n < len(places) else None)
        start = n + 1


def _together(strange: Sequence[bool]) -> bool:
    return any(all(strange[n : n + _TOGETHER]) for n in range(len(strange) - _TOGETHER + 1))


def _replaced(stretch: _Stretch, theirs: Sequence[Sequence[str]], mine: Bag) -> bool:
    """Whether the evidence has words of its own where the claim has *stretch*, that the claim leaves out."""
    before, after = stretch.before, stretch.after
    left = theirs[before[0]][before[1] + 1 :] if before else []
    right = theirs[after[0]][: after[1]] if after else []
    if before and after and before[0] == after[0]:
        left, right = theirs[before[0]][before[1] + 1 : after[1]], []
    return any(word not in STOP and not mine.kinship(stem(word)) for word in (*left, *right))
