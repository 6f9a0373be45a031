"""The terminal's conversations: what each user was answered last, so that `ask -c` can go on from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.question import Turn, bounded, from_json, to_json
from retrieval.archive.database import Database

MOST_KEPT = 50  # rows a user
_BEGIN = ""  # what is said where a conversation begins


@dataclass(frozen=True, slots=True)
class Turns:
    """The kept turns of one archive. *clock* gives the time in the configured zone."""

    database: Database
    clock: Callable[[], datetime]

    def last(self, user: str) -> list[Turn]:
        """What counts of *user*'s last conversation, oldest first; [] if there was none."""
        sql = "SELECT said FROM turns WHERE user = ? ORDER BY turn DESC LIMIT ?"
        found: list[Turn] = []
        with self.database.read() as db:
            for row in db.execute(sql, [user, MOST_KEPT]):
                if row["said"] == _BEGIN:
                    break
                turn = from_json(row["said"])
                found += [turn] if turn else []
        return bounded(found[::-1])

    def keep(self, user: str, turn: Turn, new: bool) -> None:
        """Remember *turn*, the first of a *new* conversation or the next of the last; forget the oldest.

        A read-only archive remembers nothing.
        """
        if self.database.read_only:
            return
        at = self.clock().isoformat(timespec="seconds")
        rows = [(user, at, said) for said in ([_BEGIN] if new else []) + [to_json(turn)]]
        old = (
            "DELETE FROM turns WHERE user = ? AND turn NOT IN "
            "(SELECT turn FROM turns WHERE user = ? ORDER BY turn DESC LIMIT ?)"
        )
        with self.database.write() as db:
            db.executemany("INSERT INTO turns (user, at, said) VALUES (?, ?, ?)", rows)
            db.execute(old, [user, user, MOST_KEPT])
