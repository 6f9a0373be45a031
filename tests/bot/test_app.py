"""The composition root in a process that lives long."""

from __future__ import annotations

from pathlib import Path

from conftest import three_papers

from bot.app import App
from bot.settings import load
from retrieval.ingest import embed_pending


def test_a_process_that_began_with_an_empty_archive_searches_what_comes(tmp_path: Path) -> None:
    """A bot started before the first papers finds them by their vectors once another process has put them in."""
    env = {"BROADSHEET_DATA": str(tmp_path), "BROADSHEET_EMBEDDER": "hashing", "BROADSHEET_INDEX": "exact"}
    bot = App(load(env=env))
    bot.warm_up()
    assert bot.searcher.search("ropes").hits == ()
    other = App(load(env=env))
    other.archive.put(three_papers())
    embed_pending(other.vectors, other.embedder)
    found = bot.searcher.search("Do longer ropes hold better?")
    assert found.embedder == other.embedder.name
    assert found.hits[0].paper.title == "Ropes and Harbours"
    assert bot.searcher is bot.searcher
