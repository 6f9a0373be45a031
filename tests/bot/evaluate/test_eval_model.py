"""`broadsheet eval model`: whether a chat model is good enough, told from twenty questions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from model_server import Behaviour, Exchange, model_server, refuses, says

from bot.evaluate.model_questions import QUESTIONS

Invoke = Callable[..., Run]
PAGE = resources.files("bot").joinpath("sample_page.txt").read_text(encoding="utf-8")


def knowing(made: Callable[[int, str], dict[str, Any]]) -> Behaviour:
    """Answers what can be answered by the first sentence of the right paper, put into a claim by *made*."""

    def behave(to: Exchange) -> None:
        prompt = to.request["messages"][-1]["content"]
        gold = next((gold for question, gold in QUESTIONS if question in prompt), "")
        found = re.search(rf"^\[(\d+)\] {re.escape(gold)}[^\n]*\n([^.]+\.)", prompt, re.MULTILINE) if gold else None
        claims = [made(int(found[1]), found[2])] if found else []
        says(json.dumps({"claims": claims}))(to)

    return behave


def faithful(source: int, sentence: str) -> dict[str, Any]:
    return {"text": sentence, "evidence": [{"source": source, "quote": sentence}]}


def inventing(source: int, sentence: str) -> dict[str, Any]:
    return {"text": sentence, "evidence": [{"source": source, "quote": "It flies to the moon and back."}]}


def measured(run: Invoke, monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour) -> tuple[Run, dict[str, Any]]:
    """The run, and its figures' means."""
    with model_server(behaviour) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        told = run("eval", "model", "--model", "vllm:m", "--json")
    return told, {name: figure["mean"] for name, figure in told.json["figures"].items()}


def test_a_faithful_model_is_good_enough(run: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that quotes the right paper, and says nothing where nothing is said, passes; my budget has paid."""
    monkeypatch.setenv("BROADSHEET_PRICES", "vllm:m=1/2")
    told, means = measured(run, monkeypatch, knowing(faithful))
    assert told.code == 0
    assert {means[name] for name in ("readable", "quotes hold", "claims follow", "right paper", "refused")} == {1.0}
    assert means["answered"] >= 0.9
    assert (told.json["counts"]["calls"], told.json["counts"]["money"] > 0) == (20, True)
    assert run("usage", "--json").json[0]["calls"] == 20


def test_a_model_that_invents_its_quotes_is_not(run: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """I am told in one sentence what is wrong with it."""
    told, means = measured(run, monkeypatch, knowing(inventing))
    assert (told.code, means["readable"], means["quotes hold"], means["answered"]) == (1, 1.0, 0.0, 0.0)


def test_a_model_that_writes_no_json_is_not(run: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replies that cannot be read are counted as that, not as the papers' sentences shown instead."""
    told, means = measured(run, monkeypatch, says("I would say that it depends."))
    assert (told.code, means["readable"], means["answered"]) == (1, 0.0, 0.0)


def test_a_wrong_key_ends_the_run(run: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would fail on every question is told at once."""
    with model_server(refuses(401)) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        told = run("eval", "model", "--model", "vllm:m")
    assert (told.code, len(server.requests)) == (2, 1)


def test_every_question_is_about_the_sample(tmp_path: Path) -> None:
    """Each paper that is to be found is on the page, and a quarter of the questions have no answer there."""
    assert len(QUESTIONS) == 20
    assert all(f"\n{gold}" in PAGE for _, gold in QUESTIONS)
    assert sum(not gold for _, gold in QUESTIONS) == 5
