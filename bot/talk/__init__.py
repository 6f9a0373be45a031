"""Papers that were shared in Slack's channels: who, when, where, and how much was said of it; and who may be told.

What was shared in a private channel is told in that channel and nowhere else. A channel that another organization is
in is told of its own shares alone, and nobody else of these. Where there is no channel, in direct messages and in the
terminal, there are the shares of the workspace's open channels.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from retrieval.archive.database import Database

DELETED = "~"
"""The version of a message that is gone; it sorts behind the ts of any edit."""
_TOLD = "c.gone = '' AND (c.channel = ? OR (c.kind = 'open' AND NOT EXISTS (SELECT 1 FROM talk_channels AS here "
_TOLD += "WHERE here.channel = ? AND here.kind = 'outside')))"
_SHARES = f"""
    SELECT s.paper, s.channel, s.ts, m.thread, m.user, c.name, c.link, coalesce(p.name, '') AS who
    FROM shares AS s JOIN talk_messages AS m USING (channel, ts) JOIN talk_channels AS c USING (channel)
        LEFT JOIN talk_people AS p USING (user)
    WHERE {_TOLD} AND s.ts >= ? AND s.ts < ?
    ORDER BY s.ts DESC, s.paper
"""
_REPLIES = f"""
    SELECT channel, thread, count(*) FROM talk_messages
    WHERE ts <> thread AND version <> '{DELETED}' GROUP BY channel, thread
"""
_REACTIONS = """
    SELECT channel, thread, count(*) FROM talk_reactions JOIN talk_messages USING (channel, ts) GROUP BY channel, thread
"""
_EVER = "9999999999.999999"


@dataclass(frozen=True, slots=True)
class Share:
    """That a *paper*, by its arXiv id, was named in the message at *ts* of a *channel*, in a *thread*.

    *who* and *where* are the names of *user* and channel, "" while they are not known; *url* leads to the message.
    *replies* and *reactions* are counted over its thread.
    """

    paper: str
    channel: str
    ts: str
    thread: str
    user: str
    who: str
    where: str
    replies: int
    reactions: int
    url: str

    @property
    def at(self) -> datetime:
        """When it was said."""
        return datetime.fromtimestamp(float(self.ts), UTC)


def shares(database: Database, place: str, since: datetime | None = None, until: datetime | None = None) -> list[Share]:
    """What may be told in the channel *place* of the time from *since* to before *until*, newest first.

    *place* is "" where there is no channel.
    """
    bounds = (f"{since.timestamp():017.6f}" if since else "", f"{until.timestamp():017.6f}" if until else _EVER)
    with database.read() as db:
        rows = db.execute(_SHARES, [place, place, *bounds]).fetchall()
        replies = {(row[0], row[1]): int(row[2]) for row in db.execute(_REPLIES)}
        reactions = {(row[0], row[1]): int(row[2]) for row in db.execute(_REACTIONS)}
    return [
        Share(
            paper,
            channel,
            ts,
            thread,
            user,
            who,
            where,
            replies.get((channel, thread), 0) - (ts != thread),  # without itself
            reactions.get((channel, thread), 0),
            _address(link, channel, ts, thread),
        )
        for paper, channel, ts, thread, user, where, link, who in rows
    ]


def sharers(database: Database, place: str) -> dict[str, str]:
    """The names, by id, of those who shared what may be told in *place*; "" while one is not known."""
    sql = (
        "SELECT DISTINCT m.user, coalesce(p.name, '') FROM shares JOIN talk_messages AS m USING (channel, ts) "
        f"JOIN talk_channels AS c USING (channel) LEFT JOIN talk_people AS p USING (user) WHERE {_TOLD}"
    )
    with database.read() as db:
        return {row[0]: row[1] for row in db.execute(sql, [place, place])}


def _address(link: str, channel: str, ts: str, thread: str) -> str:
    if not link:
        return ""
    under = f"?thread_ts={thread}&cid={channel}" if thread != ts else ""
    return f"{link}{ts.replace('.', '')}{under}"
