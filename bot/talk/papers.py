"""Shares by paper: what was said of each, as the archive knows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.talk import Share
from retrieval.archive import Archive
from retrieval.types import Paper


@dataclass(frozen=True, slots=True)
class Told:
    """A paper that was shared, by its arXiv id and as the archive has it, and the *shares* of it, newest first."""

    name: str
    paper: Paper | None
    shares: tuple[Share, ...]

    @property
    def threads(self) -> tuple[Share, ...]:
        """One share of each thread it was shared in."""
        return tuple({(share.channel, share.thread): share for share in self.shares}.values())

    @property
    def talk(self) -> int:
        """How much was said of it: posts, replies and reactions."""
        return len(self.shares) + sum(share.replies + share.reactions for share in self.threads)


def by_paper(archive: Archive, some: Sequence[Share]) -> list[Told]:
    """*some* by paper, the paper that was shared last first."""
    of: dict[str, list[Share]] = {}
    for share in some:
        of.setdefault(share.paper, []).append(share)
    papers = _papers(archive, of)
    return [Told(name, papers.get(name), tuple(each)) for name, each in of.items()]


def most_talked(told: Iterable[Told]) -> tuple[Told, ...]:
    """Those that most was said of first."""
    return tuple(sorted(told, key=lambda each: -each.talk))


def _papers(archive: Archive, names: Iterable[str]) -> dict[str, Paper]:
    """The papers of the archive with these arXiv ids."""
    sql = "SELECT name, n FROM aliases WHERE name IN (SELECT value FROM json_each(?))"
    with archive.database.read() as db:
        rows = db.execute(sql, [json.dumps([f"arxiv:{name}" for name in names])]).fetchall()
    papers = archive.get([row["n"] for row in rows])
    return {row["name"].removeprefix("arxiv:"): papers[row["n"]] for row in rows}
