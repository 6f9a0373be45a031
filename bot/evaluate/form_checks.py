"""What an everyday question must be answered with, read off the answer's own data and never off its wording."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from bot.types import Answer
from retrieval.types import Paper

Right = Callable[[Answer], bool]

_MOSTLY = 0.75  # so many of the papers shown for a topic must hold it: a summary may cite one beside it


@dataclass(frozen=True, slots=True)
class Posed:
    """A question of some *form*, and whether an answer to it is the *right* one."""

    form: str
    question: str
    right: Right


def papers_shown(answer: Answer) -> frozenset[str]:
    """The ids of the papers an answer lists or cites."""
    cited = {c.paper.id for claim in answer.claims for c in claim.citations}
    return frozenset(cited | {paper.id for paper in answer.listing or ()})


def said(answer: Answer) -> str:
    """What an answer says, without quotes."""
    return " ".join(claim.text for claim in answer.claims)


def refused(answer: Answer) -> bool:
    """It says that the papers don't say."""
    return answer.state == "refused"


def only(*papers: Paper, telling: Collection[str] = ()) -> Right:
    """All of *papers* and no other are shown, and each of *telling* is said."""
    wanted = frozenset(paper.id for paper in papers)

    def right(answer: Answer) -> bool:
        told = said(answer).casefold()
        return not refused(answer) and papers_shown(answer) == wanted and all(t.casefold() in told for t in telling)

    return right


def mostly(holding: Collection[str], corrected: bool = False) -> Right:
    """Papers are shown, and they are of *holding*; *corrected*: and what the question was taken as is told."""

    def right(answer: Answer) -> bool:
        shown = papers_shown(answer)
        held = sum(paper in holding for paper in shown) >= _MOSTLY * len(shown)
        return not refused(answer) and bool(shown) and held and (not corrected or bool(answer.notes))

    return right


def since(holding: Collection[str], start: date) -> Right:
    """As `mostly`, within the time that the words name."""
    held = mostly(holding)
    return lambda answer: answer.window is not None and answer.window.start == start and held(answer)


def counted(papers: Collection[Paper]) -> Right:
    """How many *papers* there are is told, as data or in figures, and none but these are shown."""
    ids, figure = {paper.id for paper in papers}, f"{len(papers):,}"

    def right(answer: Answer) -> bool:
        told = answer.count == len(papers) or figure in said(answer).replace(".", " ").split()
        return not refused(answer) and told and papers_shown(answer) <= ids

    return right


def leads(best: Collection[Paper]) -> Right:
    """The first paper shown is one of the *best*, which are equal."""
    ids = {paper.id for paper in best}
    return lambda answer: bool(answer.listing) and (answer.listing or ())[0].id in ids


def tells(*facts: str) -> Right:
    """Each of *facts* is said: "Harbour Lab (12)"."""
    return lambda answer: not refused(answer) and all(fact in said(answer) for fact in facts)
