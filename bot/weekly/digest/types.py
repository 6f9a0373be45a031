"""What the weekly post is made of. All frozen."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.types import Claim, Source, Usage
from bot.weekly.period import Period
from retrieval.types import Paper


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a paper's score: *value* (−1 to 1, neutral 0.5 or 0) times *weight*, and in words why."""

    name: str
    detail: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A paper at its place *n* (from 1) of a week's ranking, and why it is there."""

    n: int
    paper: Paper
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """The sum of the reasons."""
        return sum(reason.value * reason.weight for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Theme:
    """Papers that belong together, the most central first, and one sentence backed by their quotes.

    The claim's citations carry the papers' places in the ranking. *usual* is how many such papers a week of those
    before had, None where there is nothing to compare with.
    """

    name: str
    papers: tuple[Ranked, ...]
    claim: Claim | None = None
    usual: float | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What one channel is told of a *week*, or of a day. *unread* says which of its weekdays nobody read.

    *ranked* are all papers of the week, best first; the first *top* of them stand in the main post. *lines* are
    one-line TL;DRs by paper id. *rising* are (term, papers this week, papers in the four weeks before) of terms much
    commoner now; None where there is nothing to compare with. *talked* are papers that the channel spoke of,
    *followed* tells why a paper is one that it follows, by id.
    """

    week: Period
    ranked: tuple[Ranked, ...]
    themes: tuple[Theme, ...] = ()
    top: int = 10
    lines: dict[str, str] = field(default_factory=dict)
    rising: tuple[tuple[str, int, int], ...] | None = None
    model: str = ""
    prompt: str = ""
    usage: Usage = field(default_factory=Usage)
    notes: tuple[str, ...] = ()
    unread: str = ""
    talked: tuple[Source, ...] = ()
    followed: dict[str, str] = field(default_factory=dict)
