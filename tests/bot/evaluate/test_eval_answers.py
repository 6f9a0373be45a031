"""`broadsheet eval answers`: refusals, citations, verdicts and costs over questions with known answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

Invoke = Callable[..., Run]
QUESTIONS = [
    {"id": "a", "question": "Does a compass network need a gyroscope?", "answerable": True, "gold": ["2611.00001"]},
    {
        "id": "b",
        "question": "How much better do longer ropes hold under wind?",
        "answerable": True,
        "gold": ["nowhere"],
    },
    {"id": "c", "question": "What is the capital of France?", "answerable": False},
    {"id": "d", "question": "Does a compass network work with 12 needles?", "answerable": False},
]


@pytest.fixture
def asked(run: Invoke, jsonl: Path, tmp_path: Path) -> Path:
    """An archive of three papers, and questions to it."""
    run("ingest", str(jsonl))
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in QUESTIONS))
    return path


def test_refusals_and_citations_are_measured(run: Invoke, asked: Path) -> None:
    """Three of four questions are decided rightly; the paper cited is the right one once, and once it is another."""
    told = run("eval", "answers", "--data", str(asked), "--json").json
    figures = {name: figure["mean"] for name, figure in told["figures"].items()}
    assert figures["decided rightly"] == 0.75
    assert (figures["refusal precision"], figures["refusal recall"]) == (1.0, 0.5)
    assert figures["answered if answerable"] == 1.0
    assert (figures["citation precision"], figures["citation recall"]) == (0.5, 0.5)
    assert told["counts"]["answered"] == 3
    assert told["counts"]["supported"] >= 3
    assert told["configuration"]["model"] == "extractive"


def test_a_model_that_invents_is_counted(run: Invoke, asked: Path, tmp_path: Path) -> None:
    """What the gate drops is in the run, by verdict."""
    invented = {"claims": [{"text": "It flies.", "evidence": [{"source": 1, "quote": "It flies to the moon."}]}]}
    (tmp_path / "script.json").write_text(json.dumps([{"reply": json.dumps(invented)}] * 12))
    told = run(
        "eval", "answers", "--data", str(asked), "--model", f"scripted:{tmp_path / 'script.json'}", "--json"
    ).json
    assert told["counts"]["fabricated"] >= 1
    assert told["counts"]["supported"] == 0


def test_a_model_that_is_gone_ends_the_run(run: Invoke, asked: Path, tmp_path: Path) -> None:
    """What would fail on every further question is told at once, not counted a hundred times."""
    (tmp_path / "script.json").write_text("[]")
    told = run("eval", "answers", "--data", str(asked), "--model", f"scripted:{tmp_path / 'script.json'}")
    assert told.code in (1, 2)
    assert told.err


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"question": "x"}, "line 1 does not say whether it is answerable"),
        ({"question": "x", "answerable": "yes"}, "line 1 does not say whether it is answerable"),
        ({"answerable": True}, "line 1 has no question"),
        ({"question": "x", "answerable": True, "gold": {"a": 1}}, "line 1 has gold that is not a list"),
    ],
)
def test_damaged_questions_are_told_by_line(run: Invoke, tmp_path: Path, row: dict[str, object], said: str) -> None:
    """A row that does not say what is right is a fault of the file."""
    (tmp_path / "q.jsonl").write_text(json.dumps(row))
    told = run("eval", "answers", "--data", "q.jsonl")
    assert (told.code, said in told.err) == (2, True)
