"""What is shown of an answer before it is whole, in the archive: written before it is shown, for whoever goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.types import Citation, Claim
from retrieval.archive.database import Database
from retrieval.types import Paper


@dataclass(frozen=True, slots=True)
class Streamed:
    """One answer that is shown claim by claim. *ts* is its message, "" while nobody knows.

    *blocks* are what Slack has certainly taken of it; None where that is not certain, as after a kill.
    """

    ts: str
    claims: list[dict[str, Any]]
    blocks: list[dict[str, Any]] | None


class Streams:
    """The table of them, by job."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, job: int, claims: Sequence[Claim]) -> None:
        """These are about to be shown."""
        told = json.dumps([_written(claim) for claim in claims])
        sql = "INSERT INTO streams (job, claims) VALUES (?, ?) ON CONFLICT (job) DO UPDATE SET claims = excluded.claims"
        with self._database.write() as db:
            db.execute(sql, [job, told])

    def at(self, job: int, ts: str) -> None:
        """Its message is the one at *ts*."""
        with self._database.write() as db:
            db.execute("UPDATE streams SET ts = ? WHERE job = ?", [ts, job])

    def settle(self, job: int, blocks: Sequence[dict[str, Any]]) -> None:
        """Slack has taken these blocks and no others."""
        with self._database.write() as db:
            db.execute("UPDATE streams SET blocks = ? WHERE job = ?", [json.dumps(list(blocks)), job])

    def end(self, job: int) -> None:
        """The answer is whole, or was never begun."""
        with self._database.write() as db:
            db.execute("DELETE FROM streams WHERE job = ?", [job])

    def of(self, job: int) -> Streamed | None:
        """What is known of an answer that is shown already."""
        with self._database.read() as db:
            row = db.execute("SELECT ts, claims, blocks FROM streams WHERE job = ?", [job]).fetchone()
        if row is None:
            return None
        return Streamed(row["ts"], json.loads(row["claims"]), json.loads(row["blocks"] or "null"))


def claims_of(streamed: Streamed | None, find: Callable[[str], Paper]) -> tuple[Claim, ...]:
    """The claims again; *find* gives a paper by its id, and raises `UsageError` for one that is gone."""
    return tuple(
        Claim(kept["text"], tuple(Citation(n, find(paper), quote) for n, paper, quote in kept["citations"]))
        for kept in (streamed.claims if streamed else ())
    )


def _written(claim: Claim) -> dict[str, Any]:
    return {"text": claim.text, "citations": [[c.n, c.paper.id, c.quote] for c in claim.citations]}
