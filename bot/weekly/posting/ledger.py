"""The ledger of the posts: what each channel is owed for each week or day, written down before anything is sent.

The column `week` holds the ISO week of a weekly post, 2026-W46, or the day of a daily one, 2026-11-24.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.settings.weekly import Destination
from bot.weekly.period import Day, Period, read_period
from bot.weekly.week import Week
from retrieval.archive.database import Database

State = Literal["planned", "sending", "sent", "unknown", "skipped"]
OPEN: tuple[State, ...] = ("planned", "sending", "unknown")
UNTRIED: tuple[State, ...] = ("planned", "skipped")
"""A post with no other parts has reached nobody."""


_FORM: dict[type[Period], str] = {Week: "____-W__", Day: "____-__-__"}
_POST = "sink = ? AND channel = ? AND week = ?"
_SUBSCRIBED = "SELECT 1 FROM subscriptions WHERE sink = ? AND channel = ?"


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a post: part 0 is the post, the others stand in its thread.

    *body* is the text as its sink renders it, *ref* what the sink calls it once it is sent, *at* when its state last
    changed. *told*: the maintainer has heard of the *note*.
    """

    destination: Destination
    week: Period
    number: int
    state: State
    body: str
    ref: str
    note: str
    told: bool
    at: datetime

    @property
    def key(self) -> str:
        """What the message is known by in its channel, whichever archive it came from."""
        return post_key(self.week, self.number)


def post_key(week: Period, number: int) -> str:
    """`weekly:2026-W46` or `daily:2026-11-24`, and `weekly:2026-W46/1` for the first part of its thread."""
    return f"{week.post}:{week}" + (f"/{number}" if number else "")


@dataclass(frozen=True, slots=True)
class Ledger:
    """The posts table. Every change is on disk when the call returns."""

    database: Database

    def parts(self, destination: Destination, week: Period) -> list[Part]:
        """The parts of one post, in order; none if it was never planned."""
        return self._select(_POST, [*_names(destination), str(week)])

    def open_parts(self) -> list[Part]:
        """Everything that is neither sent nor skipped, oldest week first."""
        return self._select(f"state IN ({', '.join('?' * len(OPEN))})", OPEN)

    def sent_as(self, sink: str, channel: str, ref: str) -> Part | None:
        """The part a sink calls *ref*, if it was sent to *channel*."""
        found = self._select("sink = ? AND channel = ? AND ref = ?", [sink, channel, ref])
        return found[0] if found else None

    def sent_before(self, destination: Destination, week: Period) -> bool:
        """Whether anything was sent to *destination* for a week or day before *week*."""
        rows = self._select("sink = ? AND channel = ? AND state = 'sent'", _names(destination))
        return any(part.week.start < week.start for part in rows)

    def newest(self, destination: Destination, kind: type[Period]) -> Period | None:
        """The last of its *kind* that the ledger knows for *destination*."""
        return self._newest(destination, kind, "1", [])

    def newest_by(self, destination: Destination, now: datetime, due: Period) -> Period | None:
        """The last up to *due*, without what a clock ahead of *now* wrote."""
        where = "week <= ? AND julianday(at) <= julianday(?)"
        return self._newest(destination, type(due), where, [str(due), _at(now)])

    def _newest(self, destination: Destination, kind: type[Period], where: str, values: Sequence[str]) -> Period | None:
        sql = f"SELECT max(week) FROM posts WHERE sink = ? AND channel = ? AND week LIKE ? AND {where}"
        with self.database.read() as db:
            found = db.execute(sql, [*_names(destination), _FORM[kind], *values]).fetchone()[0]
        return kind.read(found) if found else None

    def plan(
        self, destination: Destination, week: Period, bodies: Sequence[str], now: datetime, *, subscriber: bool = False
    ) -> None:
        """Write all parts of a post down, in place of one that reached nobody.

        For a *subscriber* nothing is written when they have unsubscribed.
        """
        rows = [(*_names(destination), str(week), n, "planned", body, "", _at(now)) for n, body in enumerate(bodies)]
        self._write(rows, subscriber)

    def skip(self, destination: Destination, week: Period, note: str, now: datetime) -> None:
        """Record that this week is not sent, and why; not of one that was tried."""
        self._write([(*_names(destination), str(week), 0, "skipped", "", note, _at(now))])

    def mark(self, part: Part, state: State, now: datetime, ref: str = "", note: str = "") -> bool:
        """The new state of *part*. A note that stays the same stays told; so does an outcome that stays unknown.

        False if it was skipped meanwhile, by somebody who unsubscribed: then only `sent` can still come of it.
        """
        sql = (
            "UPDATE posts SET told = told AND (note = ? OR state = 'unknown' AND ? = 'unknown'), "
            "state = ?, at = ?, ref = ?, note = ? WHERE sink = ? AND channel = ? AND week = ? AND part = ? "
            "AND (state <> 'skipped' OR ? = 'sent')"
        )
        with self.database.write() as db:
            changed = db.execute(sql, [note, state, state, _at(now), ref, note, *_place(part), state])
            return changed.rowcount > 0

    def told(self, part: Part) -> None:
        """The maintainer has heard of the part's note."""
        with self.database.write() as db:
            sql = "UPDATE posts SET told = 1 WHERE sink = ? AND channel = ? AND week = ? AND part = ?"
            db.execute(sql, _place(part))

    def untold(self) -> list[Part]:
        """Parts with a note the maintainer has not heard of."""
        return self._select("note <> '' AND told = 0", [])

    def _write(self, rows: Sequence[tuple[str | int, ...]], subscriber: bool = False) -> None:
        """The rows of one post. What was tried of it stays, whole."""
        columns = "sink, channel, week, part, state, body, note, at"
        post = rows[0][:3]
        with self.database.write() as db:
            if subscriber and not db.execute(_SUBSCRIBED, post[:2]).fetchone():
                return
            states = {row["state"] for row in db.execute(f"SELECT state FROM posts WHERE {_POST}", post)}
            if states <= set(UNTRIED):
                db.execute(f"DELETE FROM posts WHERE {_POST}", post)
                db.executemany(f"INSERT INTO posts ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _select(self, where: str, values: Sequence[str]) -> list[Part]:
        sql = f"SELECT * FROM posts WHERE {where} ORDER BY week, sink, channel, part"
        with self.database.read() as db:
            return [_part(row) for row in db.execute(sql, list(values))]


def _at(moment: datetime) -> str:
    return moment.isoformat()


def _names(destination: Destination) -> tuple[str, str]:
    return destination.sink, destination.channel


def _place(part: Part) -> tuple[str, str, str, int]:
    return *_names(part.destination), str(part.week), part.number


def _part(row: sqlite3.Row) -> Part:
    return Part(
        Destination(row["sink"], row["channel"]),
        read_period(row["week"]),
        row["part"],
        row["state"],
        row["body"],
        row["ref"],
        row["note"],
        bool(row["told"]),
        datetime.fromisoformat(row["at"]),
    )
