"""The passages and their vectors, kept in the archive so that no index ever has to embed anything again.

A *generation* is everything one embedder made. One generation serves; a new embedder fills its own beside it
and takes over when nothing is pending any more.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.archive import in_window
from retrieval.archive.database import Database
from retrieval.types import Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Generation:
    """What one embedder made: *g* is its key, *embedder* the name that is stored with the vectors."""

    g: int
    embedder: str
    dimension: int
    serving: bool


class VectorStore:
    """Passages and float32 vectors by generation. *seq* numbers a passage for ever and is never used again."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._pending: tuple[tuple[int, ...], int] = ((), 0)
        self._counted: tuple[tuple[int, ...], int] = ((), 0)

    def serving(self) -> Generation | None:
        """The generation that answers now, if any embedder ever filled one."""
        return next((g for g in self.generations() if g.serving), None)

    def generations(self) -> list[Generation]:
        """All generations, oldest first."""
        with self.database.read() as db:
            rows = db.execute("SELECT g, embedder, dimension, serving FROM generations ORDER BY g").fetchall()
        return [Generation(r["g"], r["embedder"], r["dimension"], bool(r["serving"])) for r in rows]

    def open(self, embedder: str, dimension: int) -> Generation:
        """The generation of *embedder*, made if it is new; the first one serves at once."""
        with self.database.write() as db:
            db.execute(
                "INSERT OR IGNORE INTO generations (embedder, dimension, serving) "
                "VALUES (?, ?, NOT EXISTS (SELECT 1 FROM generations))",
                [embedder, dimension],
            )
        return next(g for g in self.generations() if g.embedder == embedder)

    def promote(self, generation: Generation) -> None:
        """Let *generation* serve, and drop the vectors of all others."""
        with self.database.write() as db:
            db.execute("UPDATE generations SET serving = (g = ?)", [generation.g])
            db.execute("DELETE FROM passages WHERE g != ?", [generation.g])
            db.execute("DELETE FROM generations WHERE g != ?", [generation.g])

    def pending(self, generation: Generation | None) -> int:
        """How many papers have no vectors in *generation* yet. Counted again only when papers or vectors changed."""
        g = generation.g if generation else -1
        with self.database.read() as db:
            newest = db.execute("SELECT coalesce(max(n), 0) FROM papers").fetchone()[0]
            key = (g, newest, *_marks(db, g))
            if key != self._pending[0]:
                sql = "SELECT count(*) FROM papers WHERE n NOT IN (SELECT n FROM passages WHERE g = ?)"
                self._pending = (key, int(db.execute(sql, [g]).fetchone()[0]))
        return self._pending[1]

    def next_pending(self, generation: Generation, after: int, limit: int) -> list[tuple[int, str, str]]:
        """Up to *limit* papers without vectors, with row numbers over *after*: (n, title, abstract)."""
        sql = (
            "SELECT n, title, abstract FROM papers WHERE n > ? "
            "AND NOT EXISTS (SELECT 1 FROM passages WHERE passages.n = papers.n AND g = ?) ORDER BY n LIMIT ?"
        )
        with self.database.read() as db:
            return [tuple(row) for row in db.execute(sql, [after, generation.g, limit])]

    def add(self, generation: Generation, items: Iterable[tuple[int, str, str, Sequence[str], Vectors]]) -> None:
        """Store (n, title, abstract, passages, vectors) of papers, in one transaction.

        A paper whose text changed since it was read for embedding is left pending.
        """
        with self.database.write() as db:
            for n, title, abstract, texts, vectors in items:
                same = "SELECT 1 FROM papers WHERE n = ? AND title = ? AND abstract = ?"
                if db.execute(same, [n, title, abstract]).fetchone() is None:
                    continue
                rows = [(generation.g, n, i, text, vectors[i].astype("<f4").tobytes()) for i, text in enumerate(texts)]
                db.executemany("INSERT OR IGNORE INTO passages (g, n, i, text, vector) VALUES (?, ?, ?, ?, ?)", rows)

    def damaged(self, generation: Generation) -> list[int]:
        """The row numbers of the papers with a vector of the wrong length."""
        sql = "SELECT DISTINCT n FROM passages WHERE g = ? AND length(vector) <> ?"
        with self.database.read() as db:
            return [row[0] for row in db.execute(sql, [generation.g, 4 * generation.dimension])]

    def drop_damaged(self, generation: Generation) -> None:
        """Forget the vectors of papers with a damaged one: they are pending again."""
        which = "FROM passages WHERE g = ? AND n IN (SELECT value FROM json_each(?))"
        found = [generation.g, json.dumps(self.damaged(generation))]
        with self.database.write() as db:
            db.execute(f"INSERT INTO removed_passages (seq) SELECT seq {which} ORDER BY seq", found)
            db.execute(f"DELETE {which}", found)

    def count(self, generation: Generation) -> int:
        """How many passages *generation* has. Counted again only when its vectors changed."""
        with self.database.read() as db:
            key = (generation.g, *_marks(db, generation.g))
            if key != self._counted[0]:
                found = db.execute("SELECT count(*) FROM passages WHERE g = ?", [generation.g]).fetchone()
                self._counted = (key, int(found[0]))
        return self._counted[1]

    def marks(self, generation: Generation) -> tuple[int, int]:
        """(highest seq, highest removal) of *generation*: they change whenever its vectors do, and cost nothing."""
        with self.database.read() as db:
            return _marks(db, generation.g)

    def read(self, generation: Generation, after: int = 0, limit: int = -1) -> tuple[list[int], Vectors]:
        """The seqs over *after* in order, up to *limit*, and their vectors, shape (len, dimension)."""
        # The plus keeps SQLite on the table's own order: by the index on g each batch would sort all passages.
        sql = "SELECT seq, vector FROM passages WHERE +g = ? AND seq > ? ORDER BY seq LIMIT ?"
        with self.database.read() as db:
            rows = db.execute(sql, [generation.g, after, limit]).fetchall()
        return [row[0] for row in rows], _matrix([row[1] for row in rows], generation.dimension)

    def owners(self, generation: Generation, first: int, last: int) -> dict[int, int]:
        """By seq, from *first* to *last*, the row number of the passage's paper."""
        sql = "SELECT seq, n FROM passages WHERE +g = ? AND seq BETWEEN ? AND ?"
        with self.database.read() as db:
            return {row[0]: row[1] for row in db.execute(sql, [generation.g, first, last])}

    def count_upto(self, generation: Generation, seq: int) -> int:
        """How many passages of *generation* have a seq up to *seq*."""
        with self.database.read() as db:
            sql = "SELECT count(*) FROM passages WHERE g = ? AND seq <= ?"
            return int(db.execute(sql, [generation.g, seq]).fetchone()[0])

    def sample(self, generation: Generation, upto: int, spread: int, recent: int) -> list[tuple[int, Vectors]]:
        """(seq, vector) of up to *spread* passages with seqs up to *upto*, evenly, and of the *recent* last ones."""
        # The plus again: each look-up reads a row or two, however many there are.
        own = "SELECT seq FROM passages WHERE +g = ? AND seq <= ? "
        with self.database.read() as db:
            last = [r[0] for r in db.execute(f"{own} ORDER BY seq DESC LIMIT ?", [generation.g, upto, max(recent, 1)])]
            nexts = f"{own} AND seq >= ? ORDER BY seq LIMIT 1"
            starts = [upto * step // spread for step in range(spread)]
            some = [r[0] for start in starts for r in db.execute(nexts, [generation.g, upto, start])]
            sql = "SELECT seq, vector FROM passages WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq"
            rows = db.execute(sql, [json.dumps([*some, *last])]).fetchall()
        return [(row[0], _matrix([row[1]], generation.dimension)[0]) for row in rows]

    def removed(self, after: int) -> tuple[int, list[int]]:
        """(highest removal, the seqs removed since removal *after*)."""
        with self.database.read() as db:
            rows = db.execute("SELECT k, seq FROM removed_passages WHERE k > ? ORDER BY k", [after]).fetchall()
        return (rows[-1][0] if rows else after), [row[1] for row in rows]

    def in_window(self, generation: Generation, window: Window, limit: int) -> tuple[list[int], Vectors] | None:
        """Seqs and vectors of the papers in *window*, or None when they are more than *limit* passages."""
        where, values = in_window(window)
        inside = f"FROM passages WHERE g = ? AND n IN (SELECT n FROM papers WHERE {where})"
        with self.database.read() as db:
            # Counted first: a wide window's vectors would be read, some 20 ms, only to be thrown away.
            given = [generation.g, *values]
            counted = db.execute(f"SELECT count(*) FROM (SELECT 1 {inside} LIMIT ?)", [*given, limit + 1])
            if counted.fetchone()[0] > limit:
                return None
            rows = db.execute(f"SELECT seq, vector {inside} ORDER BY seq", given).fetchall()
        return [row[0] for row in rows], _matrix([row[1] for row in rows], generation.dimension)

    def passages(self, seqs: Sequence[int]) -> dict[int, str]:
        """seq to passage text, for those that still exist."""
        sql = "SELECT seq, text FROM passages WHERE seq IN (SELECT value FROM json_each(?))"
        with self.database.read() as db:
            return {row[0]: row[1] for row in db.execute(sql, [json.dumps([int(s) for s in seqs])])}

    def papers(self, seqs: Sequence[int]) -> list[int]:
        """The row numbers of the papers of these passages, each once, in the order of *seqs*."""
        sql = "SELECT seq, n FROM passages WHERE seq IN (SELECT value FROM json_each(?))"
        with self.database.read() as db:
            of = {row[0]: row[1] for row in db.execute(sql, [json.dumps([int(s) for s in seqs])])}
        return list(dict.fromkeys(of[seq] for seq in seqs if seq in of))

    def of_papers(self, generation: Generation, numbers: Sequence[int]) -> tuple[list[int], list[int], Vectors]:
        """Of all passages of these papers: the papers' row numbers, in order, the seqs, and the vectors."""
        sql = (
            "SELECT n, seq, vector FROM passages WHERE g = ? AND n IN (SELECT value FROM json_each(?)) ORDER BY n, seq"
        )
        with self.database.read() as db:
            rows = db.execute(sql, [generation.g, json.dumps([int(n) for n in numbers])]).fetchall()
        return (
            [row[0] for row in rows],
            [row[1] for row in rows],
            _matrix([row[2] for row in rows], generation.dimension),
        )


def _marks(db: sqlite3.Connection, g: int) -> tuple[int, int]:
    # The plus keeps SQLite from sorting by the index on g: the newest rows are the serving generation's.
    high = db.execute("SELECT seq FROM passages WHERE +g = ? ORDER BY seq DESC LIMIT 1", [g]).fetchone()
    removed = db.execute("SELECT coalesce(max(k), 0) FROM removed_passages").fetchone()
    return (int(high[0]) if high else 0), int(removed[0])


def _matrix(blobs: list[bytes], dimension: int) -> Vectors:
    import numpy as np

    size = 4 * dimension
    whole = (blob if len(blob) == size else bytes(size) for blob in blobs)  # a damaged one is near nothing
    return np.frombuffer(b"".join(whole), dtype="<f4").reshape(len(blobs), dimension)
