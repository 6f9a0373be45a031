"""Shares by paper: what was said of each. The papers themselves are read only where they are shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.talk import Share
from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.types import Paper


@dataclass(frozen=True, slots=True)
class Told:
    """A paper that was shared, by its arXiv id and its row *number*, and the *shares* of it, newest first.

    The number is None while the archive has not got it.
    """

    name: str
    number: int | None
    shares: tuple[Share, ...]

    @property
    def threads(self) -> tuple[Share, ...]:
        """One share of each thread it was shared in."""
        return tuple({(share.channel, share.thread): share for share in self.shares}.values())

    @property
    def talk(self) -> int:
        """How much was said of it: posts, replies and reactions."""
        return len(self.shares) + sum(share.replies + share.reactions for share in self.threads)


def by_paper(database: Database, some: Sequence[Share]) -> list[Told]:
    """*some* by paper, the paper that was shared last first."""
    of: dict[str, list[Share]] = {}
    for share in some:
        of.setdefault(share.paper, []).append(share)
    sql = "SELECT substr(name, 7), n FROM aliases WHERE name IN (SELECT 'arxiv:' || value FROM json_each(?))"
    with database.read() as db:
        numbers = {row[0]: int(row[1]) for row in db.execute(sql, [json.dumps(list(of))])}
    return [Told(name, numbers.get(name), tuple(each)) for name, each in of.items()]


def papers_of(archive: Archive, told: Iterable[Told]) -> dict[int, Paper]:
    """The papers of *told* that are here, by row number."""
    return archive.get([each.number for each in told if each.number is not None])


def most_talked(told: Iterable[Told]) -> tuple[Told, ...]:
    """Those that most was said of first."""
    return tuple(sorted(told, key=lambda each: -each.talk))
