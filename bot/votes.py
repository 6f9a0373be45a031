"""Thumbs up and down: one vote a person, a channel and a subject; the last one counts.

A vote on an answer judges the answer, and goes to the evaluation; a paper is judged by its own thumb alone.
"""

from __future__ import annotations

from datetime import datetime

from retrieval.archive.database import Database

ANSWER, PAPER = "answer:", "paper:"
"""What the subject of a vote begins with; the token of the answer or the id of the paper follows."""


def cast(database: Database, channel: str, user: str, subject: str, vote: int, at: datetime) -> None:
    """Keep *user*'s vote, +1 or -1, on *subject* in *channel*."""
    with database.write() as db:
        db.execute(
            "INSERT OR REPLACE INTO votes (channel, user, subject, vote, at) VALUES (?, ?, ?, ?, ?)",
            [channel, user, subject, vote, at.isoformat(timespec="seconds")],
        )


def take_back(database: Database, channel: str, user: str, subject: str, vote: int) -> None:
    """*user*'s vote counts no more, if it still is *vote*: a changed mind is not lost with the thumb before it."""
    with database.write() as db:
        sql = "DELETE FROM votes WHERE channel = ? AND user = ? AND subject = ? AND vote = ?"
        db.execute(sql, [channel, user, subject, vote])


def counted(database: Database, channel: str, subject: str) -> tuple[int, int]:
    """How many votes up and down *subject* has in *channel*."""
    sql = "SELECT coalesce(sum(vote > 0), 0), coalesce(sum(vote < 0), 0) FROM votes WHERE channel = ? AND subject = ?"
    with database.read() as db:
        up, down = db.execute(sql, [channel, subject]).fetchone()
    return int(up), int(down)


def paper_votes(database: Database, channel: str) -> dict[str, int]:
    """Paper id to the sum of *channel*'s votes on it, of those that have any."""
    sql = (
        "SELECT substr(subject, ?) AS id, sum(vote) AS total FROM votes "
        "WHERE channel = ? AND subject LIKE ? GROUP BY subject HAVING total <> 0 ORDER BY id"
    )
    with database.read() as db:
        return {row["id"]: row["total"] for row in db.execute(sql, [len(PAPER) + 1, channel, f"{PAPER}%"])}
