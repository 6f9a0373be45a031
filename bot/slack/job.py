"""One job, as its row in the archive holds it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """One row. *request* is what the kind needs, *reply* what is to be sent (see `bot.slack.outcome`).

    *token* names the job to Slack, in buttons and in metadata: 16 hex digits that nobody can guess or reuse. *sent*
    messages of the reply are with Slack; *sending*: the next one may be. *received* is in seconds since 1970.
    """

    job: int
    token: str
    key: str
    kind: str
    user: str
    channel: str
    thread: str
    request: dict[str, Any]
    received: float
    tries: int
    reply: dict[str, Any]
    sent: int
    sending: bool

    @property
    def private(self) -> bool:
        """Whether its answer takes the place of what only one person sees, by its response_url."""
        return self.kind == "command" or (self.kind == "offered" and bool(self.request["private"]))


def read_job(row: sqlite3.Row, tries: int | None = None) -> Job:
    """The job in a row of the table; `ValueError` for one whose JSON is damaged. *tries* if they have changed since."""
    return Job(
        row["job"],
        row["token"],
        row["key"],
        row["kind"],
        row["user"],
        row["channel"],
        row["thread"],
        json.loads(row["request"]),
        row["received"],
        row["tries"] if tries is None else tries,
        json.loads(row["reply"] or "{}"),
        row["sent"],
        bool(row["sending"]),
    )
