"""Exact search over the archive's own vectors: what it reads again, and what it does not."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from conftest import paper

from retrieval.archive import Archive
from retrieval.archive.vectors import Generation, VectorStore
from retrieval.embed import HashingEmbedder
from retrieval.errors import VectorIndexError
from retrieval.index import ExactIndex
from retrieval.ingest import embed_pending
from retrieval.search import Searcher

if TYPE_CHECKING:
    from retrieval.embed import Vectors


class Counting(VectorStore):
    """A store that counts the vectors read from it."""

    vectors_read = 0

    def read(self, generation: Generation, after: int = 0, limit: int = -1) -> tuple[list[int], Vectors]:
        seqs, vectors = super().read(generation, after, limit)
        self.vectors_read += len(seqs)
        return seqs, vectors


class Owned:
    """An index that is another process's."""

    name = "owned"

    def sync(self, generation: Generation) -> None:
        raise VectorIndexError("Another process owns the index.")


def add(archive: Archive, title: str) -> Generation:
    archive.put([paper(title, f"{title} is told in one sentence.")])
    return embed_pending(VectorStore(archive.database), HashingEmbedder())


def test_new_papers_are_read_and_the_old_ones_are_not_read_again(stocked: Archive) -> None:
    """A large archive answers as fast after each ingest as before it."""
    store = Counting(stocked.database)
    index = ExactIndex(store)
    generation = add(stocked, "Lanterns")
    index.sync(generation)
    index.sync(add(stocked, "Keels"))
    assert store.vectors_read == store.count(generation) == 5
    last, vectors = store.read(generation, after=store.marks(generation)[0] - 1)
    assert index.search(vectors[0], 1)[0][0] == last[0]


def test_rewritten_papers_are_found_by_their_new_text_alone(stocked: Archive) -> None:
    """A paper whose abstract was corrected is not found by the old one."""
    store = VectorStore(stocked.database)
    index = ExactIndex(store)
    index.sync(add(stocked, "Lanterns"))
    stocked.put([paper("Lanterns", "Quite another and much longer abstract, as a second source knows it to be.")])
    generation = embed_pending(store, HashingEmbedder())
    index.sync(generation)
    seqs, vectors = store.read(generation)
    assert sorted(seq for seq, _ in index.search(vectors[0], 100)) == seqs


def test_a_search_without_the_index_reads_the_vectors_once(stocked: Archive) -> None:
    """While another process owns the index, my second question does not wait for all vectors to be read again."""
    searcher = Searcher(stocked, Owned(), HashingEmbedder())  # type: ignore[arg-type]
    first = searcher.search("gyroscope needles")
    store = searcher._exact.held
    assert searcher.search("gyroscope needles").hits == first.hits
    assert first.hits
    assert searcher._exact.held is store


def test_a_sample_is_spread_over_all_passages_and_holds_the_last(stocked: Archive) -> None:
    """The health check of the index asks for old passages and for the newest, never for those yet to be copied."""
    store = VectorStore(stocked.database)
    generation = [add(stocked, f"Buoy number {n}") for n in range(40)][-1]
    upto = store.marks(generation)[0] - 2
    sampled = [seq for seq, _ in store.sample(generation, upto, spread=8, recent=3)]
    assert sampled[-3:] == [upto - 2, upto - 1, upto]
    assert 8 <= len(sampled) <= 11
    assert max(b - a for a, b in pairwise(sampled)) <= 8


def test_a_batch_of_vectors_is_read_without_sorting_all_of_them(stocked: Archive) -> None:
    """Making the index anew takes ten times as long for ten times as many papers, and not a hundred times."""
    store = VectorStore(stocked.database)
    asked: list[str] = []
    with stocked.database.read() as db:
        db.set_trace_callback(asked.append)
        store.read(add(stocked, "Lanterns"), after=2, limit=2)
        db.set_trace_callback(None)
        plan = [row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {asked[-1]}")]
    assert not [step for step in plan if "TEMP B-TREE" in step]
