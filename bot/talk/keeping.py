"""What was said, written down. What comes twice, late or out of order comes to the same: the newest version counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.talk import DELETED
from retrieval.archive.database import Database

Kind = Literal["open", "private", "outside"]
_TABLES = ("talk_messages", "shares", "talk_reactions", "talk_threads")


@dataclass(frozen=True, slots=True)
class Said:
    """A message by *user* in a *thread* (its own *ts* if it stands alone) that names *papers*, by arXiv id.

    *version* is the ts of its last edit, "" if there was none, `DELETED` for one that is gone.
    """

    channel: str
    ts: str
    thread: str
    user: str
    papers: tuple[str, ...] = ()
    version: str = ""


def keep(database: Database, kind: Kind, said: Said) -> None:
    """Write down what was said in a channel of this *kind*, if it names papers or belongs to those that do."""
    with database.write() as db:
        _note(db, said, kind)
        put(db, said)


def _note(db: sqlite3.Connection, said: Said, kind: Kind) -> None:
    """Note a channel. One that is known is only ever closed by what is said in it, as that may have been long ago."""
    sql = (
        "INSERT INTO talk_channels (channel, kind) VALUES (?, ?) ON CONFLICT (channel) DO UPDATE SET "
        "kind = CASE WHEN excluded.kind = 'open' AND NOT (gone <> '' AND gone < ?) THEN kind ELSE excluded.kind END, "
        "gone = CASE WHEN gone < ? THEN '' ELSE gone END"  # we are there again
    )
    db.execute(sql, [said.channel, kind, said.ts, said.ts])


def close(database: Database, channel: str, kind: Kind) -> None:
    """A channel is not open, or not any more: what was shared there is told there only."""
    with database.read() as db:
        row = db.execute("SELECT kind FROM talk_channels WHERE channel = ?", [channel]).fetchone()
    if row is None or row["kind"] != kind:
        sql = "INSERT INTO talk_channels (channel, kind) VALUES (?, ?) ON CONFLICT (channel) DO UPDATE SET kind = ?"
        with database.write() as db:
            db.execute(sql, [channel, kind, kind])


def put(db: sqlite3.Connection, said: Said) -> None:
    """Write one message down, unless a newer version of it is known or we have left its channel since."""
    left = db.execute("SELECT gone FROM talk_channels WHERE channel = ?", [said.channel]).fetchone()
    if left and left["gone"] >= said.ts:
        return
    place = [said.channel, said.ts]
    known = db.execute("SELECT version, user FROM talk_messages WHERE channel = ? AND ts = ?", place).fetchone()
    if (known and known["version"] > said.version) or not (known or _matters(db, said)):
        return
    sql = "INSERT OR REPLACE INTO talk_messages (channel, ts, thread, user, version) VALUES (?, ?, ?, ?, ?)"
    # Whose a reply is does not matter: replies are only counted.
    db.execute(sql, [*place, said.thread, said.user if said.papers else "", said.version])
    db.execute("DELETE FROM shares WHERE channel = ? AND ts = ?", place)
    if said.version == DELETED:
        db.execute("DELETE FROM talk_reactions WHERE channel = ? AND ts = ?", place)
        return
    rows = [(paper, *place) for paper in said.papers]
    db.executemany("INSERT OR IGNORE INTO shares (paper, channel, ts) VALUES (?, ?, ?)", rows)
    if said.papers and said.thread != said.ts and not known:  # what was said there before is counted too
        db.execute("INSERT OR IGNORE INTO talk_threads (channel, thread) VALUES (?, ?)", [said.channel, said.thread])


def _matters(db: sqlite3.Connection, said: Said) -> bool:
    if said.papers or said.version == DELETED:
        return True
    sql = "SELECT 1 FROM shares JOIN talk_messages USING (channel, ts) WHERE channel = ? AND thread = ? LIMIT 1"
    return said.thread != said.ts and db.execute(sql, [said.channel, said.thread]).fetchone() is not None


def delete(database: Database, channel: str, ts: str) -> None:
    """A message is gone; what comes of it later is not kept either."""
    with database.write() as db:
        put(db, Said(channel, ts, "", "", (), DELETED))


def react(database: Database, channel: str, ts: str, user: str, name: str, on: bool) -> None:
    """A reaction to a message that is kept, given or taken back."""
    with database.write() as db:
        if on:
            put_reactions(db, channel, ts, [(user, name)])
        else:
            sql = "DELETE FROM talk_reactions WHERE channel = ? AND ts = ? AND user = ? AND name = ?"
            db.execute(sql, [channel, ts, user, name])


def put_reactions(db: sqlite3.Connection, channel: str, ts: str, given: Iterable[tuple[str, str]]) -> None:
    """Write down who reacted with what, if the message is kept."""
    sql = (
        "INSERT OR IGNORE INTO talk_reactions (channel, ts, user, name) SELECT channel, ts, ?, ? FROM talk_messages "
        "WHERE channel = ? AND ts = ? AND version <> ?"
    )
    db.executemany(sql, [(user, name, channel, ts, DELETED) for user, name in given])


def leave(database: Database, channel: str, at: str) -> None:
    """We are not in *channel* any more since *at* (a ts): nothing of it is kept, nor what is told of it later."""
    with database.write() as db:
        sql = (
            "INSERT INTO talk_channels (channel, kind, gone) VALUES (?, 'private', ?) ON CONFLICT (channel) "
            "DO UPDATE SET name = '', link = '', gone = max(gone, excluded.gone), "
            "top = '', at = '', covered = ''"
        )
        db.execute(sql, [channel, at])
        for table in _TABLES:
            db.execute(f"DELETE FROM {table} WHERE channel = ?", [channel])


def forget(database: Database) -> None:
    """Nothing is kept of any channel: the setting is off."""
    with database.write() as db:
        for table in (*_TABLES, "talk_channels", "talk_people", "talk_wanted"):
            db.execute(f"DELETE FROM {table}")


def is_empty(database: Database) -> bool:
    """Whether nothing at all is kept."""
    with database.read() as db:
        return db.execute("SELECT 1 FROM talk_channels LIMIT 1").fetchone() is None
