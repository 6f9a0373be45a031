"""What one channel likes: its topics, and its votes carried over to papers like those voted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.weekly.digest.interest import Interest
from bot.weekly.digest.space import Space
from bot.weekly.digest.topics import Topics
from retrieval.text.clean import clean_line
from retrieval.types import Paper

if TYPE_CHECKING:
    import numpy as np

# Two papers whose cosine (MiniLM, as stored) is below this have as much in common as any two of a week.
_ALIKE = 0.45


@dataclass(frozen=True, slots=True)
class Taste:
    """The *topics* of a channel, its *votes* (paper id to sum), and the voted papers' vectors."""

    topics: Topics = field(default_factory=Topics)
    interest: Interest = field(default_factory=lambda: Interest(()))
    votes: Mapping[str, int] = field(default_factory=dict)
    voted: Space | None = None

    def of_topics(self, paper: Paper, space: Space) -> tuple[float, str]:
        """-1 for an unwanted word, 1 for somebody followed, else the closeness to the nearest topic; and why."""
        unwanted = _first_in(self.topics.unwanted, f"{paper.title} {paper.abstract}")
        if unwanted:
            return -1.0, f"unwanted “{unwanted}”"
        followed = _named(self.topics.organizations, (paper.organization or "",))
        followed = followed or _named(self.topics.authors, paper.authors)
        if followed:
            return 1.0, f"{followed} is followed"
        near, topic = self.interest.closeness(paper, space)
        return near, f"topic “{topic}”" if topic else "no topic"

    def of_votes(self, paper: Paper, space: Space) -> tuple[float, str]:
        """-1 to 1: the votes on the paper and, fainter the less alike they are, on others."""
        own = self.votes.get(paper.id, 0)
        total = float(own)
        if self.voted is not None and paper.id in space.rows:
            total += self._echo(space.matrix[space.rows[paper.id]], paper)
        detail = f"{own:+d} here" if own else "votes on papers like it" if total else "no votes"
        return round(max(-1.0, min(1.0, total / 2)), 4), detail

    def _echo(self, vector: np.ndarray, paper: Paper) -> float:
        assert self.voted is not None
        total = 0.0
        for other, row in self.voted.rows.items():
            alike = max(0.0, (float(self.voted.matrix[row] @ vector) - _ALIKE) / (1 - _ALIKE))
            total += self.votes[other] * alike if other != paper.id else 0.0
        return total


def _first_in(words: tuple[str, ...], text: str) -> str:
    """The first of *words* that stands in *text* as whole words, without case."""
    padded = f" {_plain(text)} "
    return next((word for word in words if f" {_plain(word)} " in padded), "")


def _named(wanted: tuple[str, ...], names: tuple[str, ...]) -> str:
    known = {_plain(name) for name in names if name}
    return next((name for name in wanted if _plain(name) in known), "")


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in clean_line(text).casefold()).split())
