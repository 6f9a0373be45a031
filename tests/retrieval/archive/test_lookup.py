"""Which papers hold the words of a topic."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import paper

from retrieval.archive import Archive
from retrieval.archive.lookup import Query, matching


@pytest.fixture
def titles(archive: Archive) -> Callable[[str], set[str]]:
    """The titles of the papers that hold a topic."""
    archive.put(
        [
            paper("Dyeing of Sails", "We study dyeing of sails in salt water."),
            paper("Dyeing of Ropes", "We study dyeing of ropes in salt water."),
            paper("Ropes", "Ropes of all kinds hold ships."),
            paper("Winches for Barges", "We build winches for barges."),
        ]
    )
    return lambda words: {held.title for held in matching(archive, Query(words))}


def test_an_alternative_is_of_the_same_thing(titles: Callable[[str], set[str]]) -> None:
    """ "Dyeing of sails or ropes" wants dyeing of either, and not whatever speaks of ropes."""
    assert titles("dyeing of sails or ropes") == {"Dyeing of Sails", "Dyeing of Ropes"}
    assert titles("winches for ships or barges") == {"Winches for Barges"}


def test_two_things_by_themselves_are_two(titles: Callable[[str], set[str]]) -> None:
    """Either of them is wanted, whatever else is said of it."""
    assert titles("ropes or winches") == {"Dyeing of Ropes", "Ropes", "Winches for Barges"}
