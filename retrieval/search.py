"""Papers for a question: full-text and dense ranks, fused, inside a date window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from retrieval.archive import Archive
from retrieval.embed import Embedder
from retrieval.errors import EmbedderError, VectorIndexError
from retrieval.fulltext import FullText
from retrieval.index import ExactIndex, Index, nearest
from retrieval.types import DateKind, Hit, Paper, Window
from retrieval.vectors import Generation, VectorStore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

# Reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009, whose k this is.
RRF_K = 60
DEPTH = 100
# Whether a question can be answered is told from this many of the best papers, however few are shown.
POOL = 20
# Up to this many passages a window is searched exactly; a wider one is cut from an over-fetched list.
NARROW = 4_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the best papers, with the cosine of its passage nearest to the question; None without a vector."""

    paper: Paper
    cosine: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """*hits* best first; *searched* papers were in reach; *pending* of all papers have no vectors yet.

    *candidates* are the best `POOL` papers, the hits among them; *frequencies* tells how many papers of the
    archive hold each term of the question; *embedder* made the cosines, None when words alone were searched.
    """

    hits: tuple[Hit, ...]
    searched: int
    pending: int
    notes: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    frequencies: Mapping[str, int] = field(default_factory=dict)
    embedder: str | None = None


class Searcher:
    """Hybrid search over one archive. *embedder* is that of the serving generation, None if it has none."""

    def __init__(self, archive: Archive, index: Index, embedder: Embedder | None) -> None:
        self._archive = archive
        self._fulltext = FullText(archive.database)
        self._vectors = VectorStore(archive.database)
        self._index = index
        self.embedder = embedder

    def search(self, question: str, k: int = 8, window: Window | None = None) -> Found:
        """The *k* best papers in *window*. Without vectors, or an embedder, by full text alone, and says so."""
        searched = self._archive.count(window)
        if not searched:
            return Found((), 0, 0)
        # One after the other: on two cores, side by side gained a tenth, and the embedder's threads lost as much.
        query, generation, notes = self._query(question)
        dense = [] if query is None or generation is None else self._dense(query, generation, window)
        frequencies = self._fulltext.frequencies(question)
        lexical = [n for n, _ in self._fulltext.search(question, DEPTH, window, frequencies)]
        lists = {"full-text": lexical, "dense": dense}
        scores = fuse(lists.values())
        pool = sorted(scores, key=lambda n: (-scores[n], n))[: max(k, POOL)]
        papers = self._archive.get(pool)
        pool = [n for n in pool if n in papers]  # a paper may have been merged away meanwhile
        passages = self._best_passages(pool, query, generation)
        hits = [
            Hit(
                papers[n],
                passages[n][1] if n in passages else papers[n].abstract,
                scores[n],
                {name: ranked.index(n) + 1 for name, ranked in lists.items() if n in ranked},
            )
            for n in pool[:k]
        ]
        return Found(
            tuple(hits),
            searched,
            self._vectors.pending(generation),
            notes,
            tuple(Candidate(papers[n], passages[n][0] if n in passages else None) for n in pool[:POOL]),
            frequencies,
            self.embedder.name if self.embedder and query is not None else None,
        )

    def newest(self, about: DateKind) -> date | None:
        """The latest day of any paper."""
        papers = self._archive.list(Window(None, None, about), limit=1) or self._archive.list(limit=1)
        return papers[0].day("listed") if papers else None

    def _query(self, question: str) -> tuple[Vectors | None, Generation | None, tuple[str, ...]]:
        """The question's vector, if there is one, the generation that serves, and what the reader must know."""
        generation = self._vectors.serving()
        if generation is None or self.embedder is None:
            return None, generation, ()
        try:
            return self.embedder.embed([question])[0], generation, ()
        except EmbedderError as error:
            return None, generation, (f"Searched by words only: {error.message}",)

    def _dense(self, query: Vectors, generation: Generation, window: Window | None) -> list[int]:
        """Up to `DEPTH` papers by their best passage, best first."""
        found = self._within(query, generation, window) if window else self._nearest(query, generation, DEPTH)
        passages = self._vectors.passages([seq for seq, _ in found])
        allowed = self._archive.numbers([n for n, _ in passages.values()], window) if window else None
        ranked = dict.fromkeys(passages[seq][0] for seq, _ in found if seq in passages)
        return [n for n in ranked if allowed is None or n in allowed][:DEPTH]

    def _within(self, query: Vectors, generation: Generation, window: Window) -> list[tuple[int, float]]:
        narrow = self._vectors.in_window(generation, window, NARROW)
        if narrow is not None:
            return nearest(query, *narrow, k=2 * DEPTH)
        share = max(1, self._archive.count() // max(1, self._archive.count(window)))
        return self._nearest(query, generation, min(DEPTH * (share + 1), 2_000))

    def _nearest(self, query: Vectors, generation: Generation, k: int) -> list[tuple[int, float]]:
        """From the index, or, when that cannot answer, exactly from the archive. Two passages a paper: 2 k."""
        try:
            self._index.sync(generation)
            return self._index.search(query, 2 * k)
        except VectorIndexError:
            exact = ExactIndex(self._vectors)
            exact.sync(generation)
            return exact.search(query, 2 * k)

    def _best_passages(
        self, numbers: Sequence[int], query: Vectors | None, generation: Generation | None
    ) -> dict[int, tuple[float, str]]:
        """Of each paper that has vectors, the cosine and the text of the passage nearest to the question."""
        if query is None or generation is None or not numbers:
            return {}
        best: dict[int, tuple[float, str]] = {}
        for n, text, vector in self._vectors.of_papers(generation, numbers):
            best[n] = max(best.get(n, (-2.0, "")), (float(vector @ query), text))
        return best


def fuse(lists: Iterable[Sequence[int]]) -> dict[int, float]:
    """Reciprocal rank fusion: the sum over the lists of 1 / (`RRF_K` + rank), rank from 1."""
    scores: dict[int, float] = {}
    for ranked in lists:
        for rank, n in enumerate(ranked, start=1):
            scores[n] = scores.get(n, 0.0) + 1 / (RRF_K + rank)
    return scores
