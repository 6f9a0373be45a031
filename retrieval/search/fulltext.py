"""Full-text search over titles and abstracts: SQLite FTS5 with BM25."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from retrieval.archive import in_window
from retrieval.archive.database import Database
from retrieval.search.postings import Postings
from retrieval.text.words import terms
from retrieval.types import Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHEAP = 3_000  # papers that are scored in some milliseconds


class FullText:
    """BM25 over the archive's full-text table: every paper that holds any word of a question is scored."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._postings = Postings(database)

    def search(
        self,
        question: str,
        k: int,
        window: Window | None = None,
        frequencies: Mapping[str, int] | None = None,
        also: Sequence[int] = (),
    ) -> list[tuple[int, float]]:
        """(paper row number, BM25 score) of the *k* best papers holding any of the terms, best first.

        The papers *also* are scored beside them if they hold any term, and do not count towards *k*. *frequencies*
        are those of `frequencies`, if at hand.
        """
        known = self.frequencies(question) if frequencies is None else frequencies
        words = [word for word in known if known[word]]
        if not words:
            return []
        scores = self._scored(self._telling(words, known), window)
        if not scores.any():
            scores = self._scored(words, window)
        best = _best(scores, k)
        best += [n for n in set(also).difference(best) if n < len(scores) and scores[n]]
        return sorted(((n, float(scores[n])) for n in best), key=lambda each: (-each[1], each[0]))

    def frequencies(self, question: str) -> dict[str, int]:
        """How many papers of the whole archive hold each of the question's `terms`."""
        return {word: self._postings.count(word) for word in terms(question)}

    def _telling(self, words: Sequence[str], frequencies: Mapping[str, int]) -> Sequence[str]:
        """Without the words that most papers of a large archive hold: they add a millionth, and take longest."""
        with self._database.read() as db:
            papers = db.execute("SELECT coalesce(max(n), 0) FROM papers").fetchone()[0]
        return [word for word in words if frequencies[word] < max(papers / 2, _CHEAP)]

    def _scored(self, words: Sequence[str], window: Window | None) -> NDArray[np.float64]:
        """By row number the score of each paper in *window*; 0 for those without any of the words."""
        import numpy as np

        parts = [self._postings.scores(word) for word in words]
        scores = np.zeros(1 + max((int(rows[-1]) for rows, _ in parts if len(rows)), default=0))
        for rows, added in parts:
            scores[rows] += added
        if window is not None:
            scores *= self._inside(window, len(scores))
        return scores

    def _inside(self, window: Window, size: int) -> NDArray[np.bool_]:
        """Which of the row numbers below *size* are in *window*."""
        import numpy as np

        where, values = in_window(window)
        with self._database.read() as db:
            rows = db.execute(f"SELECT n FROM papers WHERE {where} AND n < ?", [*values, size]).fetchall()
        inside = np.zeros(size, bool)
        inside[[row[0] for row in rows]] = True
        return inside


def _best(scores: NDArray[np.float64], k: int) -> list[int]:
    """The row numbers of the *k* best scores over 0; of equal ones the earlier."""
    import numpy as np

    found = np.flatnonzero(scores)
    if len(found) > k:
        least = np.partition(scores[found], len(found) - k)[len(found) - k]
        found = found[scores[found] >= least]
    best: list[int] = found[np.lexsort((found, -scores[found]))][:k].tolist()
    return best
