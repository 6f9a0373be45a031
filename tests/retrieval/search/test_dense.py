"""The vectors in memory: they tell what the archive's rows tell, and nothing older than the archive."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import ROOT, paper
from hypothesis import given
from hypothesis import strategies as st

from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.vectors import VectorStore
from retrieval.embed import HashingEmbedder
from retrieval.errors import VectorIndexError
from retrieval.index import ExactIndex
from retrieval.ingest import embed_pending
from retrieval.search import Searcher
from retrieval.search.dense import Dense, InArchive, InMemory
from retrieval.types import Window

if TYPE_CHECKING:
    from retrieval.embed import Vectors

_FIRST = date(2026, 1, 1)
_ANOTHER = """
import sys
from pathlib import Path
from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.vectors import VectorStore
from retrieval.embed import HashingEmbedder
from retrieval.identity import paper_id
from retrieval.ingest import embed_pending
from retrieval.types import Paper
database = Database(Path(sys.argv[1]))
Archive(database).put([Paper(paper_id(sys.argv[2]), sys.argv[2], sys.argv[3], sources=("jsonl",))])
embed_pending(VectorStore(database), HashingEmbedder())
"""


class Away:
    """An index that is another process's."""

    name = "away"

    def sync(self, generation: object) -> None:
        raise VectorIndexError("Another process owns the index.")


def both_ways(archive: Archive) -> tuple[Dense, Dense]:
    store = VectorStore(archive.database)
    serving, exact = store.serving(), ExactIndex(store)
    assert serving is not None
    rows = InArchive(archive, store, Away(), exact, serving)  # type: ignore[arg-type]
    return InMemory(ExactIndex(store).fresh(serving), archive), rows


@pytest.fixture(scope="module")
def marina(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Three hundred papers of one to four passages, on 300 days, put in twice: some texts were changed since."""
    archive = Archive(Database(tmp_path_factory.mktemp("marina") / "archive.db"))
    store = VectorStore(archive.database)
    for times in (1, 2):
        archive.put(
            paper(
                f"Berth {n}",
                " ".join(f"Boat {n % 7} has mast {n % 11} and sail {i}." for i in range(20 * (n % 4 + times % 2))),
                listed_on=_FIRST + timedelta(days=n),
            )
            for n in range(300)
        )
        embed_pending(store, HashingEmbedder())
    return archive


_WORDS = st.lists(st.sampled_from("boat mast sail has 3 5 9 berth harbour".split()), min_size=1, max_size=5)
_DAYS = st.tuples(st.integers(0, 290), st.integers(1, 300))


def asked(words: list[str], days: tuple[int, int] | None) -> tuple[Vectors, Window | None]:
    window = days and Window(_FIRST + timedelta(days=days[0]), _FIRST + timedelta(days=sum(days)), "listed")
    return HashingEmbedder().embed([" ".join(words)])[0], window or None


@given(words=_WORDS, days=st.none() | _DAYS)
def test_memory_and_archive_tell_the_same(marina: Archive, words: list[str], days: tuple[int, int] | None) -> None:
    """Where the vectors are read from changes no ranking, whatever I ask and whatever the time I ask about."""
    query, window = asked(words, days)
    memory, archive = both_ways(marina)
    found = memory.papers(query, window)
    assert found == archive.papers(query, window)
    assert memory.near(query, sorted(found)) == archive.near(query, sorted(found))


@given(words=_WORDS, days=_DAYS)
def test_a_wide_window_is_searched_as_a_narrow_one(marina: Archive, words: list[str], days: tuple[int, int]) -> None:
    """However many papers lie in the time I ask about, the nearest come first; equals may change places."""
    query, window = asked(words, days)
    memory, _ = both_ways(marina)
    narrow = memory.papers(query, window)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.search.dense.NARROW", 0)
        wide = memory.papers(query, window)
    near = memory.near(query, sorted({*narrow, *wide}))
    assert [near[n].cosine for n in wide] == pytest.approx([near[n].cosine for n in narrow])


def test_a_paper_without_vectors_is_near_nothing(marina: Archive) -> None:
    """What is not embedded yet has no nearness, and disturbs that of no other paper."""
    memory, archive = both_ways(marina)
    query = HashingEmbedder().embed(["boat"])[0]
    assert memory.near(query, [3, 99_999]) == archive.near(query, [3, 99_999])
    assert list(memory.near(query, [3, 99_999])) == [3]
    assert memory.near(query, []) == {}


def test_what_another_process_took_in_is_found_by_the_next_search(tmp_path: Path) -> None:
    """While one process searches, another brings a paper in, then its corrected text: the next answer is of today."""
    file = tmp_path / "archive.db"
    archive = Archive(Database(file))
    archive.put([paper("Quays", "Quays are built of stone.")])
    store = VectorStore(archive.database)
    embed_pending(store, HashingEmbedder())
    searcher = Searcher(archive, ExactIndex(store), HashingEmbedder())
    assert [hit.paper.title for hit in searcher.search("copper lanterns").hits] == ["Quays"]
    for told in ("Copper lanterns burn all night.", "Copper lanterns, as was found since, burn for one evening only."):
        subprocess.run([sys.executable, "-c", _ANOTHER, str(file), "Lanterns", told], cwd=ROOT, check=True)
        best = searcher.search("copper lanterns").hits[0]
        assert (best.paper.abstract, best.passage) == (told, told)
        assert best.ranks == {"full-text": 1, "dense": 1}
        assert searcher.search("copper lanterns").pending == 0


def test_a_passage_that_went_while_it_was_read_is_no_papers(marina: Archive) -> None:
    """A text that is changed in the very moment its vectors are read leaves no hit without a paper."""
    store = VectorStore(marina.database)
    serving = store.serving()
    assert serving is not None

    class Torn(VectorStore):
        def owners(self, generation: object, first: int, last: int) -> dict[int, int]:
            return {seq: n for seq, n in super().owners(serving, first, last).items() if n != 7}

    held = ExactIndex(Torn(marina.database)).fresh(serving)
    query = held.matrix[np.flatnonzero(held.numbers == 0)[0]]
    found = InMemory(held, marina).papers(query)
    assert found
    assert not {0, 7} & set(found)
