"""What Slack has asked, in the archive: written before it is acknowledged, worked off fairly, never twice.

A job goes queued → working → ready → done. Each step is one transaction, so that a process can be killed anywhere:
what was working is queued again, what was ready is delivered, and a delivery that was under way is known to be so.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from bot.slack.job import Job, read_job
from retrieval.archive.database import Database
from retrieval.errors import ArchiveError

Offer = Literal["taken", "known", "full"]

log = logging.getLogger("broadsheet.slack.jobs")

MOST_TRIES = 3
"""How often a job may begin. One that was never finished in so many starts is what kills the process."""
KEPT_DAYS = 30
"""How long done jobs are kept: for duplicates, and so that “Show quotes” and “Share” find their answer."""
_FIRST_GUESS = 10.0  # seconds a job takes, before any was measured


class Jobs:
    """The table of jobs. *quick* kinds need no model and have a queue of their own; *most* others may wait.

    *now* gives seconds since 1970. `arrived` is notified when there is something to claim or to deliver.
    """

    def __init__(self, database: Database, now: Callable[[], float], quick: Collection[str], most: int) -> None:
        self._database = database
        self._now = now
        self._quick = tuple(quick)
        self._most = most
        # SQLite's own waiting is a sleep that doubles; threads of one process queue up here instead.
        self._writing = threading.Lock()
        self.arrived = threading.Condition()
        self.fault = ""
        """Why the last job or reply could not be written down; "" if it could."""

    def offer(
        self,
        key: str,
        kind: str,
        request: dict[str, Any],
        *,
        user: str,
        channel: str,
        thread: str = "",
        again: bool = False,
    ) -> Offer:
        """Write a job down: it is on disk when this returns. "known": it already was, "full": too many wait.

        Whoever has nothing waiting is let in all the same. A job that found the queue full is kept as done, so that
        its repetition is not answered either; unless its sender may come *again* under the same key.
        """
        with self._noted() as db:
            full = kind not in self._quick and self._waiting(db) >= self._most and self._waiting(db, user) > 0
            if full and again:
                return "full"
            values = [key, kind, user, channel, thread, json.dumps(request), self._now(), "done" if full else "queued"]
            cursor = db.execute(
                "INSERT INTO jobs (key, kind, user, channel, thread, request, received, state) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
                values,
            )
            new = cursor.rowcount > 0
        if not new:
            return "known"
        if full:
            return "full"
        self._notify()
        return "taken"

    def claim(self, quick: bool) -> Job | None:
        """The next job to work on: of the person who was served the longest ago."""
        marks = ", ".join("?" * len(self._quick))
        sql = (
            "SELECT * FROM jobs AS j WHERE state = 'queued' AND kind " + ("" if quick else "NOT ") + f"IN ({marks}) "
            "ORDER BY (SELECT coalesce(max(started), 0) FROM jobs WHERE user = j.user AND started > ?), "
            "job LIMIT 1"
        )
        with self._writing, self._database.write() as db:
            row = db.execute(sql, [*self._quick, self._now() - 3600]).fetchone()
            if row is None:
                return None
            try:
                job = read_job(row, tries=row["tries"] + 1)
            except ValueError:
                # A damaged row can never be worked on, and must not stand in the way of the others.
                log.error("job %d cannot be read and is dropped", row["job"])
                db.execute("UPDATE jobs SET state = 'done' WHERE job = ?", [row["job"]])
                return None
            sql = "UPDATE jobs SET state = 'working', started = ?, tries = tries + 1 WHERE job = ?"
            db.execute(sql, [self._now(), job.job])
        return job

    def reply(self, job: int, reply: dict[str, Any], lane: str) -> bool:
        """Write down what is to be sent; False if somebody else already has. A *lane* keeps its order and its pace."""
        sql = "UPDATE jobs SET state = 'ready', reply = ?, lane = ?, ended = ? WHERE job = ? AND state = 'working'"
        with self._noted() as db:
            won = db.execute(sql, [json.dumps(reply), lane, self._now(), job]).rowcount > 0
        self._notify()
        return won

    def put_back(self, job: int) -> None:
        """What was claimed could not even be begun: it waits again, as if it had not been."""
        self._set("UPDATE jobs SET state = 'queued', tries = tries - 1 WHERE job = ? AND state = 'working'", [job])

    def ready(self) -> list[tuple[int, str]]:
        """(job, lane) of every reply that waits to be delivered: those begun first, then the oldest."""
        sql = "SELECT job, lane FROM jobs WHERE state = 'ready' ORDER BY (sent = 0 AND sending = 0), job"
        with self._database.read() as db:
            return [tuple(row) for row in db.execute(sql)]

    def reroute(self, job: int, reply: dict[str, Any], lane: str) -> None:
        """Send *reply* instead, from its first message on, in another lane."""
        self._set(
            "UPDATE jobs SET reply = ?, lane = ?, sent = 0, sending = 0 WHERE job = ?", [json.dumps(reply), lane, job]
        )

    def begin(self, job: int) -> None:
        """The next message is about to be sent."""
        self._set("UPDATE jobs SET sending = 1 WHERE job = ?", [job])

    def sent(self, job: int, count: int, last: bool) -> None:
        """*count* messages are with Slack; with the *last* the job is done."""
        sql = "UPDATE jobs SET sending = 0, sent = ?, state = CASE WHEN ? THEN 'done' ELSE state END WHERE job = ?"
        self._set(sql, [count, last, job])

    def not_sent(self, job: int) -> None:
        """Slack has certainly not taken the message that was begun."""
        self._set("UPDATE jobs SET sending = 0 WHERE job = ?", [job])

    def finish(self, job: int) -> None:
        """Nothing more is to be done."""
        self._set("UPDATE jobs SET state = 'done', ended = coalesce(ended, ?) WHERE job = ?", [self._now(), job])

    def release(self, job: int) -> None:
        """Nothing more is to be done, and what it was for may be asked for again under the same key."""
        sql = "UPDATE jobs SET state = 'done', key = key || ':' || token, ended = coalesce(ended, ?) WHERE job = ?"
        self._set(sql, [self._now(), job])

    def get(self, job: int) -> Job | None:
        """A job by its number, while it is kept."""
        with self._database.read() as db:
            row = db.execute("SELECT * FROM jobs WHERE job = ?", [job]).fetchone()
        return read_job(row) if row else None

    def asker(self, job: int) -> str:
        """Who a job is for, even if the rest of its row cannot be read; "" for nobody."""
        with self._database.read() as db:
            row = db.execute("SELECT user FROM jobs WHERE job = ?", [job]).fetchone()
        return str(row["user"]) if row else ""

    def named(self, token: str) -> Job | None:
        """A job by its token, while it is kept."""
        with self._database.read() as db:
            row = db.execute("SELECT * FROM jobs WHERE token = ?", [token]).fetchone()
        return read_job(row) if row else None

    def known(self, key: str) -> bool:
        """Whether a job was offered under this key, while it is kept."""
        with self._database.read() as db:
            return db.execute("SELECT 1 FROM jobs WHERE key = ?", [key]).fetchone() is not None

    def took_part(self, channel: str, thread: str) -> bool:
        """Whether the bot was asked something in this thread."""
        with self._database.read() as db:
            sql = "SELECT 1 FROM jobs WHERE channel = ? AND thread = ? LIMIT 1"
            return db.execute(sql, [channel, thread]).fetchone() is not None

    def recover(self) -> None:
        """After a start: what a killed process was working on is queued again; what is old is forgotten."""
        with self._writing, self._database.write() as db:
            db.execute("UPDATE jobs SET state = 'queued' WHERE state = 'working'")
            db.execute("DELETE FROM jobs WHERE state = 'done' AND received < ?", [self._now() - KEPT_DAYS * 86_400])
        self._notify()

    def waiting(self) -> int:
        """How many jobs that need a worker wait."""
        with self._database.read() as db:
            return self._waiting(db)

    def typical_seconds(self) -> float:
        """How long the last twenty jobs took to be answered, on average."""
        sql = (
            "SELECT avg(ended - started) FROM (SELECT started, ended FROM jobs WHERE state = 'done' "
            "AND ended > started ORDER BY job DESC LIMIT 20)"
        )
        with self._database.read() as db:
            return float(db.execute(sql).fetchone()[0] or _FIRST_GUESS)

    def outcomes(self, start: float, end: float) -> tuple[int, int, int]:
        """(asked, answered, refused) of what came in [start, end), in seconds since 1970: as far as it was for us."""
        sql = (
            "SELECT count(*), count(refused), coalesce(sum(refused), 0) FROM (SELECT state, "
            "iif(json_valid(reply), coalesce(json_extract(reply, '$.refused'), 0), NULL) AS refused FROM jobs "
            "WHERE kind IN ('command', 'said', 'submission') AND received >= ? AND received < ?) "
            "WHERE refused IS NOT NULL OR state <> 'done'"
        )
        with self._database.read() as db:
            asked, replied, refused = db.execute(sql, [start, end]).fetchone()
        return int(asked), int(replied) - int(refused), int(refused)

    def last_finished(self) -> float | None:
        """When the last reply was ready, in seconds since 1970."""
        with self._database.read() as db:
            found = db.execute("SELECT max(ended) FROM jobs").fetchone()[0]
        return None if found is None else float(found)

    def oldest_waiting(self) -> float | None:
        """When the job that waits the longest for its answer came, in seconds since 1970; None if none waits."""
        with self._database.read() as db:
            found = db.execute("SELECT min(received) FROM jobs WHERE state IN ('queued', 'working')").fetchone()[0]
        return None if found is None else float(found)

    def in_hand(self) -> int:
        """How many jobs are being worked on or delivered."""
        with self._database.read() as db:
            return int(db.execute("SELECT count(*) FROM jobs WHERE state IN ('working', 'ready')").fetchone()[0])

    def unfinished(self) -> int:
        """How many jobs are not done."""
        with self._database.read() as db:
            return int(db.execute("SELECT count(*) FROM jobs WHERE state <> 'done'").fetchone()[0])

    def _waiting(self, db: sqlite3.Connection, user: str | None = None) -> int:
        marks = ", ".join("?" * len(self._quick))
        sql = f"SELECT count(*) FROM jobs WHERE state = 'queued' AND kind NOT IN ({marks})"
        sql += " AND user = ?" if user is not None else ""
        return int(db.execute(sql, [*self._quick, *([user] if user is not None else [])]).fetchone()[0])

    def _set(self, sql: str, values: list[Any]) -> None:
        with self._writing, self._database.write() as db:
            db.execute(sql, values)

    @contextmanager
    def _noted(self) -> Iterator[sqlite3.Connection]:
        """A transaction whose failure is remembered until one succeeds."""
        try:
            with self._writing, self._database.write() as db:
                yield db
        except ArchiveError as error:
            self.fault = error.told
            raise
        self.fault = ""

    def _notify(self) -> None:
        with self.arrived:
            self.arrived.notify_all()
