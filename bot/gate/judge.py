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
from bot.gate.names import names, strange_names
from bot.gate.negation import negation_added, negation_turned, negations_differ, null_result, perhaps_turned
from bot.gate.negation import read as parse
from bot.gate.numbers import moved_number, strange_numbers
from bot.gate.overstated import cause_added, hedge_dropped, hedge_in, scope_added
from bot.gate.shortfall import shortfall_turned, success_turned
from retrieval.text.sentences import sentences

if TYPE_CHECKING:
    from retrieval.embed import Embedder

FollowsVerdict = Literal["follows", "borderline", "overreach"]
LONGEST = 1_000  # characters of a claim: it is one sentence
MOST_SENTENCES = 8  # of the evidence that are embedded for one claim
_PLAIN = str.maketrans("‘’′“”″‐‑–—−", "'''\"\"\"-----")
_ASIDE = re.compile(r"\([^()]{0,200}\)|\s[–—]\s[^–—]{0,200}\s[–—]\s")  # a claim may leave it out, "not" and all
_AT_FAULT = 0.05  # the score of a claim with a certain fault is at most this
_DOUBTS = 2  # more are no worse
_MOSTLY_SAID = 0.6  # a claim of which a sentence says this share is that sentence with the strange name put in
_OWN_WORDS = 0.7  # a claim that keeps this share of the neighbouring words is the quote with small changes
_ALIGNED = 0.4  # only a sentence that says this share of the claim,
_NEAR_BEST = 0.8  # and this share of what the best one says, can be turned around by it


@dataclass(frozen=True, slots=True)
class Judgement:
    """*score* is the estimated chance, 0 to 1, that the claim follows; *faults* say in words what is wrong."""

    verdict: FollowsVerdict
    score: float
    faults: tuple[str, ...] = ()


def judge(claim: str, quotes: Sequence[str], title: str, similarity: float | None, abstract: str = "") -> Judgement:
    """Whether *claim* follows from *quotes*, copied from *abstract*, of the paper called *title*.

    *similarity* is as `similarity` below gives it, None if no embedder is at hand. A claim that stands in its quotes
    follows, whatever the similarity. What the quotes contradict, and what has nothing to do with them, is an
    overreach; whatever else is in doubt is borderline: a hedge left out, a cause, a scope or words of its own added,
    a name or a number that only the rest of the abstract has.
    """
    if _copied(claim, quotes):
        return Judgement("follows", 1.0)
    if len(claim) > LONGEST:
        return Judgement("overreach", 0.0, ("it is too long for one claim",))
    certain, doubtful, values = weighed(claim, quotes, title, similarity, abstract)
    score = scores.chance(values)
    if certain:
        return Judgement("overreach", min(score, _AT_FAULT), (*certain, *doubtful))
    if score < scores.model().overreach:
        return Judgement("overreach", score, ("the quotes say too little of it", *doubtful))
    sure = score >= scores.model().follows and not doubtful
    return Judgement("follows" if sure else "borderline", score, doubtful)


def weighed(
    claim: str, quotes: Sequence[str], title: str, similarity: float | None, abstract: str = ""
) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, float]]:
    """What is wrong with *claim* for certain, what may be, and the values that the logistic model weighs."""
    parts = [s for quote in quotes for s in sentences(quote)]
    reading = scores.read(claim, parts, title)
    aligned = _aligned(parts, reading)
    values = scores.features(reading, similarity)
    close = bool(aligned) and min(values["neighbours"], values["cover of the best sentence"]) >= _OWN_WORDS
    evidence = ". ".join((title, *quotes))
    strange = _Strange(claim, evidence, abstract, aligned, max(reading.covers, default=0.0))
    certain = (*strange.certain(), *_turned(claim, aligned, parts, close))
    doubtful = (*strange.doubtful(), *_stretched(claim, " ".join(aligned), evidence), *_added(claim, parts, title))
    doubts = {"doubts": min(len(doubtful), _DOUBTS) / _DOUBTS, "shortfall": float(shortfall_turned(claim, aligned))}
    doubtful += tuple(
        _perhaps_turned(claim, aligned)
    )  # not weighed: the share of words that are said tells nothing of it
    return certain, doubtful, values | doubts


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


@dataclass(frozen=True, slots=True)
class _Strange:
    """The names and numbers of *claim* that its *evidence* lacks.

    Certain faults are those of a claim that says what an *aligned* sentence says with another number or name in it;
    *said* is the share of the claim that one sentence says. What the *abstract* has elsewhere is in doubt, and so is a
    name in place of none in a claim that differs in more.
    """

    claim: str
    evidence: str
    abstract: str
    aligned: Sequence[str]
    said: float

    def certain(self) -> Iterator[str]:
        """What is wrong for certain, in words."""
        for what, written in self._found():
            if self._rivalled(what) and not self._elsewhere(what, written):
                yield f"the {what} {written} is not in the quotes"

    def doubtful(self) -> Iterator[str]:
        """What only may be wrong, in words."""
        for what, written in self._found():
            if self._elsewhere(what, written):
                yield f"the {what} {written} is in the abstract but not in the quotes"
            elif not self._rivalled(what):
                yield f"the {what} {written} is not in the quotes"

    def _found(self) -> Iterator[tuple[str, str]]:
        yield from (("number", written) for written in strange_numbers(self.claim, self.evidence))
        yield from (("name", written) for written in strange_names(self.claim, self.evidence))

    def _rivalled(self, what: str) -> bool:
        if what == "number":
            return bool(self.aligned)
        mine = {name.casefold() for name in names(self.claim)}
        rivals = (name for sentence in self.aligned for name in names(sentence) if name.casefold() not in mine)
        return self.said >= _MOSTLY_SAID or any(rivals)

    def _elsewhere(self, what: str, written: str) -> bool:
        strange = strange_numbers if what == "number" else strange_names
        return bool(self.abstract) and written not in strange(self.claim, f"{self.evidence} {self.abstract}")


def _turned(claim: str, aligned: Sequence[str], parts: Sequence[str], close: bool) -> Iterator[str]:
    ours, theirs = parse(claim), [parse(s) for s in aligned]
    if word := negation_turned(ours, theirs, [parse(s) for s in parts]):
        yield f"a negation is turned around at {word!r}"
    elif close and all(negations_differ(ours, parse(s)) for s in (aligned[0], _ASIDE.sub(" ", aligned[0]))):
        yield "a negation is added or lost"
    word, sure = direction_turned(ours, theirs)
    if sure:
        yield f"the quotes say the opposite of {word!r}"
    if word := null_result(claim, aligned):
        yield f"the quotes found no effect ({word!r})"
    if sides_swapped(claim, aligned):
        yield "the two sides of a comparison are swapped"


def _perhaps_turned(claim: str, aligned: Sequence[str]) -> Iterator[str]:
    ours, theirs = parse(claim), [parse(s) for s in aligned]
    word, sure = direction_turned(ours, theirs)
    if word and not sure:
        yield f"the quotes may say the opposite of {word!r}"
    if success_turned(claim, aligned):
        yield "of success and shortfall, the quotes tell the other"
    if word := perhaps_turned(ours, theirs):
        yield f"a negation may be turned around at {word!r}"
    if number := moved_number(claim, " ".join(aligned)):
        yield f"the number {number} may be another thing's"


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
