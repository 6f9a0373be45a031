"""Does a claim follow from the quotes under it? A verbatim quote does not make the sentence above it true.

First what can be told for certain: a number, a unit or a name that the evidence lacks, a negation or a direction
turned around. Then how much of the claim the evidence says, as a score from a small logistic model. Its weights and
thresholds are fitted by `bench/follows.py`, which also measures the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot import follows_score as score
from bot import follows_turns as turns
from bot.follows_names import strange_names
from bot.follows_numbers import strange_numbers
from bot.gate import normalise
from retrieval.sentences import sentences

Follows = Literal["follows", "borderline", "overreach"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """*score* is the estimated chance, 0 to 1, that the claim follows; *faults* say in words what is wrong."""

    verdict: Follows
    score: float
    faults: tuple[str, ...] = ()


def judge(claim: str, quotes: Sequence[str], title: str, similarity: float | None) -> Judgement:
    """Whether *claim* follows from *quotes* of the paper called *title*.

    *similarity* is the embedder's cosine between claim and quotes (see `bot.follows_similarity`), None if no embedder
    is at hand. A claim that is its quote, or a part of it, always follows. A certain fault is an overreach; a
    dropped hedge or an added cause or scope is borderline at best.
    """
    if _quoted(claim, quotes):
        return Judgement("follows", 1.0)
    parts = [s for quote in quotes for s in sentences(quote)]
    evidence = " ".join(quotes)
    reading = score.read(claim, parts, title)
    certain = [*_strange(claim, f"{title}. {evidence}"), *_turned(claim, parts, reading)]
    doubtful = _stretched(claim, evidence)
    chance = _chance(reading, claim, evidence, similarity)
    if certain:
        return Judgement("overreach", min(chance, 0.05), (*certain, *doubtful))
    ...
