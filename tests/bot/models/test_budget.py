"""What a model costs is counted, capped before it is spent, and paid for once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run

from bot.models.budget import Budget, CapReachedError, Caps
from bot.models.conversation import once_more, talk
from bot.models.metered import CachedModel, MeteredModel
from bot.models.protocol import Completion, ModelError, Prompt
from bot.models.scripted import ScriptedModel
from bot.types import Usage
from retrieval.archive.database import Database

PROMPT = Prompt("answer", "answer@1", "s" * 30, "u" * 30, 0.0, 10)
REPLY = {"reply": "yes", "usage": {"prompt_tokens": 20, "completion_tokens": 5}}


def at(hour: int) -> Callable[[], datetime]:
    return lambda: datetime(2026, 11, 22, hour, tzinfo=UTC)


def metered(database: Database, caps: Caps, replies: int, user: str = "ann") -> MeteredModel:
    return MeteredModel(ScriptedModel([REPLY] * replies), Budget(database, caps, at(9)), user, {"scripted": (1.0, 2.0)})


def test_every_call_is_counted(database: Database) -> None:
    """Calls, tokens, seconds and money add up by user and model."""
    model = metered(database, Caps(), 3)
    for _ in range(3):
        assert model.complete(PROMPT).usage.money == pytest.approx(30e-6)
    [spent] = model.budget.spent()
    assert (spent.user, spent.model, spent.calls, spent.tokens) == ("ann", "scripted", 3, 75)
    assert spent.money == pytest.approx(90e-6)


@pytest.mark.parametrize("caps", [Caps(user=100), Caps(day=100), Caps(total=100)])
def test_a_cap_is_never_overspent(database: Database, caps: Caps) -> None:
    """Twenty threads asking at once stay below the cap, and each refused call says why and until when."""
    models = [metered(database, caps, 10) for _ in range(20)]
    refused: list[str] = []

    def spend(model: MeteredModel) -> None:
        for _ in range(10):
            try:
                model.complete(PROMPT)
            except CapReachedError as reached:
                refused.append(reached.message)

    threads = [threading.Thread(target=spend, args=[model]) for model in models]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [spent] = models[0].budget.spent()
    assert 50 < spent.tokens <= 100
    assert len(refused) == 200 - spent.calls
    assert "cap of 100 tokens" in refused[0]
    assert "until" in refused[0]


def test_tokens_nobody_counted_are_estimated(database: Database) -> None:
    """A server that counts no tokens does not spend past my cap unseen."""
    model = MeteredModel(ScriptedModel(["yes"]), Budget(database, Caps(), at(9)), "ann", {})
    assert model.complete(PROMPT).usage.prompt_tokens == 20
    assert [spent.tokens for spent in model.budget.spent()] == [21]


def test_one_persons_cap_is_not_anothers(database: Database) -> None:
    """What ann has spent does not keep bob from asking."""
    ann, bob = metered(database, Caps(user=40), 2), metered(database, Caps(user=40), 2, user="bob")
    ann.complete(PROMPT)
    with pytest.raises(CapReachedError):
        ann.complete(PROMPT)
    bob.complete(PROMPT)


def test_tomorrow_there_is_room_again(database: Database) -> None:
    """A daily cap is for a day of the configured zone."""
    caps = Caps(day=40)
    metered(database, caps, 1).complete(PROMPT)
    tomorrow = Budget(database, caps, lambda: datetime(2026, 11, 23, 0, 1, tzinfo=UTC))
    assert tomorrow.left("ann") == 40
    MeteredModel(ScriptedModel([REPLY]), tomorrow, "ann", {}).complete(PROMPT)


def test_a_daily_cap_ends_at_midnight_whatever_the_total_is(database: Database) -> None:
    """A daily cap as high as the total one still says that it ends with the day."""
    with pytest.raises(CapReachedError, match="a day is reached until 2026-11-23"):
        Budget(database, Caps(day=50, total=50), at(9)).reserve("ann", "m", "answer", 60)


def test_a_killed_call_stays_reserved(tmp_path: Path) -> None:
    """A call whose process was killed goes on counting: the cap holds across kill -9."""
    code = (
        "import sys, time; sys.path[:0] = sys.argv[2:]; from pathlib import Path\n"
        "from test_budget import *\n"
        "budget = Budget(Database(Path(sys.argv[1])), Caps(day=100), at(9))\n"
        "budget.reserve('ann', 'm', 'answer', 80); print('reserved', flush=True); time.sleep(60)\n"
    )
    here = Path(__file__).resolve().parent
    path = tmp_path / "archive.db"
    child = subprocess.Popen([sys.executable, "-c", code, path, here, ROOT, ROOT / "tests"], stdout=subprocess.PIPE)
    assert child.stdout
    child.stdout.readline()
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    database = Database(path)
    with pytest.raises(CapReachedError):
        Budget(database, Caps(day=100), at(9)).reserve("bob", "m", "answer", 30)
    database.close()


def test_the_same_prompt_is_paid_for_once(database: Database) -> None:
    """An identical prompt to the same model is answered from the cache, for nothing; another model is asked."""
    inner = metered(database, Caps(), 5)
    model = CachedModel(inner, database, "one", at(9))
    first = model.complete(PROMPT)
    first.keep(first)
    assert first.usage.calls == 1
    again = model.complete(PROMPT)
    assert (again.text, again.usage) == ("yes", Usage(cached=1))
    assert CachedModel(inner, database, "other", at(9)).complete(PROMPT).usage.cached == 0


def test_what_nobody_could_use_is_asked_for_anew(database: Database) -> None:
    """A bad reply is not mine for ever: only one that was read and shown is given again."""
    model = CachedModel(metered(database, Caps(), 5), database, "one", at(9))
    assert [model.complete(PROMPT).usage.calls for _ in range(2)] == [1, 1]


def test_a_reply_that_had_to_be_asked_for_twice_is_given_at_once(database: Database) -> None:
    """When only the second reply was good, the same question gets that one the next time, without either call."""
    script = ScriptedModel(["hm", "good"])
    model = CachedModel(script, database, "one", at(9))

    def ask(fault: str) -> Completion:
        return model.complete(once_more(PROMPT, fault))

    went = talk(model, ask, lambda reply: "" if reply.text == "good" else "it is no good")
    went.keep()
    assert (model.complete(PROMPT).text, len(script.requests)) == ("good", 2)


def test_quotes_that_all_fell_are_not_kept(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """An answer of which nothing could be shown does not stand in the way of a better one."""
    run("ingest", str(jsonl))
    made_up = {"claims": [{"text": "Ropes sing.", "evidence": [{"source": 1, "quote": "the ropes sing at night"}]}]}
    model = write(tmp_path / "script.json", made_up)
    told = [run("ask", "Do longer ropes hold better?", "--model", model, "--json").json for _ in range(2)]
    assert [one["usage"]["cached"] for one in told] == [False, False]


def write(path: Path, *items: Any) -> str:
    path.write_text(json.dumps(items))
    return f"scripted:{path}"


def test_at_the_cap_the_papers_speak(
    run: Callable[..., Run], jsonl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the cap is reached the extractive model answers, and the answer says why and until when."""
    run("ingest", str(jsonl))
    monkeypatch.setenv("BROADSHEET_CAP_DAY", "10")
    model = write(tmp_path / "script.json", {"claims": []})
    told = run("ask", "Do longer ropes hold better?", "--model", model, "--json").json
    assert told["model"] == "extractive"
    assert told["state"] == "answered"
    assert "cap of 10 tokens a day is reached until 2026-11-23 00:00 UTC" in told["notes"][0]
    lines = run("tldr", "--all", "--model", model, "--json").json
    assert all("cap of 10 tokens" in line["note"] for line in lines)


