"""Who gets what matches their own words, once a week or once a day."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.settings.weekly import Destination, is_address
from bot.weekly.period import Day, Period
from bot.weekly.week import Week
from retrieval.archive.database import Database
from retrieval.errors import UsageError
from retrieval.text.clean import clean_line

Edit = Callable[[tuple[str, ...]], Sequence[str]]
EVERY: dict[type[Period], str] = {Week: "week", Day: "day"}
_COLUMNS = "sink, channel, words, since, every"
_MOST_TOPICS, _MOST_CHARACTERS = 20, 500
# Wider than what `subscribe` takes: whoever came in under an older rule must be able to leave.
_ADDRESS = re.compile(r"[^@\s,;<>\"()]{1,64}@[A-Za-z0-9.-]{1,255}")


@dataclass(frozen=True, slots=True)
class Subscription:
    """*topics* as they were written between commas, none for all papers; *since* is when they were asked for.

    *kind* is what a post of it is about.
    """

    destination: Destination
    topics: tuple[str, ...]
    since: datetime | None
    kind: type[Period] = Week


def subscriber(address: str) -> Destination:
    """A mail address as mail, a Slack user or channel as such. Raises `UsageError` for what is none of these."""
    address = address.strip()
    if _ADDRESS.fullmatch(address):
        return Destination("mail", address.lower())
    if re.fullmatch(r"[UWCG][A-Z0-9]{2,}", address):
        return Destination("slack", address)
    raise UsageError(f"“{address}” is neither a mail address nor a Slack member id.", "Write it as you@example.org.")


def is_channel(who: Destination) -> bool:
    """Whether what *who* follows is posted in a channel, for everybody there."""
    return who.sink == "slack" and who.channel[:1] in ("C", "G")


def subscribe(
    database: Database, who: Destination, words: str, now: datetime, kind: type[Period] = Week
) -> Subscription:
    """Keep *who*'s topics, in place of earlier ones. The first post is the next one due. Raises `UsageError`."""
    topics = tuple(dict.fromkeys(filter(None, (part.strip() for part in clean_line(words).split(",")))))
    _check(who, topics)
    amend(database, who, lambda _: topics, now, kind)
    return Subscription(who, topics, now, kind)


def amend(
    database: Database, who: Destination, edit: Edit, now: datetime, kind: type[Period] | None = None
) -> Subscription | None:
    """What *edit* makes of *who*'s topics, () if there are none yet; None if it leaves none, and that is the end of it.

    One transaction: of two that come at the same time neither undoes the other. Raises `UsageError` and keeps what was.
    """
    with database.write() as db:
        old = _own(db, who)
        topics = tuple(edit(old.topics if old else ()))
        if not topics:
            _end(db, who)
            return None
        _check(who, topics)
        made = Subscription(who, topics, now, kind or (old.kind if old else Week))
        sql = (
            "INSERT INTO subscriptions (sink, channel, words, since, every) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (sink, channel) DO UPDATE SET words = excluded.words, "
            # Who changes over is not sent what was due before.
            "since = CASE WHEN every = excluded.every THEN since ELSE excluded.since END, every = excluded.every"
        )
        values = [", ".join(topics), now.isoformat(timespec="seconds"), EVERY[made.kind]]
        db.execute(sql, [who.sink, who.channel, *values])
    return made


def _check(who: Destination, topics: Sequence[str]) -> None:
    if who.sink == "mail" and not is_address(who.channel):
        raise UsageError(
            f"“{who.channel}” is not an address that can be mailed.", "Write it as you@example.org, in ASCII."
        )
    if not any(c.isalnum() for c in "".join(topics)):
        raise UsageError("There is no topic.", "Name topics, with commas between: state space models, protein design.")
    if len(topics) > _MOST_TOPICS or len(", ".join(topics)) > _MOST_CHARACTERS:
        raise UsageError("These are too many words.", f"At most {_MOST_TOPICS} topics, {_MOST_CHARACTERS} characters.")


def unsubscribe(database: Database, who: Destination) -> bool:
    """End *who*'s subscription, and what waits to be sent with it; False if there was none."""
    with database.write() as db:
        return _end(db, who)


def _end(db: sqlite3.Connection, who: Destination) -> bool:
    done = db.execute("DELETE FROM subscriptions WHERE sink = ? AND channel = ?", [who.sink, who.channel])
    if done.rowcount:
        # The unknown too: looked for and not found, it would be sent again.
        waiting = "sink = ? AND channel = ? AND state IN ('planned', 'sending', 'unknown')"
        db.execute(f"UPDATE posts SET state = 'skipped', note = '' WHERE {waiting}", [who.sink, who.channel])
    return done.rowcount > 0


def subscriptions(database: Database) -> list[Subscription]:
    """All of them, in the order of their addresses."""
    with database.read() as db:
        rows = db.execute(f"SELECT {_COLUMNS} FROM subscriptions ORDER BY sink, channel").fetchall()
    return [_read(row) for row in rows]


def subscription_of(database: Database, who: Destination) -> Subscription | None:
    """*who*'s own."""
    with database.read() as db:
        return _own(db, who)


def _own(db: sqlite3.Connection, who: Destination) -> Subscription | None:
    sql = f"SELECT {_COLUMNS} FROM subscriptions WHERE sink = ? AND channel = ?"
    row = db.execute(sql, [who.sink, who.channel]).fetchone()
    return _read(row) if row else None


def _read(row: sqlite3.Row) -> Subscription:
    return Subscription(
        Destination(row["sink"], row["channel"]),
        tuple(row["words"].split(", ")),
        datetime.fromisoformat(row["since"]),
        Day if row["every"] == EVERY[Day] else Week,
    )
