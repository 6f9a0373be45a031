"""Which papers were found to be withdrawn, and when that was noticed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.archive.database import Database
from retrieval.archive.rows import paper_in
from retrieval.types import Paper


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """The withdrawals table. Every change is on disk when the call returns."""

    database: Database

    def notice(self, today: date) -> None:
        """Write down withdrawn papers that are not there yet. What a clock ahead of *today* wrote is mended."""
        with self.database.read() as db:
            new = "SELECT 1 FROM papers WHERE withdrawn AND id NOT IN (SELECT paper FROM withdrawals)"
            ahead = "SELECT 1 FROM withdrawals WHERE noticed > ?"
            if not db.execute(f"{new} UNION ALL {ahead} LIMIT 1", [today.isoformat()]).fetchone():
                return
        with self.database.write() as db:
            db.execute("UPDATE withdrawals SET noticed = :today WHERE noticed > :today", {"today": today.isoformat()})
            sql = "INSERT OR IGNORE INTO withdrawals (paper, noticed) SELECT id, ? FROM papers WHERE withdrawn"
            db.execute(sql, [today.isoformat()])

    def since(self, day: date) -> Sequence[tuple[Paper, date]]:
        """The papers that are withdrawn and were noticed on *day* or later, each with that day."""
        sql = (
            "SELECT papers.*, noticed FROM papers JOIN withdrawals ON paper = id "
            "WHERE withdrawn AND noticed >= ? ORDER BY noticed, id"
        )
        with self.database.read() as db:
            rows = db.execute(sql, [day.isoformat()]).fetchall()
        return [(paper_in(row), date.fromisoformat(row["noticed"])) for row in rows]
