"""Does a claim in another language follow from its English quotes? What code can tell of that.

Numbers, units, names and negation are held against each other; words cannot be. So no claim follows by this alone: one
with a certain fault is an overreach, one with a doubt is shown as its quote, and any other is for the second judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.gate.across_names import strange_names_across
from bot.gate.across_numbers import strange_numbers_across
from bot.gate.judge import LONGEST, Judgement
from bot.gate.negation import read
from bot.language.denial import JUDGED, denies

_CLAUSE = re.compile(r"[,;:—，、；：](?!\d)")
_ENGLISH_CLAUSE = re.compile(
    r"[,;:—](?!\d)|\b(?:and|but|while|which|that|who|where|when|if|because|although|it|they)\b"
)
_ANCHOR = re.compile(r"[A-Z]{2}|[a-z][A-Z]|\d|(?<=[\u3040-\uffff])[A-Za-z]{2}|[A-Za-z]{2}(?=[\u3040-\uffff])")
_UNSPACED = re.compile(r"[\u3040-\u9fff]{5}")
_WORDS = 3
_OPEN, _AT_FAULT = 0.5, 0.05  # the scores of a claim that code cannot settle, and of one it refuses


def judge_across(claim: str, language: str, quotes: Sequence[str], title: str) -> Judgement:
    """*claim*, in *language*, against *quotes* of the paper *title*: an overreach, or borderline with its doubts."""
    if len(claim) > LONGEST:
        return Judgement("overreach", 0.0, ("it is too long for one claim",))
    faults, doubts = strange_across(claim, language, ". ".join((title, *quotes)))
    doubts += (*_turned(claim, language, quotes), *_clauses_added(claim, " ".join(quotes)))
    if faults:
        return Judgement("overreach", _AT_FAULT, (*faults, *doubts))
    return Judgement("borderline", _OPEN, doubts)


def strange_across(text: str, language: str, evidence: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The numbers and names of *text* that *evidence* lacks, each as a phrase: those certain, and those in doubt."""
    numbers = strange_numbers_across(text, language, evidence)
    certain, doubtful = strange_names_across(text, language, evidence)
    faults = (
        *(f"the number {number} is not in the quotes" for number in numbers.certain),
        *(f"the name {name} is not in the quotes" for name in certain),
    )
    doubts = (
        *(f"the quotes may not say {number}" for number in numbers.doubtful),
        *(f"the quotes do not say {name}" for name in doubtful),
    )
    return faults, doubts


def _clauses_added(claim: str, quotes: str) -> Iterator[str]:
    """Whether the claim has more clauses than its quotes, and one in which nothing can be found again."""
    clauses = _CLAUSE.split(claim)
    loose = [c for c in clauses if not _ANCHOR.search(c) and (len(c.split()) >= _WORDS or _UNSPACED.search(c))]
    if loose and len(clauses) > len(_ENGLISH_CLAUSE.split(quotes)):
        yield f"the quotes may not say {loose[-1].strip()!r}"


def _turned(claim: str, language: str, quotes: Sequence[str]) -> Iterator[str]:
    """Whether one side denies something and the other does not."""
    if language not in JUDGED:
        return
    ours, theirs = denies(claim, language), any(read(quote).doubts() for quote in quotes)
    if ours and not theirs:
        yield "it denies something that the quotes do not deny"
    if theirs and not ours:
        yield "the quotes deny something that it does not deny"
