"""The servers people run, each answering and refusing in its own way."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import openai.types.chat  # noqa: F401 (loads slowly: here, so that no deadline below pays for it)
import pytest
from model_server import model_server, says
from served import (
    ANSWER,
    SERVED,
    Request,
    Served,
    cold,
    completions_limit,
    either,
    no_schema,
    optionless,
    raw,
    roomy,
    schemaless,
    systemless,
    unless,
    unstreamed,
)

from bot.models.budget import Budget, Caps
from bot.models.claim_stream import read_claims
from bot.models.dialect import Dialect
from bot.models.learned import KEPT_FOR, THINKING_ROOM, Learned, learned_of
from bot.models.metered import MeteredModel
from bot.models.openai import OpenAIModel
from bot.models.protocol import ModelError, Prompt
from bot.models.reply import spoken_line
from retrieval.archive.database import Database

SCHEMA = {"type": "object", "properties": {"claims": {"type": "array"}}}
ASK = Prompt("answer", "answer@12345678", "You answer.", "Is it slow? " * 20, 0.0, 900, SCHEMA)


def metered(url: str, folder: Path, learned: Learned | None = None) -> MeteredModel:
    """The model at *url* with a budget, on a clock on which waiting takes no time."""
    naps: list[float] = []
    learned = learned or Learned()
    inner = OpenAIModel(
        model="m",
        api_key="sk-secret",
        base_url=url,
        clock=lambda: time.monotonic() + sum(naps),
        sleep=naps.append,
        learned=learned,
    )
    budget = Budget(Database(folder / "archive.db"), Caps(), lambda: datetime.now(UTC))
    return MeteredModel(inner, budget, "me", {}, learned)


@pytest.mark.parametrize("row", SERVED, ids=str)
def test_whatever_serves_the_model_i_get_its_answer_or_the_true_cause(row: Served, tmp_path: Path) -> None:
    """My server has its own ways: its answer is read all the same, or I am told what is wrong in one sentence."""
    with model_server(row.does) as server:
        if row.comes == "answer":
            said = read_claims(metered(server.url, tmp_path).complete(ASK).text)
            assert [claim["text"] for claim in said.found] == ["It is slow."]
        else:
            with pytest.raises(ModelError) as caught:
                metered(server.url, tmp_path).complete(ASK)
            assert caught.value.fault == row.comes
            assert "secret" not in caught.value.message + caught.value.hint
    assert len(server.requests) == row.calls
    assert row.sent(server.requests[-1])


def test_no_detour_is_taken_twice(tmp_path: Path) -> None:
    """What my endpoint refused once is not asked of it again, tomorrow or by another process either."""
    file, now = tmp_path / "endpoints.json", datetime.now(UTC)
    with model_server(unless(schemaless, raw(400, {"error": "no grammar here"}))) as server:
        for expected in (3, 4):
            learned = learned_of("ollama:m", file, now, Dialect())
            metered(server.url, tmp_path, learned).complete(ASK)
            assert len(server.requests) == expected
    assert learned_of("ollama:m", file, now + KEPT_FOR, Dialect()).dialect == Dialect()
    assert learned_of("vllm:m", file, now, Dialect()).dialect == Dialect()


PARTS: dict[str, Callable[[Request], bool]] = {
    "structure": schemaless,
    "stream": unstreamed,
    "stream_options": optionless,
    "system": systemless,
    "temperature": cold,
    "limit": completions_limit,
}
WITHOUT = {"structure": "none", "limit": "max_completion_tokens"}


@pytest.mark.parametrize("refused", [each for size in (1, 2, 3) for each in combinations(PARTS, size)], ids=str)
def test_what_was_left_out_for_nothing_comes_back(refused: tuple[str, ...], tmp_path: Path) -> None:
    """My server refuses up to three things and never says which: it serves me at once, and soon without needless loss.

    Each part that was left out at a guess is asked for once more, one a question, whatever process asks.
    """
    file, now = tmp_path / "endpoints.json", datetime.now(UTC)
    calls = list[int]()
    fits = unless(lambda r: all(PARTS[part](r) for part in refused), raw(400, ""), either)
    with model_server(fits) as server:
        for _ in range(8):
            before = len(server.requests)
            learned = learned_of("mine:m", file, now, Dialect())
            assert metered(server.url, tmp_path, learned).complete(ASK).text == ANSWER
            calls.append(len(server.requests) - before)
    assert calls[0] <= 5
    assert max(calls[1:]) <= 2
    assert sum(calls[1:]) - 7 <= len(refused) + ("structure" in refused)
    left = {part: WITHOUT.get(part, False) for part in refused}
    if "stream" in refused:
        left.pop("stream_options", None)  # nothing is sent of it then
    known = learned_of("mine:m", file, now, Dialect())
    assert (known.dialect, known.doubts) == (replace(Dialect(), **left), ())


def test_an_outage_teaches_nothing(tmp_path: Path) -> None:
    """A server that was down for everything is asked for the schema again once it is up."""
    with model_server(*[raw(500, "")] * 10, says(ANSWER)) as server:
        model = metered(server.url, tmp_path)
        with pytest.raises(ModelError):
            model.complete(ASK)
        server.behaviours = (says(ANSWER),)
        model.complete(ASK)
    assert not no_schema(server.requests[-1])


def test_room_to_think_is_made_once_and_counts(tmp_path: Path) -> None:
    """A model that thinks gets room from its second call on, and the thoughts of the first are on my budget."""
    thinks = next(row for row in SERVED if row.kind.startswith("thoughts") and row.comes == "answer")
    with model_server(thinks.does) as server:
        model = metered(server.url, tmp_path)
        model.complete(ASK)
        model.complete(ASK)
    assert [r["max_tokens"] for r in server.requests] == [900, 900 + THINKING_ROOM, 900 + THINKING_ROOM]
    spent = model.budget.spent()[0]
    assert (spent.calls, spent.tokens > 0) == (3, True)


@pytest.mark.parametrize("file", ["", "[]", "{", '{"ollama:m": {"at": "then"}}', '{"ollama:m": 3}'])
def test_what_cannot_be_read_is_found_out_anew(file: str, tmp_path: Path) -> None:
    """A damaged note on my endpoint costs a detour, no answer."""
    path = tmp_path / "endpoints.json"
    path.write_text(file)
    learned = learned_of("ollama:m", path, datetime.now(UTC), Dialect())
    learned.take(Dialect(stream=False))
    assert not learned_of("ollama:m", path, datetime.now(UTC), Dialect()).dialect.stream


def test_many_servers_are_covered() -> None:
    """The table in the documentation counts what is held here, and at least forty ways of a dozen servers are."""
    assert len(SERVED) >= 40
    assert len(Counter(row.server for row in SERVED)) >= 12


def test_one_line_gets_room_too(tmp_path: Path) -> None:
    """A model that thinks aloud, unmarked, before its one line is not cut off in the middle of it."""
    line = replace(ASK, schema=None, max_tokens=120)
    aloud = "Let me see what the abstract says about it first. " * 9
    with model_server(roomy(says(f"{aloud}</think>It is slow."), says(aloud, "length"))) as server:
        assert spoken_line(metered(server.url, tmp_path).complete(line).text) == "It is slow."


def test_where_the_room_does_not_fit_it_is_left_out(tmp_path: Path) -> None:
    """My server's context is small: a model known to think is asked without its room before papers are left out."""
    full = raw(400, {"message": "This model's maximum context length is 4096 tokens"})
    with model_server(unless(lambda r: r["max_tokens"] <= 900, full)) as server:
        completion = metered(server.url, tmp_path, Learned(room=THINKING_ROOM)).complete(ASK)
    assert (completion.text, len(server.requests)) == (ANSWER, 2)


def test_a_bare_failure_is_remembered_by_this_process_only(tmp_path: Path) -> None:
    """A server that failed twice may have had a bad minute: tomorrow it is asked for the schema again."""
    file, now = tmp_path / "endpoints.json", datetime.now(UTC)
    learned = learned_of("vllm:m", file, now, Dialect())
    with model_server(unless(schemaless, raw(500, ""))) as server:
        metered(server.url, tmp_path, learned).complete(ASK)
    assert (learned.dialect.structure, file.exists()) == ("none", False)
