"""An answer of which some was shown already: what was said stays, in its words and under its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.library import Library
from bot.types import Answer, Claim, Usage


def resumed(answer: Answer, begun: Sequence[Claim]) -> Answer:
    """*answer* with the claims *begun* with in front; those that say the same from the same quotes once."""
    if not begun:
        return answer
    told = {(c.paper.id, c.quote) for claim in begun for c in claim.citations}
    new = () if answer.listing is not None or answer.state == "refused" else answer.claims
    others = [claim for claim in new if not {(c.paper.id, c.quote) for c in claim.citations} <= told]
    numbers = {c.paper.id: c.n for claim in begun for c in claim.citations}
    return replace(
        answer,
        state="partial" if len(others) == len(new) == 0 else answer.state,
        claims=(*begun, *(_renumbered(claim, numbers) for claim in others)),
        nearest=(), listing=None, count=None, lines={}, quotes={}, sections=(), choice=(), beyond=0,
    )  # fmt: skip


def cut_short(library: Library, question: str, begun: Sequence[Claim], why: str) -> Answer:
    """What was said until it had to end, and *why* there is no more."""
    searched, newest = library.archive.count(), library.archive.newest_listed()
    name, told = library.bare_model.name, (f"{why} What was found until then is above.",)
    return Answer(question, "partial", tuple(begun), {}, searched, None, (), name, "none", Usage(), told, newest=newest)


def _renumbered(claim: Claim, numbers: dict[str, int]) -> Claim:
    """*claim* under the numbers its papers have already, and new ones for the others."""
    cited = []
    for c in claim.citations:
        taken = set(numbers.values())
        free = c.n if c.n not in taken else max(taken) + 1
        cited.append(replace(c, n=numbers.setdefault(c.paper.id, free)))
    return replace(claim, citations=tuple(cited))
