"""Papers for a question: full-text and dense scores, blended, the best held against the question word by word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from retrieval.archive import Archive
from retrieval.archive.vectors import Generation, VectorStore
from retrieval.embed import Embedder
from retrieval.errors import EmbedderError
from retrieval.index import ExactIndex, Index
from retrieval.search.dense import DEPTH, Dense, InArchive, InMemory
from retrieval.search.fulltext import FullText
from retrieval.search.fusion import blend, weights_for
from retrieval.search.match import Match, Matcher
from retrieval.search.subject import topic
from retrieval.types import DateKind, Hit, Paper, Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

Mode = Literal["hybrid", "dense", "lexical"]
MODES: tuple[Mode, ...] = get_args(Mode)

# So many of the best papers are read and put in order by their words as well, however few are shown.
READ = 30
# Whether a question can be answered is told from this many of the best papers.
POOL = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the best papers, the cosine of its passage nearest to the question (None without a vector), its words."""

    paper: Paper
    cosine: float | None
    match: Match


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
    """Hybrid search over one archive.

    *embedder* is that of the serving generation, None if it has none or if it is not here: *without* tells why.
    """

    def __init__(self, archive: Archive, index: Index, embedder: Embedder | None, without: str = "") -> None:
        self._archive = archive
        self._fulltext = FullText(archive.database)
        self._vectors = VectorStore(archive.database)
        self.index = index
        self._exact = ExactIndex(self._vectors)  # for when the index cannot answer; empty until then
        self.embedder = embedder
        self.without = without

    def search(self, question: str, k: int = 8, window: Window | None = None, mode: Mode = "hybrid") -> Found:
        """The *k* best papers in *window*. Without vectors, or an embedder, by full text alone, and says so.

        The *mode* is for measuring: by words alone, or by vectors alone.
        """
        searched = self._archive.count(window)
        if not searched:
            return Found((), 0, 0)
        # One after the other: on two cores, side by side gained a tenth, and the embedder's threads lost as much.
        query, generation, notes = (None, None, ()) if mode == "lexical" else self._query(question)
        vectors = None if query is None or generation is None else self._dense(generation)
        dense = [] if query is None or vectors is None else vectors.papers(query, window)
        frequencies = self._fulltext.frequencies(question)
        bm25 = {} if mode == "dense" else dict(self._fulltext.search(question, DEPTH, window, frequencies, dense))
        near = {} if query is None or vectors is None else vectors.near(query, sorted({*bm25, *dense}))
        weights = weights_for(question)
        scores = blend(sorted({*bm25, *dense}), bm25, {n: each.score for n, each in near.items()}, weights.lexical)
        best = sorted(scores, key=lambda n: -scores[n])[: max(k, READ)]
        papers = self._archive.get(best)
        best = [n for n in best if n in papers]  # a paper may have been merged away meanwhile
        matcher = Matcher(question, frequencies, searched)
        matches = {n: matcher.match(papers[n].title, papers[n].abstract) for n in best[:READ]}
        if mode != "dense":
            scores |= {n: scores[n] + weights.words * match.words for n, match in matches.items()}
            best.sort(key=lambda n: -scores[n])
        ranks = {"full-text": _places(bm25), "dense": _places(dense)}
        passages = self._passages({n: near[n].seq for n in best[:k] if n in near})
        return Found(
            tuple(_hit(n, papers[n], passages, scores[n], ranks) for n in best[:k]),
            searched,
            self._vectors.pending(generation),
            notes,
            tuple(Candidate(papers[n], near[n].cosine if n in near else None, matches[n]) for n in best[:POOL]),
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
        if generation is None:
            return None, None, ()
        if self.embedder is None:
            return None, generation, (f"Searched by words only: {self.without}",) if self.without else ()
        try:
            return self.embedder.embed([topic(question)])[0], generation, ()
        except EmbedderError as error:
            return None, generation, (f"Searched by words only: {error.message}",)

    def _dense(self, generation: Generation) -> Dense:
        """The vectors: out of memory where they are there, else from the index and the archive."""
        if type(self.index) is ExactIndex:  # another may build on it, and searches in its own way
            return InMemory(self.index.fresh(generation), self._archive)
        return InArchive(self._archive, self._vectors, self.index, self._exact, generation)

    def _passages(self, seqs: Mapping[int, int]) -> dict[int, str]:
        """By paper, the text of its passage."""
        texts = self._vectors.passages(list(seqs.values()))
        return {n: texts[seq] for n, seq in seqs.items() if seq in texts}


def _places(ranked: Iterable[int]) -> dict[int, int]:
    return {n: place for place, n in enumerate(ranked, start=1)}


def _hit(
    n: int, paper: Paper, passages: Mapping[int, str], score: float, ranks: Mapping[str, Mapping[int, int]]
) -> Hit:
    places = {name: each[n] for name, each in ranks.items() if n in each}
    return Hit(paper, passages.get(n, paper.abstract), score, places)
