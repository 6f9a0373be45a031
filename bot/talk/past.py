"""How far each channel's past is read, and what of it: a page at a time, so that a kill costs one page at most.

A pass goes from its *top*, the moment it begins, back to what an earlier pass has covered, or to the days that the
settings name. It stands *at* the oldest message that was read. What is missing from a page that is there in the tables
was deleted meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.talk import DELETED
from bot.talk.keeping import Kind, Said, put, put_reactions
from retrieval.archive.database import Database


@dataclass(frozen=True, slots=True)
class Place:
    """A channel we are in."""

    channel: str
    kind: Kind
    name: str
    link: str


@dataclass(frozen=True, slots=True)
class Read:
    """A message as it stands in a channel's past: who *reacted* with what, and whether there are *replies*."""

    said: Said
    reacted: tuple[tuple[str, str], ...] = ()
    replies: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What to read next of a *channel*: messages before *latest* and after *oldest*, both a ts."""

    channel: str
    latest: str
    oldest: str


def standing(database: Database, places: Sequence[Place]) -> tuple[str, ...]:
    """Note where we are, what kind of channel each is and its name; the channels known before that are not among them.

    This is Slack's word of now: it opens what was closed, and finds us in channels we had left.
    """
    sql = (
        "INSERT INTO talk_channels (channel, kind, name, link) VALUES (?, ?, ?, ?) ON CONFLICT (channel) "
        "DO UPDATE SET kind = excluded.kind, name = excluded.name, link = excluded.link, gone = ''"
    )
    with database.write() as db:
        known = [row[0] for row in db.execute("SELECT channel FROM talk_channels WHERE gone = ''")]
        db.executemany(sql, [(place.channel, place.kind, place.name, place.link) for place in places])
    here = {place.channel for place in places}
    return tuple(channel for channel in known if channel not in here)


def next_page(database: Database, now: str, since: str, horizon: str) -> Page | None:
    """What to read next; None if all channels were read, at *since* or later, back to *horizon* or an earlier pass."""
    sql = (
        "SELECT * FROM talk_channels WHERE gone = '' AND name <> '' AND (top <> '' OR covered < ?) "
        "ORDER BY top = '', channel LIMIT 1"
    )
    with database.write() as db:
        row = db.execute(sql, [since]).fetchone()
        if row is None:
            return None
        if not row["top"]:
            db.execute("UPDATE talk_channels SET top = ?, at = ? WHERE channel = ?", [now, now, row["channel"]])
        return Page(row["channel"], row["at"] or now, max(row["covered"], horizon))


def turn(database: Database, page: Page, messages: Sequence[Read], more: bool) -> None:
    """Write down what *page* held; *more* is behind it."""
    oldest = min((read.said.ts for read in messages), default="")
    with database.write() as db:
        bound = oldest if more and oldest else page.oldest
        _reconcile(db, page, bound, {read.said.ts for read in messages})
        for read in messages:
            _put(db, read)
            if read.replies:
                sql = "INSERT OR IGNORE INTO talk_threads (channel, thread) VALUES (?, ?)"
                db.execute(sql, [read.said.channel, read.said.ts])
        if more and oldest:
            db.execute("UPDATE talk_channels SET at = ? WHERE channel = ?", [oldest, page.channel])
        else:
            _finish(db, page.channel)


def skip(database: Database, channel: str) -> None:
    """Read no more of *channel* in this pass."""
    with database.write() as db:
        _finish(db, channel)


def _finish(db: sqlite3.Connection, channel: str) -> None:
    sql = "UPDATE talk_channels SET covered = top, top = '', at = '' WHERE channel = ? AND top <> ''"
    db.execute(sql, [channel])


def _put(db: sqlite3.Connection, read: Read) -> None:
    put(db, read.said)
    put_reactions(db, read.said.channel, read.said.ts, read.reacted)


def _reconcile(db: sqlite3.Connection, page: Page, bound: str, there: set[str]) -> None:
    """What is known between *bound* and the top of the page, in no thread, and is not *there*, was deleted."""
    sql = "SELECT ts FROM talk_messages WHERE channel = ? AND thread = ts AND version <> ? AND ts > ? AND ts < ?"
    known = [row[0] for row in db.execute(sql, [page.channel, DELETED, bound, page.latest])]
    for ts in known:
        if ts not in there:
            put(db, Said(page.channel, ts, "", "", (), DELETED))


def next_thread(database: Database) -> tuple[str, str, str] | None:
    """(channel, thread, the ts after which it is unread) of a thread that is still to be read."""
    with database.read() as db:
        row = db.execute("SELECT channel, thread, after FROM talk_threads ORDER BY thread DESC LIMIT 1").fetchone()
    return tuple(row) if row else None


def turn_thread(database: Database, channel: str, thread: str, messages: Sequence[Read], more: bool) -> None:
    """Write down a page of a thread. What names papers comes first: replies count only beside such."""
    place = [channel, thread]
    with database.write() as db:
        for read in sorted(messages, key=lambda read: not read.said.papers):
            _put(db, read)
        last = max((read.said.ts for read in messages), default="")
        if more and last:
            db.execute("UPDATE talk_threads SET after = ? WHERE channel = ? AND thread = ?", [last, *place])
        else:
            db.execute("DELETE FROM talk_threads WHERE channel = ? AND thread = ?", place)


def unnamed(database: Database) -> str | None:
    """Somebody who shared something and whose name is not known."""
    sql = "SELECT m.user FROM shares JOIN talk_messages AS m USING (channel, ts) LEFT JOIN talk_people USING (user) "
    with database.read() as db:
        row = db.execute(sql + "WHERE talk_people.user IS NULL AND m.user <> '' LIMIT 1").fetchone()
    return str(row[0]) if row else None


def name(database: Database, names: Mapping[str, str]) -> None:
    """Keep the *names* of people, by their ids."""
    with database.write() as db:
        db.executemany("INSERT OR REPLACE INTO talk_people (user, name) VALUES (?, ?)", list(names.items()))


def wanted(database: Database, now: float, tries: int, most: int) -> list[str]:
    """The arXiv ids of papers that were shared, are not here, are due at *now* and are with no job.

    One that a job was made for *tries* times is given up.
    """
    sql = (
        "SELECT DISTINCT s.paper FROM shares AS s LEFT JOIN talk_wanted AS w USING (paper) "
        "WHERE NOT EXISTS (SELECT 1 FROM aliases WHERE name = 'arxiv:' || s.paper) "
        "AND coalesce(w.next, 0) <= ? AND coalesce(w.tries, 0) < ? AND s.paper NOT IN (SELECT value FROM jobs, "
        "json_each(jobs.request, '$.papers') WHERE jobs.state <> 'done' AND jobs.kind = 'wanted') "
        "ORDER BY s.ts DESC LIMIT ?"
    )
    with database.read() as db:
        return [str(row[0]) for row in db.execute(sql, [now, tries, most])]


def asked(database: Database, papers: Iterable[str]) -> None:
    """A job was made for these papers."""
    sql = "INSERT INTO talk_wanted (paper, tries, next) VALUES (?, 1, 0) ON CONFLICT (paper) DO UPDATE SET "
    with database.write() as db:
        db.executemany(sql + "tries = tries + 1", [(paper,) for paper in papers])


def failed(database: Database, papers: Iterable[str], until: float) -> None:
    """Those of *papers* that are not here could not be had, and are not asked for before *until*."""
    sql = (
        "UPDATE talk_wanted SET next = ? WHERE paper = ? "
        "AND NOT EXISTS (SELECT 1 FROM aliases WHERE name = 'arxiv:' || talk_wanted.paper)"
    )
    with database.write() as db:
        db.executemany(sql, [(until, paper) for paper in papers])
