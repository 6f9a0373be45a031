"""Search: both rankings, fused, inside the window, and never silent about what it could not do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import paper, three_papers

from retrieval.archive import Archive
from retrieval.archive.vectors import VectorStore
from retrieval.embed import HashingEmbedder
from retrieval.errors import EmbedderError
from retrieval.index import ExactIndex
from retrieval.index.folder import ChromaIndex
from retrieval.ingest import embed_pending
from retrieval.search import POOL, Searcher
from retrieval.text.words import terms
from retrieval.types import Window


def searcher(archive: Archive, **known: object) -> Searcher:
    return Searcher(archive, ExactIndex(VectorStore(archive.database)), HashingEmbedder())


def test_the_right_paper_comes_first_and_says_why(stocked: Archive) -> None:
    """A hit tells its rank in each list, and shows its best passage."""
    first = searcher(stocked).search("How much better do longer ropes hold?").hits[0]
    assert first.paper.title == "Ropes and Harbours"
    assert first.ranks == {"full-text": 1, "dense": 1}
    assert first.passage in first.paper.abstract


def test_no_paper_outside_the_window_is_found(stocked: Archive) -> None:
    """The window holds before the ranking: nothing from outside comes through, however well it fits."""
    window = Window(date(2026, 11, 9), date(2026, 11, 16), "listed")
    found = searcher(stocked).search("compass network rope river", window=window)
    assert [hit.paper.title for hit in found.hits] == ["Ropes and Harbours"]
    assert found.searched == 1


def test_a_wide_window_is_held_too(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window too wide to search exactly is cut from an over-fetched list, with the same result."""
    days = [date(2026, 1 + i % 12, 1 + i % 28) for i in range(300)]
    archive.put([paper(f"Paper {i}", f"boats and number{i} and boats", listed_on=day) for i, day in enumerate(days)])
    embed_pending(VectorStore(archive.database), HashingEmbedder())
    window = Window(date(2026, 2, 1), date(2026, 12, 1), "listed")
    exact = searcher(archive).search("boats number42", 20, window)
    monkeypatch.setattr("retrieval.search.dense.NARROW", 10)
    cut = searcher(archive).search("boats number42", 20, window)
    assert all(window.holds(hit.paper) for hit in cut.hits)
    assert cut.hits[0] == exact.hits[0]
    assert len(cut.hits) == 20


def test_an_empty_archive_finds_nothing(archive: Archive) -> None:
    """Nothing there, nothing found, and the count says so."""
    found = searcher(archive).search("anything")
    assert (found.hits, found.searched) == ((), 0)


def test_papers_without_vectors_are_found_by_their_words(archive: Archive) -> None:
    """A paper stored but not embedded yet is found by full text, and counted as pending."""
    archive.put(three_papers())
    found = searcher(archive).search("gyroscope")
    assert found.hits[0].paper.title == "Compass Networks"
    assert found.hits[0].ranks == {"full-text": 1}
    assert found.pending == 3


def test_without_an_embedder_words_still_work(stocked: Archive) -> None:
    """An embedder that fails costs the dense half, and the reader is told."""

    class Broken(HashingEmbedder):
        def embed(self, texts: object) -> object:  # type: ignore[override]
            raise EmbedderError("The embedder is away.")

    found = Searcher(stocked, ExactIndex(VectorStore(stocked.database)), Broken()).search("gyroscope")  # type: ignore[arg-type]
    assert found.hits[0].paper.title == "Compass Networks"
    assert "The embedder is away." in found.notes[0]


def test_an_index_owned_elsewhere_does_not_stop_the_search(stocked: Archive, tmp_path: Path) -> None:
    """While another process owns the index, the archive's own vectors answer."""
    store = VectorStore(stocked.database)
    owner, guest = ChromaIndex(tmp_path / "index", store), ChromaIndex(tmp_path / "index", store)
    serving = store.serving()
    assert serving is not None
    owner.sync(serving)
    found = Searcher(stocked, guest, HashingEmbedder()).search("longer ropes")
    assert found.hits[0].ranks["dense"] == 1
    owner.close()


def test_a_mode_searches_by_one_half(stocked: Archive) -> None:
    """By words alone or by vectors alone, a hit has a rank in that list only."""
    question = "How much better do longer ropes hold?"
    lexical, dense = (searcher(stocked).search(question, mode=mode).hits[0] for mode in ("lexical", "dense"))
    assert (lexical.paper.title, dense.paper.title) == ("Ropes and Harbours", "Ropes and Harbours")
    assert (set(lexical.ranks), set(dense.ranks)) == ({"full-text"}, {"dense"})


def test_the_best_are_the_same_however_many_are_shown(archive: Archive) -> None:
    """Asking for more papers adds to the end of the list and changes nothing before it; scores only fall."""
    archive.put([paper(f"Boat {i}", f"A boat with mast{i % 7} and sail{i % 3}. It is number{i}.") for i in range(120)])
    embed_pending(VectorStore(archive.database), HashingEmbedder())
    few, many = (searcher(archive).search("boat mast3 sail2 number10", k).hits for k in (POOL, 100))
    assert few == many[:POOL]
    assert [hit.score for hit in many] == sorted((hit.score for hit in many), reverse=True)


def test_a_paper_without_vectors_is_not_pushed_down(stocked: Archive) -> None:
    """A paper just stored, whose words fit best, comes first even before it has vectors."""
    stocked.put([paper("Anchors of Glass", "We cast an anchor of glass and drop it on sand. The anchor holds.")])
    found = searcher(stocked).search("Does an anchor of glass hold on sand?")
    assert found.hits[0].paper.title == "Anchors of Glass"
    assert found.candidates[0].cosine is None


def test_question_words_are_not_looked_up() -> None:
    """What only makes a question is dropped; a question of nothing else is kept whole."""
    assert terms("Are there any papers that study grokking in Transformers?") == ["grokking", "transformers"]
    assert terms("What is this?") == ["what", "is", "this"]
    assert terms("?!") == []


@pytest.mark.parametrize(
    "query", ['"', "AND OR NOT", "title:x", "a* NEAR(b", "日本語", "x" * 5000, "'; DROP TABLE papers"]
)
def test_no_query_breaks_the_full_text(stocked: Archive, query: str) -> None:
    """Quotes, operators and any other text are words to look for, never syntax."""
    searcher(stocked).search(query)
