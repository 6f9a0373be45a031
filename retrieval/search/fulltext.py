"""Full-text search over titles and abstracts: SQLite FTS5 with BM25."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from retrieval.archive import in_window
from retrieval.archive.database import Database
from retrieval.text.words import terms
from retrieval.types import Window

# A match in the title counts this many times one in the abstract.
TITLE_WEIGHT = 2.0
# What BM25 costs is the papers it is worked out for, nearly a microsecond each; to find them costs a tenth of that.
# So the rarest terms, which touch this many papers (but never fewer than three terms), choose `_CHOSEN`,
_MOST_TOUCHED = 3_000
_CHOSEN = 200
# and those are scored by all terms. In a window most of the papers touched are passed over unscored.
_MOST_TOUCHED_IN_WINDOW = 20_000


class FullText:
    """BM25 over the archive's full-text table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(
        self,
        question: str,
        k: int,
        window: Window | None = None,
        frequencies: Mapping[str, int] | None = None,
        also: Sequence[int] = (),
    ) -> list[tuple[int, float]]:
        """(paper row number, BM25 score) of the *k* best papers holding any of the terms, best first.

        In a large archive only papers that hold one of the rarer terms come into question. The papers *also* are
        scored beside them if they hold any term, and do not count towards *k*. *frequencies* are those of
        `frequencies`, if at hand.
        """
        known = self.frequencies(question) if frequencies is None else frequencies
        words = [word for word in known if known[word]]
        if not words:
            return []
        rare = _affordable(known, _MOST_TOUCHED_IN_WINDOW if window else _MOST_TOUCHED)
        where, values = in_window(window)
        inside = f"SELECT n FROM papers WHERE {where}" if window else ""
        if len(rare) == len(words) and not also:
            return self._scored(words, inside, values, k)
        chosen = json.dumps([*also, *(n for n, _ in self._scored(rare, inside, values, _CHOSEN))])
        return self._scored(words, "SELECT value FROM json_each(?)", [chosen], k + len(also))

    def _scored(self, words: Sequence[str], inside: str, values: Sequence[str], k: int) -> list[tuple[int, float]]:
        """The *k* best by these words, of the row numbers that the query *inside* gives, if it is one."""
        # The plus keeps FTS5 from running the whole match once for each of those papers: 42 ms became 1.
        among = f"AND +rowid IN ({inside})" if inside else ""
        sql = (
            f"SELECT rowid, -bm25(papers_fts, {TITLE_WEIGHT}, 1.0) AS score FROM papers_fts "
            f"WHERE papers_fts MATCH ? {among} ORDER BY score DESC, rowid LIMIT ?"
        )
        match = " OR ".join(f'"{word}"' for word in words)
        with self._database.read() as db:
            return [(row[0], row[1]) for row in db.execute(sql, [match, *values, k])]

    def frequencies(self, question: str) -> dict[str, int]:
        """How many papers of the whole archive hold each of the question's `terms`."""
        sql = "SELECT count(*) FROM papers_fts WHERE papers_fts MATCH ?"
        with self._database.read() as db:
            return {word: int(db.execute(sql, [f'"{word}"']).fetchone()[0]) for word in terms(question)}


def _affordable(frequencies: Mapping[str, int], most: int) -> list[str]:
    """The rarest terms that any paper holds: as many as touch up to *most* papers, and at least three."""
    chosen: list[str] = []
    touched = 0
    for word in sorted(filter(frequencies.__getitem__, frequencies), key=lambda w: (frequencies[w], w)):
        touched += frequencies[word]
        if len(chosen) >= 3 and touched > most:
            break
        chosen.append(word)
    return chosen
