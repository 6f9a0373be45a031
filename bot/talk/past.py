"""How far each channel's past is read, and what of it: a page at a time, so that a kill costs one page at most.

A pass goes from its *top*, the moment it begins, back to a week before what an earlier pass has covered, or to the days
that the settings name. It stands *at* the oldest message that was read. What the tables had before a page was asked for
and the page has not was deleted while nobody listened.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.talk import DELETED
from bot.talk.keeping import Kind, Said, put, put_reactions
from retrieval.archive.database import Database

_AGAIN = 7 * 86_400.0  # seconds of what was covered that are read again


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


@dataclass(frozen=True, slots=True)
class Thread:
    """A *thread* of a *channel*, read up to the message at *after*, "" if not at all."""

    channel: str
    thread: str
    after: str


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
        again = f"{float(row['covered']) - _AGAIN:017.6f}" if row["covered"] else ""
        return Page(row["channel"], row["at"] or now, max(again, horizon))


def known(database: Database, page: Page | Thread, sure: str) -> list[str]:
    """The messages that a *page* which is asked for now must have, by their ts, unless they were deleted.

    What was said after *sure*, a ts, may not be there yet.
    """
    where = "channel = ? AND version <> ? AND ts < ? AND ts > ? AND "
    values = [page.channel, DELETED]
    if isinstance(page, Page):
        where, values = f"{where} thread = ts", [*values, min(page.latest, sure), page.oldest]
    else:
        where, values = f"{where} ts <> thread AND thread = ?", [*values, sure, page.after, page.thread]
    with database.read() as db:
        return [row[0] for row in db.execute(f"SELECT ts FROM talk_messages WHERE {where}", values)]


def turn(database: Database, page: Page, messages: Sequence[Read], reached: str, expected: Iterable[str]) -> None:
    """Write down what *page* held. *reached* is its oldest ts if there is more behind it, else "".

    Of *expected* (`known`, before it was asked for) what it should hold and does not was deleted.
    """
    replied = (
        "INSERT OR IGNORE INTO talk_threads (channel, thread) SELECT DISTINCT channel, thread FROM talk_messages "
        "WHERE channel = ? AND ts <> thread AND version <> ? AND thread > ? AND thread < ?"
    )
    with database.write() as db:
        _reconcile(db, page.channel, [ts for ts in expected if ts > reached], messages)
        for read in messages:
            _put(db, read)
            if read.replies:
                sql = "INSERT OR IGNORE INTO talk_threads (channel, thread) VALUES (?, ?)"
                db.execute(sql, [read.said.channel, read.said.ts])
        # Of a thread whose replies were all deleted nothing tells but what we have of it.
        db.execute(replied, [page.channel, DELETED, max(reached, page.oldest), page.latest])
        if reached:
            db.execute("UPDATE talk_channels SET at = ? WHERE channel = ?", [reached, page.channel])
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


def _reconcile(db: sqlite3.Connection, channel: str, expected: Iterable[str], messages: Sequence[Read]) -> None:
    """What is *expected* and is not among the *messages* that stand there was deleted."""
    there = {read.said.ts for read in messages}
    for ts in expected:
        if ts not in there:
            put(db, Said(channel, ts, "", "", (), DELETED))


def next_thread(database: Database) -> Thread | None:
    """A thread that is still to be read."""
    with database.read() as db:
        row = db.execute("SELECT channel, thread, after FROM talk_threads ORDER BY thread DESC LIMIT 1").fetchone()
    return Thread(*row) if row else None


def turn_thread(
    database: Database, page: Thread, messages: Sequence[Read], reached: str, expected: Iterable[str]
) -> None:
    """Write down a page of a thread. *reached* is its newest ts if there is more, else ""; *expected* as in `turn`.

    What names papers comes first: replies count only beside such.
    """
    place = [page.channel, page.thread]
    with database.write() as db:
        for read in sorted(messages, key=lambda read: not read.said.papers):
            _put(db, read)
        _reconcile(db, page.channel, [ts for ts in expected if not reached or ts <= reached], messages)
        if reached:
            db.execute("UPDATE talk_threads SET after = ? WHERE channel = ? AND thread = ?", [reached, *place])
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


def asked(database: Database, papers: Iterable[str], now: float, pause: float, longest: float) -> None:
    """A job was made for these papers: should it come to nothing, the next is made *pause* seconds later, twice as long
    after each, at most *longest*.
    """
    sql = (
        "INSERT INTO talk_wanted (paper, tries, next) VALUES (:paper, 1, :now + :pause) ON CONFLICT (paper) DO UPDATE "
        "SET next = :now + min(:pause * (1 << min(tries, 30)), :longest), tries = tries + 1"
    )
    given = {"now": now, "pause": pause, "longest": longest}
    with database.write() as db:
        db.executemany(sql, [{"paper": paper, **given} for paper in papers])


def failed(database: Database, papers: Iterable[str], until: float) -> None:
    """Those of *papers* that are not here could not be had, and are not asked for before *until*."""
    sql = (
        "UPDATE talk_wanted SET next = ? WHERE paper = ? "
        "AND NOT EXISTS (SELECT 1 FROM aliases WHERE name = 'arxiv:' || talk_wanted.paper)"
    )
    with database.write() as db:
        db.executemany(sql, [(until, paper) for paper in papers])
