"""The composition root in a process that lives long."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import three_papers

from bot.app import App
from bot.intake import bring_up_to_date
from bot.settings import load
from retrieval.embed import HashingEmbedder
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


def test_without_the_embedders_weights_words_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing or altered weights are told in one sentence: what is here is found by its words, what comes is kept."""
    env = {"BROADSHEET_DATA": str(tmp_path / "data"), "BROADSHEET_INDEX": "exact", "BROADSHEET_EMBEDDER": "minilm"}
    bot = App(load(env=env))
    bot.archive.put(three_papers()[:2])
    bring_up_to_date(bot, lambda what, done, total: None)
    bot.close()
    monkeypatch.setattr("retrieval.embed.minilm._WEIGHTS", ("no-such-weights", "model.onnx", "0" * 64))
    bot = App(load(env=env))
    bot.warm_up()
    bot.archive.put(three_papers())
    (note,) = bring_up_to_date(bot, lambda what, done, total: None)
    assert note.startswith("The papers can be found by their words only: The package no-such-weights is not installed.")
    found = bot.searcher.search("Do longer ropes hold better?")
    assert found.hits[0].paper.title == "Ropes and Harbours"
    assert [each for each in found.notes if each.startswith("Searched by words only: The package no-such-weights")]


def test_the_reason_why_words_alone_answer_is_that_of_today(tmp_path: Path) -> None:
    """Another process embeds all papers anew, with what is not here either: the note names what is missing now."""
    bot = App(load(env={"BROADSHEET_DATA": str(tmp_path / "data"), "BROADSHEET_INDEX": "exact"}))
    bot.archive.put(three_papers())
    for name in ("first-of-elsewhere", "second-of-elsewhere"):
        embedder = HashingEmbedder()
        embedder.name = name
        embed_pending(bot.vectors, embedder)
        (note,) = bot.searcher.search("Do longer ropes hold better?").notes
        assert note == f"Searched by words only: the embedder {name} is not here."
