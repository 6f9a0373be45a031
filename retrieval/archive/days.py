"""The day ledger: what each source was asked for, day by day, and what came of it.

A day that nobody read is never an empty one: "empty" is said of what was read after the day was over, and only then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from retrieval.archive.database import Database

State = Literal["read", "empty", "unfinished", "failed", "not read"]
"""*unfinished*: read while the day still filled up. *failed*: asked for, and not had in full since."""


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of one *day* of one source; times are UTC.

    *papers* is the most it was seen with, *read* when it was last read in full, *whole* whether it was over by then.
    *tries* are the failures since, *why* the last one's reason, *next* when it may be tried again.
    """

    day: date
    papers: int | None = None
    read: datetime | None = None
    whole: bool = False
    tries: int = 0
    why: str = ""
    next: datetime | None = None

    @property
    def state(self) -> State:
        """What may be said of the day."""
        if self.whole:
            return "read" if self.papers else "empty"
        if self.tries:
            return "failed"
        return "unfinished" if self.read else "not read"


@dataclass(frozen=True, slots=True)
class Days:
    """The days table. Every change is on disk when the call returns."""

    database: Database

    def known(self, source: str, now: datetime) -> dict[date, Day]:
        """Every day of *source* with a row. What a clock ahead of *now* wrote counts as not read."""
        with self.database.read() as db:
            rows = db.execute("SELECT * FROM days WHERE source = ? ORDER BY day", [source]).fetchall()
        days = (_day(row) for row in rows)
        return {day.day: day if day.read is None or day.read <= now else Day(day.day) for day in days}

    def sources(self) -> list[str]:
        """The names of the sources that have rows."""
        with self.database.read() as db:
            return [row[0] for row in db.execute("SELECT DISTINCT source FROM days ORDER BY source")]

    def want(self, source: str, days: Iterable[date]) -> None:
        """Write down that *days* are to be read, so that whoever is stopped on the way goes on there."""
        with self.database.write() as db:
            sql = "INSERT OR IGNORE INTO days (source, day) VALUES (?, ?)"
            db.executemany(sql, [(source, day.isoformat()) for day in days])

    def read(self, source: str, day: date, papers: int, began: datetime, whole: bool) -> None:
        """*day* was read in full, from *began* on, with so many *papers*; *whole*: it was over by then."""
        sql = (
            "INSERT INTO days (source, day, papers, read, whole) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "papers = max(coalesce(papers, 0), excluded.papers), "
            # What a clock ahead of ours called whole is not.
            "whole = excluded.whole OR (whole AND read <= excluded.read), "
            "read = excluded.read, tries = 0, why = '', next = NULL"
        )
        with self.database.write() as db:
            db.execute(sql, [source, day.isoformat(), papers, _at(began), whole])

    def failed(self, source: str, day: date, why: str, again: datetime) -> None:
        """*day* could not be had in full, and *why*; it may be tried *again* then. What was read before stays read."""
        sql = (
            "INSERT INTO days (source, day, tries, why, next) VALUES (?, ?, 1, ?, ?) "
            "ON CONFLICT DO UPDATE SET tries = tries + 1, why = excluded.why, next = excluded.next"
        )
        with self.database.write() as db:
            db.execute(sql, [source, day.isoformat(), why, _at(again)])


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _day(row: sqlite3.Row) -> Day:
    read, again = (datetime.fromisoformat(row[name]) if row[name] else None for name in ("read", "next"))
    day = date.fromisoformat(row["day"])
    return Day(day, row["papers"], read, bool(row["whole"]), row["tries"], row["why"], again)
