"""What somebody looks at beside a conversation with the bot: kept by thread, forgotten after thirty days."""

from __future__ import annotations

from retrieval.archive.database import Database

KEPT_DAYS = 30
_ABOUT = "SELECT about FROM agent_threads WHERE channel = ? AND thread = ?"


def keep_about(database: Database, channel: str, thread: str, about: str, now: float) -> bool:
    """Note that the channel *about* is looked at beside *thread* of *channel*; whether that is another than before.

    *thread* is "" where conversations have none of their own; *now* in seconds since 1970.
    """
    sql = (
        "INSERT INTO agent_threads (channel, thread, about, at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (channel, thread) DO UPDATE SET about = excluded.about, at = excluded.at"
    )
    with database.write() as db:
        row = db.execute(_ABOUT, [channel, thread]).fetchone()
        db.execute("DELETE FROM agent_threads WHERE at < ?", [now - KEPT_DAYS * 86_400])
        db.execute(sql, [channel, thread, about, now])
    return row is None or row["about"] != about


def about_of(database: Database, channel: str, thread: str) -> str:
    """The channel that was looked at last beside this thread, "" if none is known."""
    with database.read() as db:
        row = db.execute(_ABOUT, [channel, thread]).fetchone()
    return str(row["about"]) if row else ""
