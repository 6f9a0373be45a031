"""One line a paper: under contract, made once, and honest about who made it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, three_papers

from bot.gate.second_judge import second_judge
from bot.models.extractive import ExtractiveModel
from bot.models.protocol import ModelError
from bot.models.scripted import ScriptedModel
from bot.tldr import TldrMaker
from bot.types import Tldr
from prompts import load
from retrieval.archive import Archive

GOOD = "A compass network with 12 needles reaches 91.5% accuracy without a gyroscope."
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def made(archive: Archive, model: Any, title: str = "compass") -> Tldr:
    return next(TldrMaker(archive.database, model, load("tldr"), lambda: NOW).lines([archive.find(title)]))


def test_a_good_line_is_kept_and_not_made_again(stocked: Archive) -> None:
    """A line that keeps the contract is shown, stored with its maker and prompt, and paid for once."""
    model = ScriptedModel([GOOD])
    first, second = made(stocked, model), made(stocked, model)
    assert (first.line, first.made_by, first.prompt) == (GOOD, "scripted", load("tldr").version)
    assert second.line == GOOD
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("A compass network reaches 99.9% accuracy.", "99.9"),
        ("A network by Google needs no gyroscope.", "Google"),
        ("It has needles. It needs no gyroscope.", "sentence"),
        ("Compass Networks", "title"),
        ("A **compass network** without a gyroscope.", "Markdown"),
        ("A compass network, see https://evil.example for more.", "link"),
        ("<!channel> A compass network without a gyroscope.", "mention"),
        (" ".join(["needle"] * 40) + ".", "40"),
        ("", ""),
    ],
)
def test_a_bad_line_is_sent_back_with_its_fault(stocked: Archive, line: str, fault: str) -> None:
    """A line that breaks the contract is rewritten once; the request names what was wrong."""
    model = ScriptedModel([line, GOOD])
    told = made(stocked, model)
    assert (told.line, told.made_by) == (GOOD, "rewrite:scripted")
    assert fault in model.requests[1].user.split("broke the rules")[1]


def test_after_two_bad_lines_the_sources_own_summary(archive: Archive) -> None:
    """If the rewrite is bad too, the source's summary is taken, if it keeps the contract."""
    archive.put([replace(three_papers()[0], ai_summary="A compass network works without a gyroscope.")])
    told = made(archive, ScriptedModel(["Bad 7.", "Bad 8."]))
    assert (told.line, told.made_by) == ("A compass network works without a gyroscope.", "ai_summary")


def test_a_summary_that_invents_is_passed_over(archive: Archive) -> None:
    """A source's summary with a number that is not in the abstract is not taken."""
    archive.put([replace(three_papers()[0], ai_summary="A compass network reaches 99.9% accuracy.")])
    told = made(archive, ExtractiveModel())
    assert told.made_by == "extractive"
    assert "99.9" not in told.line


@pytest.mark.parametrize("fault", ["content_filter", "empty"])
def test_a_model_that_balks_at_one_paper_is_passed_over(stocked: Archive, fault: str) -> None:
    """A model that declines this paper leaves it to the extractive line."""
    assert made(stocked, ScriptedModel([{"error": fault}])).made_by == "extractive"


def test_a_model_that_is_down_is_an_error(stocked: Archive) -> None:
    """A failing endpoint is reported, and no makeshift line is kept in place of a better one."""
    with pytest.raises(ModelError):
        made(stocked, ScriptedModel([{"error": "server"}]))
    assert made(stocked, ScriptedModel([GOOD])).made_by == "scripted"


def test_a_line_is_remade_when_the_paper_changes(stocked: Archive) -> None:
    """A new abstract makes a new line; so does another model."""
    assert made(stocked, ScriptedModel([GOOD])).line == GOOD
    assert made(stocked, ExtractiveModel()).made_by == "extractive"
    known = stocked.find("compass")
    stocked.put([replace(known, abstract="We show that needles rust at sea.", sources=("huggingface",))])
    assert "rust" in made(stocked, ExtractiveModel()).line


def test_tldr_names_papers_weeks_or_all(run: Callable[..., Run], jsonl: Path) -> None:
    """TL;DRs of named papers, of a week, or of all, as JSON with maker and prompt, or as text."""
    run("ingest", str(jsonl))
    assert len(run("tldr", "--all", "--json").json) == 3
    assert [t["title"] for t in run("tldr", "--week", "2026-W46", "--json").json] == ["Ropes and Harbours"]
    [told] = run("tldr", "2611.00001", "--json").json
    assert {"id", "title", "tldr", "made_by", "prompt"} <= told.keys()
    assert told["made_by"] == "extractive"
    assert told["tldr"] in run("tldr", "compass").out


def test_a_scripted_line_is_shown(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """`--model` chooses who writes."""
    run("ingest", str(jsonl))
    (tmp_path / "s.json").write_text(json.dumps([GOOD]))
    assert run("tldr", "compass", "--model", f"scripted:{tmp_path / 's.json'}", "--json").json[0]["tldr"] == GOOD


GERMAN = "Ein Kompassnetz mit 12 Nadeln erreicht 91,5 % Genauigkeit ohne Gyroskop."


def made_in_german(archive: Archive, *replies: Any) -> Tldr:
    """The line that a model with these replies makes for a German team, which second-guesses itself."""
    model = ScriptedModel(list(replies))
    second = partial(second_judge, model=model, prompt_file=load("follows"))
    maker = TldrMaker(archive.database, model, load("tldr").spoken_in("German"), lambda: NOW, "de", second)
    return next(maker.lines([archive.find("compass")]))


def test_a_line_in_the_teams_language_is_a_claim_about_the_abstract(stocked: Archive) -> None:
    """It is kept once a second look agrees; what that cost is counted."""
    line = made_in_german(stocked, GERMAN, {"follows": True})
    assert (line.line, line.made_by, line.usage.calls) == (GERMAN, "scripted", 2)
    assert line.prompt != load("tldr").version


@pytest.mark.parametrize(
    "bad",
    [
        GERMAN.replace("91,5", "95,1"),
        GERMAN.replace("Kompassnetz", "QuartzNet"),
        "A compass network with 12 needles does this without the gyroscope.",
        "Un réseau de compas avec 12 aiguilles est sans gyroscope.",
    ],
)
def test_a_line_that_says_more_or_is_in_no_german_is_not_shown(stocked: Archive, bad: str) -> None:
    """A changed number, a changed name, another language: after two tries the abstract speaks, in English."""
    line = made_in_german(stocked, bad, bad)
    assert line.made_by in ("ai_summary", "extractive")


def test_a_line_that_a_second_look_refuses_is_written_again(stocked: Archive) -> None:
    """An addition is no number and no name: the second judge has to find it."""
    worse = GERMAN.replace(".", ", und Schiffe vertrauen ihm.")
    line = made_in_german(stocked, worse, {"follows": False}, GERMAN, {"follows": True})
    assert (line.line, line.made_by) == (GERMAN, "rewrite:scripted")
