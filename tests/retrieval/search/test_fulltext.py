"""Full text: BM25 by every term, of the papers that the rarer terms choose."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import paper

from retrieval.archive import Archive
from retrieval.search.fulltext import FullText
from retrieval.types import Window

QUESTION = "boat number7 mast"


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


def test_a_large_archive_is_narrowed_first(boats: FullText, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the common terms would touch too many papers the rare ones choose, and all terms score: as if all had."""
    question = "number7 number8 number9 mast boat"
    whole = boats.search(question, 3)
    monkeypatch.setattr("retrieval.search.fulltext._MOST_TOUCHED", 5)
    assert boats.search(question, 3) == whole


def test_others_are_scored_beside_them(boats: FullText, monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers found by other means get their score too, and push none of the best out; without a term they get none."""
    monkeypatch.setattr("retrieval.search.fulltext._MOST_TOUCHED", 5)
    question = "number7 number8 number9 mast"
    alone, beside = dict(boats.search(question, 3)), dict(boats.search(question, 3, also=[3, 31]))
    assert beside.items() >= alone.items()
    assert 3 in beside
    assert 31 not in beside


def test_a_window_holds(boats: FullText) -> None:
    """Nothing from outside the window is found, in one step or in two."""
    window = Window(date(2026, 3, 1), date(2026, 4, 1), "listed")
    found = boats.search(QUESTION, 60, window)
    assert {n for n, _ in found} == set(range(3, 61, 10))


@pytest.mark.parametrize("question", ["rudder", "?!", ""])
def test_nothing_fits(boats: FullText, question: str) -> None:
    """A question whose words nobody uses finds nothing."""
    assert boats.search(question, 5) == []
