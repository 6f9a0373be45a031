"""The model that reads its lines from a script."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.models.protocol import ModelError, ModelFault, Prompt
from bot.models.scripted import ScriptedModel
from bot.types import Usage
from retrieval.errors import UsageError

ASK = Prompt("answer", "answer@12345678", "You answer.", "What is grokking?", 0.0, 900)


def test_lines_come_in_order(tmp_path: Path) -> None:
    """What I wrote in the file comes out line by line; an object comes out as JSON."""
    script = tmp_path / "talk.json"
    script.write_text(json.dumps(["First.", {"claims": []}, {"reply": "x", "mood": "odd"}]))
    model = ScriptedModel(script)
    assert [model.complete(ASK).text for _ in range(3)] == [
        "First.",
        '{"claims": []}',
        '{"reply": "x", "mood": "odd"}',
    ]
    assert (model.name, model.requests) == ("scripted:talk", [ASK, ASK, ASK])


def test_a_script_ends() -> None:
    """One call too many is an error, not a repeated answer."""
    model = ScriptedModel(["Only."])
    model.complete(ASK)
    with pytest.raises(ModelError) as caught:
        model.complete(ASK)
    assert caught.value.fault == "script_end"


@pytest.mark.parametrize("fault", get_args(ModelFault))
def test_any_fault_can_be_played(fault: ModelFault) -> None:
    """Every failure a real model has can be had on demand, once, and then the script goes on."""
    model = ScriptedModel([{"error": fault}, "After."])
    with pytest.raises(ModelError) as caught:
        model.complete(ASK)
    assert (caught.value.fault, caught.value.usage.calls) == (fault, 1)
    assert model.complete(ASK).text == "After."


def test_a_reply_may_say_how_it_ends_and_what_it_costs() -> None:
    """A script can play an answer that ran into its limit, slowly, at a price."""
    naps: list[float] = []
    usage = {"prompt_tokens": 30, "completion_tokens": 8}
    line = {"reply": {"claims": []}, "finish": "length", "usage": usage, "chunks": 2, "delay": 3}
    completion = ScriptedModel([line], sleep=naps.append).complete(ASK)
    assert (completion.text, completion.finish) == ('{"claims": []}', "length")
    assert completion.usage == Usage(30, 8, 3.0, 1)
    assert naps == [1.5, 1.5]


@pytest.mark.parametrize("text", ["Grokking is late generalisation.", "ab", "a", ""])
def test_text_grows_when_watched(text: str) -> None:
    """A watcher sees the reply grow to its full length, as with a real model."""
    seen: list[str] = []
    completion = ScriptedModel([text]).complete(ASK, seen.append)
    assert completion.text == text
    assert all(later.startswith(earlier) for earlier, later in pairwise(seen))
    assert seen[-1:] == ([text] if text else [])


def test_threads_share_a_script_fairly() -> None:
    """A hundred workers at once get a hundred different lines."""
    model = ScriptedModel([str(n) for n in range(100)])
    with ThreadPoolExecutor(16) as pool:
        texts = list(pool.map(lambda _: model.complete(ASK).text, range(100)))
    assert sorted(texts, key=int) == [str(n) for n in range(100)]


@pytest.mark.parametrize(
    "script",
    [
        [7],
        [None],
        [["x"]],
        [{"error": "sadness"}],
        [{"error": ["cut"]}],
        [{"reply": "x", "finish": "tired"}],
        [{"reply": "x", "chunks": "many"}],
        [{"reply": "x", "usage": {"prompt_tokens": "many"}}],
        [{"reply": "x", "usage": 3}],
    ],
)
def test_a_wrong_line_is_named(script: list[Any]) -> None:
    """A slip in my script is pointed out by its number before anything runs."""
    with pytest.raises(UsageError, match="Item 1 ") as caught:
        ScriptedModel(script)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["", "{", '{"a": 1}', '"x"', "[" * 100_000])
def test_a_file_that_is_no_script_is_refused(tmp_path: Path, text: str) -> None:
    """A file that is not a JSON list is refused by its name, with the cure."""
    script = tmp_path / "bad.json"
    script.write_text(text)
    with pytest.raises(UsageError, match=r"bad\.json") as caught:
        ScriptedModel(script)
    assert caught.value.hint


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is a slip of mine, said in one sentence."""
    with pytest.raises(UsageError, match=r"none\.json"):
        ScriptedModel(tmp_path / "none.json")
