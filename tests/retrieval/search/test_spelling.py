"""Slips of the finger: a name, a short word, two slips at once, put right by what the papers themselves write."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import paper

from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.vocabulary import Vocabulary
from retrieval.search.spelling import asked_plainly, corrected


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """Four papers on ships."""
    database = Database(tmp_path / "archive.db")
    Archive(database).put(
        [
            paper("HullRL: Learning to Steer", "We steer by the crew relative method, whose capabilities grow."),
            paper("Make It Float: On Corks", "Corks float; the crew relative method does not. What floats?"),
            paper("Rigging", "Nautical imaging shows rigging. While ships turn, capabilities matter."),
            paper("Charts", "Nautical imaging of charts."),
        ]
    )
    return database


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Who wrote HulRL?", "Who wrote HullRL?"),
        ("What is Make It Flaot?", "What is Make It Float?"),
        ("crow relative method", "crew relative method"),
        ("anything on nuatcal imaging?", "anything on nautical imaging?"),
        ("their capbilities", "their capabilities"),
        ("rigginng", "rigging"),
        ("nautical imagging", "nautical imaging"),
        ("Make It Flaot", "Make It Float"),
        ("crew relativ method", "crew relative method"),
    ],
)
def test_a_slip_is_put_right(database: Database, typed: str, meant: str) -> None:
    """As the papers write it."""
    assert corrected(database, typed, typed.lower().strip("?").split()) == meant


def test_a_known_word_is_a_slip_where_many_write_another_in_its_place(tmp_path: Path) -> None:
    """ "Ballast leaking", where twenty papers say "ballast leaning" and others speak of what is leaking."""
    database = Database(tmp_path / "archive.db")
    papers = [paper(f"Ship {n}", "We measure ballast leaning at sea.") for n in range(20)]
    Archive(database).put([*papers, paper("Pumps", "A leaking hull needs pumps, and leaking sails do not.")])
    assert corrected(database, "ballast leaking", ["ballast", "leaking"]) == "ballast leaning"
    assert corrected(database, "leaking hull", ["leaking", "hull"]) is None


def test_what_papers_write_follows_the_archive(database: Database) -> None:
    """A word is known from the moment a paper writes it, and no longer than one does."""
    archive = Archive(database)
    assert Vocabulary(database).holders("rudder") == 0
    archive.put([paper("Charts", "Nautical imaging of charts, by rudder.", arxiv_id="2501.00001", version=1)])
    assert Vocabulary(database).holders("rudder") == 1
    archive.put([paper("Charts", "Nautical imaging of charts.", arxiv_id="2501.00001", version=2)])
    assert Vocabulary(database).holders("rudder") == 0


@pytest.mark.parametrize(
    "typed", ["Who wrote HullRL?", "wheat imaging", "whale charts", "crew", "criw", "ribbing", "rigging lessors"]
)
def test_what_is_no_slip_stays(database: Database, typed: str) -> None:
    """A word of another subject is not turned into "what" or "while"."""
    assert corrected(database, typed, typed.lower().strip("?").split()) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("waht is teh crew method", "what is the crew method"),
        ("whihc papres float", "which papers float"),
        ("wheat and whale", "wheat and whale"),
        ("crews float", "crews float"),
    ],
)
def test_slips_in_words_that_ask_are_put_right(database: Database, typed: str, meant: str) -> None:
    """And wheat, of which no paper speaks, is another word than what."""
    assert asked_plainly(database, typed) == meant
