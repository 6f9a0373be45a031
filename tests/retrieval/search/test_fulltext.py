"""Full text: BM25 by every term, of every paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import paper
from hypothesis import given
from hypothesis import strategies as st

from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.search.bm25 import numbers_in, of_phrase
from retrieval.search.fulltext import FullText
from retrieval.search.postings import Postings
from retrieval.types import Window

QUESTION = "boat number7 mast"
_TEXTS = st.lists(
    st.sampled_from(["mast", "Masts", "sail", "sailing", "été", "x_y", "knot-n", "日本", "."]), max_size=40
).map(" ".join)


@pytest.fixture
def boats(archive: Archive) -> FullText:
    """Sixty boats, each with a number nobody else has."""
    archive.put(
        [
            paper(f"Boat {i}", f"A boat with number{i}. " + "A mast. " * (i % 3), listed_on=date(2026, 1 + i % 10, 1))
            for i in range(60)
        ]
    )
    return FullText(archive.database)


def test_the_rare_word_decides(boats: FullText) -> None:
    """The one paper with the rare word comes first, the longest list is no longer than asked for."""
    found = boats.search(QUESTION, 10)
    assert len(found) == 10
    assert found[0][0] == 8  # row numbers begin at 1
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_frequencies_are_counted(boats: FullText) -> None:
    """How many papers hold each term, none included."""
    assert boats.frequencies("boat number7 rudder") == {"boat": 60, "number7": 1, "rudder": 0}


def test_the_scores_are_those_of_the_database(boats: FullText, archive: Archive) -> None:
    """Word by word and added up, or all at once by SQLite: the same order and the same figures."""
    sql = (
        "SELECT rowid, -bm25(papers_fts, 2.0, 1.0) AS score FROM papers_fts WHERE papers_fts MATCH ? "
        "ORDER BY score DESC, rowid LIMIT 20"
    )
    with archive.database.read() as db:
        wanted = [tuple(row) for row in db.execute(sql, ['"number7" OR "number8" OR "mast"'])]
    found = boats.search("number7 number8 mast", 20)
    assert [n for n, _ in found] == [n for n, _ in wanted]
    assert [score for _, score in found] == pytest.approx([score for _, score in wanted])


@given(
    texts=st.lists(st.tuples(_TEXTS, _TEXTS), min_size=1, max_size=12),
    removed=st.sets(st.integers(0, 11), max_size=4),
    word=st.sampled_from(["mast", "masts", "sailing", "été", "ete", "x_y", "n", "knot", "日本"]),
)
def test_each_score_is_that_of_the_database_to_the_last_bit(
    texts: list[tuple[str, str]], removed: set[int], word: str
) -> None:
    """However long the texts, however common the word, whatever was changed since: what SQLite says is what counts."""
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "archive.db")
        archive = Archive(database)
        titles = [f"{title} {n}" for n, (title, _) in enumerate(texts)]
        archive.put(paper(title, text) for title, (_, text) in zip(titles, texts, strict=True))
        archive.put(paper(titles[n], f"{texts[n][1]} Sailing on.") for n in removed if n < len(texts))
        with database.read() as db:
            rows, scores = of_phrase(db, word)
        kept = Postings(database)
        assert [each.tolist() for each in kept.scores(word)] == [rows.tolist(), scores.tolist()]
        assert kept.count(word) == len(rows)
        database.close()


def test_others_are_scored_beside_them(boats: FullText) -> None:
    """Papers found by other means get their score too, and push none of the best out; without a term they get none."""
    question = "number7 number8 number9 mast"
    alone, beside = dict(boats.search(question, 3)), dict(boats.search(question, 3, also=[3, 31, 1_000]))
    assert beside.items() >= alone.items()
    assert 3 in beside
    assert not {31, 1_000} & set(beside)


def test_what_was_just_added_is_found(boats: FullText, archive: Archive) -> None:
    """By whatever process and however often the words were asked for: added, changed and merged texts count at once."""
    assert boats.search("rudder", 5) == []
    other = Database(archive.database.path)
    Archive(other).put([paper("Boat 7", "A rudder, a rudder."), paper("Gale", "A rudder.")])
    assert [n for n, _ in boats.search("rudder", 5)] == [8, 61]
    assert boats.frequencies("rudder number7") == {"rudder": 2, "number7": 0}
    other.close()


def test_words_asked_for_long_ago_are_let_go(
    boats: FullText, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The memory has a bound, and the answers are the same beyond it."""
    before = [boats.search(f"number{i} mast", 5) for i in range(20)]
    monkeypatch.setattr("retrieval.search.postings._MOST_KEPT", 300)
    monkeypatch.setattr("retrieval.search.postings._MOST_COUNTED", 3)
    assert [boats.search(f"number{i} mast", 5) for i in range(20)] == before
    kept = Postings(archive.database)
    for word in ("boat", "mast", *(f"number{i}" for i in range(60))):
        kept.scores(word)
        assert kept.held <= 300
    assert kept.held > 200


def test_a_window_holds(boats: FullText) -> None:
    """Nothing from outside the window is found."""
    window = Window(date(2026, 3, 1), date(2026, 4, 1), "listed")
    found = boats.search(QUESTION, 60, window)
    assert {n for n, _ in found} == set(range(3, 61, 10))


@pytest.mark.parametrize("question", ["rudder", "?!", ""])
def test_nothing_fits(boats: FullText, question: str) -> None:
    """A question whose words nobody uses finds nothing."""
    assert boats.search(question, 5) == []


@given(st.lists(st.integers(0, 2**40)))
def test_numbers_are_read_as_they_were_written(numbers: list[int]) -> None:
    """Lengths of texts of any size are read right."""
    block = bytes(part for n in numbers for part in _coded(n))
    assert numbers_in(block).tolist() == numbers


def _coded(n: int) -> list[int]:
    parts = [n & 127]
    while n := n >> 7:
        parts.insert(0, n & 127 | 128)
    return parts
