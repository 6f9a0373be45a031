"""What is new against the weeks before: terms they hardly had, and how usual a theme is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.weekly.digest.phrases import terms_of
from bot.weekly.digest.terms import Vocabulary, telling_terms
from bot.weekly.digest.themes import ALIKE
from retrieval.types import Paper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

WEEKS = 4
"""How many weeks back "new" looks."""
_LEAST = 3  # papers that must have a term for it to be news,
_SURGE = 4.0  # and its share of the week's papers over its share of those before
_MOST = 5


def rising_terms(
    week: Sequence[Paper], before: Sequence[Paper], stock: Vocabulary
) -> tuple[tuple[str, int, int], ...] | None:
    """(term, papers this week, papers in all the weeks *before*) of terms much commoner now, the most telling first.

    Only terms that a title has too: abstracts have their own fashions. *stock* holds both. None if there are fewer
    papers to compare with than there are to compare.
    """
    if not week or len(before) < len(week):
        return None
    titled = {key for paper in week for key in terms_of(paper.title)}
    found = [t for t in telling_terms(week, stock, len(week), _LEAST, _SURGE) if t.specific and t.key in titled]
    return tuple((term.text, term.papers, stock.holding(term.key) - term.papers) for term in found[:_MOST])


def usual(members: Matrix, week: Matrix, before: Matrix, weeks: int = WEEKS) -> float | None:
    """How many papers like *members* a week of those before had; None without papers to compare with.

    Counted are papers whose mean similarity to the members is at least that of the weakest member to the others, or
    `ALIKE`. The same count over this *week* sets the scale. All rows are unit and centred alike.
    """
    if len(before) < len(week):
        return None
    total = members.sum(axis=0)
    weakest = min(float((total - row) @ row) for row in members) / (len(members) - 1)
    centre, cut = total / len(members), min(weakest, ALIKE)
    now, then = int((week @ centre >= cut).sum()), int((before @ centre >= cut).sum())
    return len(members) * (then / weeks) / max(now, 1)
