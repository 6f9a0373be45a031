"""The numbers readers see: 1 to n in the order in which papers are first cited, whatever a model called them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.types import Claim


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the sources of one answer are called, by the number they had as evidence."""

    shown: dict[int, int] = field(default_factory=dict)

    def renumbered(self, claim: Claim) -> Claim:
        """*claim* with its citations under the numbers readers see; the same however often it is asked for."""
        cited = tuple(replace(c, n=self.shown.setdefault(c.n, len(self.shown) + 1)) for c in claim.citations)
        return replace(claim, citations=cited)
