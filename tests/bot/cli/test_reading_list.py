"""`saved`: a reading list of one's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run


def test_papers_are_put_aside_and_taken_off(run: Callable[..., Run], jsonl: Path) -> None:
    """What was saved last comes first; saved twice it is there once; --remove takes it off; titles will do."""
    run("ingest", str(jsonl))
    assert "Nothing is on your reading list yet." in run("saved").out
    run("saved", "Compass Networks")
    run("saved", "Ropes and Harbours")
    assert "Your reading list: 2 papers" in run("saved", "Ropes and Harbours").out
    assert [p["title"] for p in run("saved", "--json").json] == ["Ropes and Harbours", "Compass Networks"]
    assert "Your reading list: 1 paper\n" in run("saved", "--remove", "Ropes and Harbours").out
    unnamed = run("saved", "--remove")
    assert (unnamed.code, "Name the papers" in unnamed.err) == (2, True)


def test_everybody_has_a_list_of_their_own(
    run: Callable[..., Run], jsonl: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one person put aside is not on another's list."""
    run("ingest", str(jsonl))
    run("saved", "Compass Networks")
    monkeypatch.setenv("BROADSHEET_USER", "ada")
    assert run("saved", "--json").json == []
