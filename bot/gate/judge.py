"""Does a claim follow from the quotes under it? A verbatim quote does not make the sentence above it true.

First what can be told for certain: a number, a unit or a name that the evidence lacks, a negation or a direction
turned around. Then how much of the claim the evidence says, as a score from a small logistic model. Its weights and
thresholds are fitted by `bench/follows.py`, which also measures the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.gate import coverage as scores
from bot.gate.additions import added
from bot.gate.direction import direction_turned, sides_swapped
from bot.gate.names import strange_names
from bot.gate.negation import negation_added, negation_turned, negations_differ, null_result
from bot.gate.negation import read as parse
from bot.gate.numbers import strange_numbers
from bot.gate.overstated import cause_added, hedge_dropped, hedge_in, scope_added
from retrieval.text.sentences import sentences

if TYPE_CHECKING:
    from retrieval.embed import Embedder

FollowsVerdict = Literal["follows", "borderline", "overreach"]
LONGEST = 1_000  # characters of a claim: it is one sentence
MOST_SENTENCES = 8  # of the evidence that are embedded for one claim
_PLAIN = str.maketrans("‘’′“”″‐‑–—−", "'''\"\"\"-----")
_AT_FAULT = 0.05  # the score of a claim with a certain fault is at most this
_OWN_WORDS = 0.7  # a claim that keeps this share of the neighbouring words is the quote with small changes
_ALIGNED = 0.4  # only a sentence that says this share of the claim,
_NEAR_BEST = 0.8  # and this share of what the best one says, can be turned around by it


@dataclass(frozen=True, slots=True)
class Judgement:
    """*score* is the estimated chance, 0 to 1, that the claim follows; *faults* say in words what is wrong."""

    verdict: FollowsVerdict
    score: float
    faults: tuple[str, ...] = ()


def judge(claim: str, quotes: Sequence[str], title: str, similarity: float | None) -> Judgement:
    """Whether *claim* follows from *quotes*, copied from the paper called *title*.

    *similarity* is as `similarity` below gives it, None if no embedder is at hand. A claim that stands in its quotes
    follows, whatever the similarity. A certain fault is an overreach; a hedge left out, or a cause, a scope or
    words of its own added, is borderline at best.
    """
    if _copied(claim, quotes):
        return Judgement("follows", 1.0)
    if len(claim) > LONGEST:
        return Judgement("overreach", 0.0, ("it is too long for one claim",))
    parts = [s for quote in quotes for s in sentences(quote)]
    reading = scores.read(claim, parts, title)
    aligned = _aligned(parts, reading)
    values = scores.features(reading, similarity)
    close = bool(aligned) and min(values["neighbours"], values["cover of the best sentence"]) >= _OWN_WORDS
    certain = [*_strange(claim, ". ".join((title, *quotes))), *_turned(claim, aligned, parts, close)]
    doubtful = (*_stretched(claim, " ".join(aligned), ". ".join((title, *quotes))), *_added(claim, parts, title))
    score = scores.chance(values)
    if certain:
        return Judgement("overreach", min(score, _AT_FAULT), (*certain, *doubtful))
    if score < scores.model().overreach:
        return Judgement("overreach", score, ("the quotes say too little of it", *doubtful))
    sure = score >= scores.model().follows and not doubtful
    return Judgement("follows" if sure else "borderline", score, doubtful)


def similarity(claim: str, quotes: Sequence[str], embedder: Embedder) -> float:
    """The highest cosine, -1 to 1, between *claim* and a sentence of *quotes*. Raises `EmbedderError`.

    One embedding a sentence, for the `MOST_SENTENCES` that share most words with the claim.
    """
    parts = [s for quote in quotes for s in sentences(quote)]
    covers = scores.read(claim, parts, "").covers
    chosen = sorted(range(len(parts)), key=covers.__getitem__, reverse=True)[:MOST_SENTENCES]
    vectors = embedder.embed([claim, *(parts[i] for i in chosen)])
    return max((float(vectors[0] @ vector) for vector in vectors[1:]), default=0.0)


def _copied(claim: str, quotes: Sequence[str]) -> bool:
    """Whether *claim* stands in one of *quotes*, with nothing before it that denies it or makes it doubtful."""
    ours = _flat(claim).rstrip(".")
    for quote in quotes if ours else ():
        before, found, after = _flat(quote).partition(ours)
        cut = before[-1:].isalnum() or re.match(r"[.,]?\w|%", after)  # inside a word or a number
        lead = re.split(r"[.;!?] ", before)[-1]
        if found and not cut and not parse(lead).doubts() and not hedge_in(lead):
            return True
    return False


def _flat(text: str) -> str:
    """*text* without case, and with plain quotation marks, dashes and spaces."""
    return " ".join(text.translate(_PLAIN).casefold().split())


def _aligned(parts: Sequence[str], reading: scores.Reading) -> list[str]:
    """The sentences that say much of the claim, most first: only these can be compared with it word by word."""
    least = max(_ALIGNED, _NEAR_BEST * max(reading.covers, default=0.0))
    covers = sorted(enumerate(reading.covers), key=lambda item: -item[1])
    return [parts[n] for n, cover in covers if cover >= least]


def _strange(claim: str, evidence: str) -> Iterator[str]:
    for number in strange_numbers(claim, evidence):
        yield f"the number {number} is not in the quotes"
    for name in strange_names(claim, evidence):
        yield f"the name {name} is not in the quotes"


def _turned(claim: str, aligned: Sequence[str], parts: Sequence[str], close: bool) -> Iterator[str]:
    ours, theirs = parse(claim), [parse(s) for s in aligned]
    if word := negation_turned(ours, theirs, [parse(s) for s in parts]):
        yield f"a negation is turned around at {word!r}"
    elif close and negations_differ(ours, theirs[0]):
        yield "a negation is added or lost"
    if word := direction_turned(ours, theirs):
        yield f"the quotes say the opposite of {word!r}"
    if word := null_result(claim, aligned):
        yield f"the quotes found no effect ({word!r})"
    if sides_swapped(claim, aligned):
        yield "the two sides of a comparison are swapped"


def _stretched(claim: str, aligned: str, evidence: str) -> Iterator[str]:
    if negation_added(parse(claim), parse(evidence)):
        yield "it denies something that the quotes do not deny"
    if word := hedge_dropped(claim, aligned):
        yield f"it is more certain than the quotes ({word!r})"
    if word := cause_added(claim, evidence):
        yield f"it names a cause that the quotes do not name ({word!r})"
    if word := scope_added(claim, evidence):
        yield f"it is wider than the quotes ({word!r})"


def _added(claim: str, parts: Sequence[str], title: str) -> Iterator[str]:
    if phrase := added(claim, parts, title):
        yield f"it adds what the quotes do not say ({phrase!r})"
