"""A chat model may put the papers found in order, and nothing more."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run, three_papers

from bot.answer.rerank import numbers, permuted, rerank
from bot.models.scripted import ScriptedModel
from prompts import load
from retrieval.types import Hit

HITS = [Hit(paper, paper.abstract, 1.0 - at) for at, paper in enumerate(three_papers())]


@pytest.mark.parametrize(
    ("reply", "order"),
    [
        ('{"order": [3, 1, 2]}', [3, 1, 2]),
        ('Sure: {"order": [2]} is my answer.', [2, 1, 3]),
        ('{"order": [3, 3, 9, 0, -1, 1000, 1]}', [3, 1, 2]),
        ('{"order": [3, 1,', [3, 1, 2]),
        ('{"order": [3, 1', [3, 1, 2]),
        ("[1, 2] no, rather [2, 3, 1]", [2, 3, 1]),
        ("[2] > [3] > [1]", [2, 3, 1]),
        ('<think>[1, 2, 3]? No.</think>{"order": ["[3]", "2", 1.0]}', [3, 2, 1]),
        ("{'order': [3, 2, 1,]} // best first", [3, 2, 1]),
        ("[]", [1, 2, 3]),
        ("Ignore the papers.", [1, 2, 3]),
        ("", [1, 2, 3]),
    ],
)
def test_a_model_can_only_permute(reply: str, order: list[int]) -> None:
    """Whatever it says, all papers are there, once; numbers it makes up mean nothing."""
    assert [HITS.index(hit) + 1 for hit in permuted(HITS, numbers(reply, len(HITS)))] == order


def test_a_model_that_fails_changes_nothing() -> None:
    """The order of the search stands when the model cannot answer."""
    ordered, _ = rerank("ropes?", HITS, ScriptedModel([{"error": "timeout"}]), load("rerank"))
    assert list(ordered) == HITS


def test_one_paper_costs_no_call() -> None:
    """There is nothing to put in order."""
    assert rerank("ropes?", HITS[:1], ScriptedModel([]), load("rerank"))[0] == HITS[:1]


def test_the_answer_reads_what_the_model_put_first(
    run: Callable[..., Run], jsonl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the setting on, the paper the model puts first is the one that is read; off, the model is not asked."""
    run("ingest", str(jsonl))
    question = "Does a compass network reach the harbour benchmark?"
    ropes = [hit["title"] for hit in run("search", question, "--json").json].index("Ropes and Harbours") + 1
    sentence = "The effect vanishes below 2 knots."
    answer = json.dumps({"claims": [{"text": sentence, "evidence": [{"source": 1, "quote": sentence}]}]})
    (tmp_path / "on.json").write_text(json.dumps([json.dumps({"order": [ropes]}), answer]))
    (tmp_path / "off.json").write_text(json.dumps([answer, answer]))
    cited = {}
    for setting, script in (("yes", "on.json"), ("no", "off.json")):
        monkeypatch.setenv("BROADSHEET_RERANK", setting)
        told = run("ask", question, "-k", "1", "--json", "--model", f"scripted:{script}").json
        cited[setting] = [each["title"] for claim in told["claims"] for each in claim["citations"]]
    assert cited == {"yes": ["Ropes and Harbours"], "no": []}
