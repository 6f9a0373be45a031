"""Caps that hold: tokens are reserved before a model call and settled after it, in the archive.

Reservation and check are one transaction, so that no number of threads or processes can spend past a cap; a call
whose process was killed stays reserved and goes on counting. Days are those of the configured time zone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.types import Usage
from retrieval.archive.database import Database
from retrieval.errors import BroadsheetError


class CapReachedError(BroadsheetError):
    """A cap leaves no room for this call. The message says which, and until when."""


_UNCOUNTED = 0  # no row has this number


@dataclass(frozen=True, slots=True)
class Caps:
    """Most tokens a user a day, a day, and in all; 0 is no cap."""

    user: int = 0
    day: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Spent:
    """What one user spent on one model."""

    user: str
    model: str
    calls: int
    tokens: int
    seconds: float
    money: float | None


@dataclass(frozen=True, slots=True)
class Budget:
    """The caps over one archive. *clock* gives the time in the configured zone."""

    database: Database
    caps: Caps
    clock: Callable[[], datetime]

    def reserve(self, user: str, model: str, purpose: str, tokens: int) -> int:
        """The number of a call that may be made: at most *tokens*, set aside. Raises `CapReachedError`.

        In a read-only archive nothing can be counted: calls are free where there is no cap, and refused where there is.
        """
        if self.database.read_only:
            if any((self.caps.user, self.caps.day, self.caps.total)):
                raise CapReachedError("No model call: the archive is read-only, so that no cap can be kept in it.")
            return _UNCOUNTED
        now = self.clock()
        today = now.date().isoformat()
        with self.database.write() as db:
            for cap, daily, room in self._room(db, user, today):
                if tokens > room:
                    raise CapReachedError(f"No model call: {cap} is reached{_until(now, daily)}")
            cursor = db.execute(
                "INSERT INTO calls (at, day, user, model, purpose, settled, tokens) VALUES (?, ?, ?, ?, ?, 0, ?)",
                [now.isoformat(timespec="seconds"), today, user, model, purpose, tokens],
            )
            return int(cursor.lastrowid or 0)

    def settle(self, call: int, usage: Usage) -> None:
        """Replace the reservation of *call* by what it cost."""
        if call == _UNCOUNTED:
            return
        sql = (
            "UPDATE calls SET settled = 1, tokens = ?, prompt_tokens = ?, completion_tokens = ?, seconds = ?, "
            "money = ? WHERE call = ?"
        )
        tokens = usage.prompt_tokens + usage.completion_tokens
        values = [tokens, usage.prompt_tokens, usage.completion_tokens, usage.seconds, usage.money, call]
        with self.database.write() as db:
            db.execute(sql, values)

    def left(self, user: str) -> int | None:
        """Tokens *user* may still spend today under every cap; None without a cap."""
        today = self.clock().date().isoformat()
        with self.database.read() as db:
            return min((max(0, room) for _, _, room in self._room(db, user, today)), default=None)

    def _room(self, db: sqlite3.Connection, user: str, today: str) -> Iterator[tuple[str, bool, int]]:
        """(which cap, whether it is a daily one, tokens left under it) for each cap that is set."""
        for cap, name, daily, where, values in (
            (self.caps.user, "your cap", True, "user = ? AND day = ?", [user, today]),
            (self.caps.day, "the cap", True, "day = ?", [today]),
            (self.caps.total, "the cap", False, "1", []),
        ):
            if cap:
                sql = f"SELECT coalesce(sum(tokens), 0) FROM calls WHERE {where}"
                left = cap - int(db.execute(sql, values).fetchone()[0])
                yield f"{name} of {cap:,} tokens {'a day' if daily else 'in all'}", daily, left

    def spent(self, start: date | None = None, end: date | None = None) -> list[Spent]:
        """What was spent in [start, end), by user and model."""
        sql = (
            "SELECT user, model, count(*), sum(tokens), sum(seconds), sum(money) FROM calls "
            "WHERE day >= ? AND day < ? GROUP BY user, model ORDER BY user, model"
        )
        bounds = [(start or date.min).isoformat(), (end or date.max).isoformat()]
        with self.database.read() as db:
            return [Spent(*row) for row in db.execute(sql, bounds)]


def _until(now: datetime, daily: bool) -> str:
    if not daily:
        return ", until an administrator raises it"
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return f" until {midnight:%Y-%m-%d %H:%M} {midnight.tzname()}"
