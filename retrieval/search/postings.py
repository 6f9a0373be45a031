"""What each word adds to the BM25 score of every paper that holds it: read from FTS5 once, then kept in memory.

BM25 is a sum over the words of a question, so a word's part is the score of a question of that word alone. To read a
common word of a large archive takes some ten milliseconds; kept, it costs nothing.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from retrieval.archive.database import Database
from retrieval.search.bm25 import Lengths, Stemmer, of_phrase, of_stem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = tuple[NDArray[np.int64], NDArray[np.float64]]

_MOST_KEPT = 4_000_000  # scores, of 16 bytes: 64 MB, most words of some 40,000 abstracts
_BESIDE = 25  # scores' room that a word takes beside its own: most words stand in one paper
_MOST_COUNTED = 100_000  # words


class Postings:
    """The words that were asked for, as long as no text of the archive changes. Threads may share one.

    A change between two words of one question may show in the second alone; the next question sees it whole.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._mark: tuple[bytes, ...] = ()
        self._counts: dict[str, int] = {}
        self._scores: dict[str, Scores] = {}  # the one that was used longest ago stands first
        self._lengths: tuple[tuple[bytes, ...], Lengths] = ((), Lengths.none())
        self._stemmer = Stemmer()
        self.held = 0  # room that is taken, in scores

    def count(self, word: str) -> int:
        """How many papers hold *word*."""
        mark = self._fresh()
        with self._lock:
            known = self._counts.get(word)
        if known is not None:
            return known
        with self._database.read() as db:
            sql = "SELECT count(*) FROM papers_fts WHERE papers_fts MATCH ?"
            counted = int(db.execute(sql, [_phrase(word)]).fetchone()[0])
        with self._lock:
            if mark == self._mark:
                if len(self._counts) >= _MOST_COUNTED:
                    self._counts.clear()
                self._counts[word] = counted
        return counted

    def scores(self, word: str) -> Scores:
        """The row numbers of the papers that hold *word*, in order, and what it adds to the score of each."""
        mark = self._fresh()
        with self._lock:
            found = self._scores.pop(word, None)
            if found is not None:
                self._scores[word] = found
        return found if found is not None else self._keep(mark, word, self._read(mark, word))

    def _keep(self, mark: tuple[bytes, ...], word: str, read: Scores) -> Scores:
        with self._lock:
            if mark == self._mark and word not in self._scores:
                self._scores[word] = read
                self.held += _size(read)
                while self.held > _MOST_KEPT:
                    self.held -= _size(self._scores.pop(next(iter(self._scores))))
        return read

    def _read(self, mark: tuple[bytes, ...], word: str) -> Scores:
        stems, (at, lengths) = self._stemmer.stems(word), self._lengths
        with self._database.read() as db:
            if len(stems) != 1:
                return of_phrase(db, word)
            rows, often = of_stem(db, stems[0])
            if at != mark or (len(rows) and rows[-1] >= len(lengths.words)):  # a paper may come in this moment
                lengths = Lengths.read(db)
                self._lengths = mark, lengths
        return rows, lengths.scores(rows, often)

    def _fresh(self) -> tuple[bytes, ...]:
        """Forget all if a text was added, changed or removed, by any process: FTS5's averages or structure say so.

        Both are rows of its own table, see "The %_data Table" in SQLite's description of FTS5.
        """
        with self._database.read() as db:
            rows = db.execute("SELECT block FROM papers_fts_data WHERE id IN (1, 10) ORDER BY id").fetchall()
        mark = tuple(bytes(row[0]) for row in rows)
        with self._lock:
            if mark != self._mark:
                self._mark, self._counts, self._scores, self.held = mark, {}, {}, 0
        return mark


def _size(scores: Scores) -> int:
    return len(scores[0]) + _BESIDE


def _phrase(word: str) -> str:
    return f'"{word}"'