def test_a_repeated_question_says_it_cost_nothing(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """The second time the same question costs no call, and the footer says so."""
    run("ingest", str(jsonl))
    quote = "longer ropes hold 3 times better"
    claims = {"claims": [{"text": "Longer ropes hold better.", "evidence": [{"source": 1, "quote": quote}]}]}
    model = write(tmp_path / "script.json", {"reply": claims, "usage": {"prompt_tokens": 100, "completion_tokens": 9}})
    question = "Do longer ropes hold better under wind?"
    first, second = (run("ask", question, "--model", model, "--json").json for _ in range(2))
    assert first["claims"] == second["claims"]
    assert (first["usage"]["cached"], second["usage"]["cached"]) == (False, True)
    assert second["usage"]["prompt_tokens"] == 0
    assert "from the cache" in run("ask", question, "--model", model).out
    assert [row["calls"] for row in run("usage", "--json").json] == [1]
    assert "109 tokens" in run("usage", "--week", "2026-W47").out


@pytest.mark.parametrize(("fault", "tokens"), [("timeout", 30), ("cut", 30), ("bad_key", 0), ("rate_limit", 0)])
def test_a_call_that_failed_uncounted_costs_what_was_set_aside(database: Database, fault: str, tokens: int) -> None:
    """A server that never counts and never ends cannot spend past my cap; one that refused costs nothing."""
    model = MeteredModel(ScriptedModel([{"error": fault}]), Budget(database, Caps(), at(9)), "ann", {})
    with pytest.raises(ModelError) as caught:
        model.complete(PROMPT)
    [spent] = model.budget.spent()
    assert spent.tokens == tokens == caught.value.usage.prompt_tokens + caught.value.usage.completion_tokens
