"""Whom a text names: an author or an organization of the archive's papers."""

from __future__ import annotations

import pytest
from conftest import paper

from retrieval.archive import Archive
from retrieval.archive.people import who_in


@pytest.fixture
def known(archive: Archive) -> Archive:
    """One paper of two authors, from one lab."""
    by = ("Ada Lovelace", "Cristina N. Sailor")
    archive.put([paper("Boats", "They sail.", authors=by, organization="Harbour Lab")])
    return archive


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Lovelace sail papers", "Ada Lovelace"),
        ("sails by ada lovelace since May", "ada lovelace"),
        ("what did Cristina N. Sailor write?", "Cristina N. Sailor"),
        ("Harbour papers on sails", "Harbour"),
        ("papers from the Lab", ""),
        ("sails by Grace Hopper", ""),
        ("", ""),
    ],
)
def test_a_name_is_found_where_it_stands(known: Archive, text: str, name: str) -> None:
    """The whole name of an author, the beginning of an organization's; nobody who is not here."""
    place = who_in(known.database, text)
    assert (text[slice(*place)] if place else "") == name


@pytest.mark.parametrize("text", ["-" * 100_000, "a." * 50_000, "Ada Hopper " * 9_000, "&" * 50_000 + "Ada Lovelace"])
def test_a_long_text_is_read_in_no_time(known: Archive, text: str) -> None:
    """Whatever is pasted, nobody waits for it: what is longer than a question names nobody."""
    assert who_in(known.database, text) in (None, (50_000, 50_012))
