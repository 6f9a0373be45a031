"""Slips of the finger: a name, a short word, two slips at once, put right by what the papers themselves write."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import paper

from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.search.spelling import corrected


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
    ],
)
def test_a_slip_is_put_right(database: Database, typed: str, meant: str) -> None:
    """As the papers write it."""
    assert corrected(database, typed, typed.lower().strip("?").split()) == meant


@pytest.mark.parametrize(
    "typed", ["Who wrote HullRL?", "wheat imaging", "whale charts", "crew", "criw", "ribbing", "rigging lessors"]
)
def test_what_is_no_slip_stays(database: Database, typed: str) -> None:
    """A word of another subject is not turned into "what" or "while"."""
    assert corrected(database, typed, typed.lower().strip("?").split()) is None
