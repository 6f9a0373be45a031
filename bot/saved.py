"""A person's own reading list: papers put aside, newest first. Nobody else is shown it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from bot.library import Library
from retrieval.errors import UsageError
from retrieval.types import Paper


def save(library: Library, user: str, papers: Sequence[Paper]) -> None:
    """Put *papers* on *user*'s list; what is on it stays where it is."""
    at = library.settings.clock().isoformat(timespec="seconds")
    with library.database.write() as db:
        sql = "INSERT INTO saved (user, paper, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        db.executemany(sql, [(user, paper.id, at) for paper in papers])


def drop(library: Library, user: str, papers: Sequence[Paper]) -> None:
    """Take *papers* off *user*'s list."""
    with library.database.write() as db:
        sql = "DELETE FROM saved WHERE user = ? AND paper = ?"
        db.executemany(sql, [(user, paper.id) for paper in papers])


def saved(library: Library, user: str) -> list[Paper]:
    """The papers on *user*'s list, those put there last first; without those that are gone from the archive."""
    with library.database.read() as db:
        rows = db.execute("SELECT paper FROM saved WHERE user = ? ORDER BY at DESC, rowid DESC", [user]).fetchall()
    papers: dict[str, Paper] = {}
    for row in rows:
        with suppress(UsageError):
            paper = library.archive.find(row["paper"])
            papers.setdefault(paper.id, paper)
    return list(papers.values())
