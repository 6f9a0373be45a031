"""BM25 as FTS5 reckons it, bit by bit, for all papers that hold one word at once: row by row FTS5 takes thrice as long.

It is made of FTS5's index and of the lengths it keeps of each text. See "The bm25() function", "The fts5vocab Virtual
Table Module" and "The %_docsize Table" in SQLite's description of FTS5.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = tuple[NDArray[np.int64], NDArray[np.float64]]

# A match in the title counts this many times one in the abstract.
TITLE_WEIGHT = 2.0
_TOKENIZER = "porter unicode61 remove_diacritics 2"  # as in the archive's schema
_K1, _B, _LEAST = 1.2, 0.75, 1e-6  # FTS5's
_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many *papers* there are, and how many words each has, by row number, and on *average*."""

    papers: int
    average: float
    words: NDArray[np.int64]

    @classmethod
    def none(cls) -> Lengths:
        """Those of an archive without papers."""
        import numpy as np

        return cls(0, 0.0, np.zeros(0, np.int64))

    @classmethod
    def read(cls, db: sqlite3.Connection) -> Lengths:
        """Those of now."""
        import numpy as np

        block = db.execute("SELECT block FROM papers_fts_data WHERE id = 1").fetchone()[0]
        papers, *totals = numbers_in(bytes(block)).tolist() or [0]
        sql = "SELECT group_concat(id), group_concat(hex(sz), '') FROM papers_fts_docsize"
        rows, sizes = db.execute(sql).fetchone()
        if rows is None:
            return cls.none()
        at = np.fromstring(rows, np.int64, sep=",")
        words = np.zeros(at[-1] + 1, np.int64)
        words[at] = numbers_in(bytes.fromhex(sizes)).reshape(-1, _COLUMNS).sum(axis=1)
        return cls(papers, sum(totals) / papers, words)

    def scores(self, rows: NDArray[np.int64], often: NDArray[np.float64]) -> NDArray[np.float64]:
        """The BM25 of a word that the papers at *rows* hold so *often*."""
        rarity = max(log((self.papers - len(rows) + 0.5) / (len(rows) + 0.5)), _LEAST)
        long = 1 - _B + _B * self.words[rows] / self.average  # in FTS5's order: another rounds to another last bit
        found: NDArray[np.float64] = rarity * (often * (_K1 + 1.0) / (often + _K1 * long))
        return found


def of_stem(db: sqlite3.Connection, stem: str) -> Scores:
    """The row numbers of the papers that hold a word of this *stem*, in order, and how often each does."""
    import numpy as np

    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.places USING fts5vocab(main, papers_fts, instance)")
    sql = "SELECT group_concat(2 * doc + (col = 'title')) FROM temp.places WHERE term = ?"
    places = np.fromstring(db.execute(sql, [stem]).fetchone()[0] or "", np.int64, sep=",")
    starts = np.flatnonzero(np.diff(places >> 1, prepend=-1))
    weights = np.where(places & 1, TITLE_WEIGHT, 1.0)
    return places[starts] >> 1, np.add.reduceat(weights, starts) if len(starts) else weights


def of_phrase(db: sqlite3.Connection, words: str) -> Scores:
    """The row numbers of the papers that hold these *words* side by side, in order, and FTS5's score of each."""
    import numpy as np

    sql = f"SELECT rowid, -bm25(papers_fts, {TITLE_WEIGHT}, 1.0) FROM papers_fts WHERE papers_fts MATCH ?"
    both = np.array([tuple(row) for row in db.execute(sql, [f'"{words}"'])]).reshape(-1, 2)
    return both[:, 0].astype(np.int64), both[:, 1].copy()


def numbers_in(block: bytes) -> NDArray[np.int64]:
    """The numbers in *block*, written as SQLite writes them: seven bits a byte, the last byte of each under 128."""
    import numpy as np

    coded = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(coded < 128)
    if not len(ends):
        return np.zeros(0, np.int64)
    behind = np.repeat(ends, np.diff(ends, prepend=-1)) - np.arange(ends[-1] + 1)  # bytes to the end of the number
    parts = (coded[: ends[-1] + 1] & 127).astype(np.int64) << (7 * behind)
    found: NDArray[np.int64] = np.add.reduceat(parts, np.concatenate(([0], ends[:-1] + 1)))
    return found


class Stemmer:
    """The stems of words by FTS5's own tokenizer. Threads may share one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._db.execute(f"CREATE VIRTUAL TABLE said USING fts5 (word, tokenize = '{_TOKENIZER}')")
        self._db.execute("CREATE VIRTUAL TABLE stems USING fts5vocab (said, instance)")

    def stems(self, word: str) -> list[str]:
        """What the index holds *word* as: one stem, or the several of what it takes for several words."""
        with self._lock:
            self._db.execute("INSERT INTO said (word) VALUES (?)", [word])
            found = [row[0] for row in self._db.execute("SELECT term FROM stems ORDER BY offset")]
            self._db.execute("DELETE FROM said")
        return found
