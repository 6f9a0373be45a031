"""What the page's stream tells and what its buttons do, without a browser."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from localpage import Client, served
from slackbot import ANSWER, QUESTION, answers

from bot.local_slack.page.feed import event
from bot.local_slack.page.payload import of_post
from bot.local_slack.page.server import PageServer
from bot.local_slack.page.state import Progress

_PATIENCE = 300.0  # seconds that are waited for an event


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    with served(tmp_path_factory.mktemp("page")) as server:
        yield server


@pytest.fixture
def client(server: PageServer) -> Iterator[Client]:
    """One page for all tests, left in peace by each: nothing goes wrong any more, nothing is under way."""
    yield Client(server)
    server.stage.slack.faults.clear()
    server.stage.slack.wait(server.stage.running.idle, 120)


def until(events: Iterator[tuple[str, Any]], wanted: str, ready: Any) -> Any:
    """The first document of a *wanted* event that is *ready*, or the first such change."""
    end = time.monotonic() + _PATIENCE
    for name, one in events:
        if name == wanted and ready(one):
            return one
        assert time.monotonic() < end, f"no such {wanted} in {_PATIENCE} s; the last event was {name}: {one}"
    raise AssertionError("the stream ended")


def said(text: str) -> Any:
    """True for a change to a message that holds *text*."""
    return lambda change: "message" in change and text in json.dumps(change["message"], ensure_ascii=False)


def test_looking_turns_into_the_answer_in_one_message(client: Client) -> None:
    """Who asks sees “Looking…” at once, and the answer in its place."""
    with client.events() as events:
        client.act("command", channel="papers", text=f"/ask {QUESTION}")
        looking = until(events, "changes", said("Looking…"))["message"]
        answer = until(events, "changes", said(ANSWER))["message"]
    assert answer["ts"] == looking["ts"]
    assert answer["private"]


def test_nobody_else_is_told(client: Client) -> None:
    """What only alice sees is in no stream of bob's, then or later; nor is a channel he is not in."""
    slack, seen = client.server.stage.slack, []
    with client.events("bob") as events:
        client.act("command", channel="papers", text=f"/ask {QUESTION}")
        slack.wait(client.server.stage.running.idle, 120)
        slack.workspace.post("C00BOARD", "U00CAROL", "for the board")
        slack.say("bob", "random", "that was all", wait=False)
        for name, document in events:
            seen += [document] if name == "changes" else []
            if any(said("that was all")(change) for change in seen):
                break
    assert len(seen) == 1
    with client.events("bob") as events:
        everything = next(events)[1]
    assert not any(m["private"] or m["text"] == "for the board" for m in everything["messages"])
    assert "board" not in [c["name"] for c in everything["channels"]]


def test_two_pages_agree(client: Client) -> None:
    """A page that comes later, or comes back, is told all that the first has seen."""
    with client.events() as first:
        before = next(first)[1]["messages"]
        client.act("say", channel="papers", text="good morning")
        told = until(first, "changes", said("good morning"))["message"]
    with client.events() as second:
        assert next(second)[1]["messages"] == [*before, told]


def test_nothing_in_a_message_can_end_an_event() -> None:
    """Line ends, in whatever script, stay inside the one line of their event."""
    sent = event("changes", ["\n\nevent: all\ndata: {}\n\n\r\u2028"]).decode()
    assert sent.count("\n") == 3
    assert sent.isascii()


def test_the_sample_page_is_read_and_answers(tmp_path: Path) -> None:
    """An empty archive takes the sample page while the bot runs, and the next question is answered from it."""
    with served(tmp_path, papers=[]) as server:
        client = Client(server)
        with client.events() as events:
            assert until(events, "status", lambda status: status["ready"])["papers"] == 0
            report = client.ask("POST", "api/sample", b"").json
            assert report["new"] == report["read"] == 30
            assert until(events, "status", lambda status: status["papers"] == 30)["progress"] is None
            client.act("command", channel="papers", text="/ask When does grokking happen?")
            until(events, "changes", said("Grokking happens when"))
        assert server.stage.library.searcher.embedder is not None


def test_progress_is_told_while_papers_come_in(tmp_path: Path) -> None:
    """Every page hears what is being done and how far it is, and that it is over."""
    with served(tmp_path, bot=False) as server, Client(server).events() as events:
        stage = server.stage
        done = threading.Event()

        def slow_job() -> None:
            stage.progress = Progress("Embedding my page.txt", 3, 30)
            done.wait(20)
            stage.progress = None

        working = threading.Thread(target=stage.work, args=(slow_job,))
        working.start()
        status = until(events, "status", lambda status: status["progress"])
        assert status["progress"] == {"what": "Embedding my page.txt", "done": 3, "total": 30}
        done.set()
        until(events, "status", lambda status: status["progress"] is None)
        working.join()


def test_a_page_that_was_saved_comes_in_under_its_name(client: Client) -> None:
    """The counts of what was read, new and known add up; the second time nothing is new."""
    data = (resources.files("bot") / "sample_page.txt").read_bytes()
    client.ask("POST", "api/papers", data, X_File_Name="my%20page.txt")
    again = client.ask("POST", "api/papers", data, X_File_Name="my%20page.txt").json
    assert (again["read"], again["new"], again["known"]) == (30, 0, 30)
    assert client.server.stage.progress is None


def test_a_file_that_is_no_page_is_refused_in_words(client: Client) -> None:
    """Broken is never empty: what cannot be read says so, and nothing is stored."""
    got = client.ask("POST", "api/papers", b"\x00\xff\x00\xff", X_File_Name="photo.jpg")
    assert got.status == 400
    assert "photo.jpg" in got.json["error"]
    assert client.server.stage.papers == client.server.stage.library.archive.count()
    assert client.server.stage.progress is None


def test_the_week_is_the_very_post_of_the_slack_sink(client: Client) -> None:
    """The newest week with papers; Slack would take each message as it is; nothing is posted."""
    before = client.server.stage.slack.workspace.messages()
    post = client.ask("GET", "api/week?as=alice&week=2026-W46").json
    assert post["days"] == "9–15 Nov 2026"
    assert post["before"] == "2026-W45"
    assert "Ropes and Harbours" in json.dumps(post["posts"])
    assert all(behind["findings"] == [] for behind in (one["behind"] for one in post["posts"]))
    assert client.server.stage.slack.workspace.messages() == before


def test_the_payload_is_what_the_bot_sent_without_any_token(client: Client) -> None:
    """The JSON behind a message has its blocks and flags, and no secret."""
    with client.events() as events:
        client.act("say", channel="papers", text=f"@broadsheet {QUESTION}")
        answer = until(events, "changes", said(ANSWER))["message"]
    behind = client.ask("GET", f"api/payload?as=bob&channel={answer['channel']}&ts={answer['ts']}").json
    assert behind["payload"]["blocks"] == answer["blocks"]
    assert behind["payload"]["unfurl_links"] in (False, "false", "0", 0)
    assert behind["findings"] == []
    assert client.server.stage.slack.bot_token not in json.dumps(behind)


def test_a_limit_that_slack_would_enforce_is_flagged() -> None:
    """A section that is too long, one block too many, a mention in a text: all are pointed out."""
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "<!channel> " + "x" * 3000}}
    behind = of_post("", [block, *[{"type": "divider"}] * 50], {})
    assert any("less than 3001 characters" in finding for finding in behind["findings"])
    assert any("no more than 50 items" in finding for finding in behind["findings"])
    assert behind["live"] == ["broadcast: channel"]


@pytest.mark.parametrize("trouble", ["repeat", "lose", pytest.param("cut", marks=pytest.mark.full)])
def test_whatever_goes_wrong_there_is_one_answer(client: Client, trouble: str) -> None:
    """A repeated delivery, a lost reply, a cut socket: the question is answered once."""
    stage = client.server.stage
    client.act("trouble", name=trouble)
    stage.slack.wait(stage.slack.connections, 120)
    with client.events() as events:
        client.act("say", channel="papers", text=f"@broadsheet {QUESTION} ({trouble})")
        asked = [m for m in stage.slack.seen("alice", "papers") if f"({trouble})" in m.text and m.user != "U00BROAD"][
            -1
        ]
        until(events, "changes", lambda change: said(ANSWER)(change) and change["message"]["thread"] == asked.ts)
    stage.slack.wait(stage.running.idle, 120)
    found = answers(stage.slack.seen("alice", "papers", asked))
    assert len(found) == 1, ([m.text for m in found], [(c.where, c.outcome) for c in stage.slack.calls[-20:]])


def test_a_stalled_model_answers_when_it_may_go_on(client: Client) -> None:
    """While the model is stalled everybody is told so and the week waits; then the answer comes."""
    with client.events() as events:
        client.act("trouble", name="stall")
        until(events, "status", lambda status: status["stalled"])
        client.act("command", channel="papers", text=f"/ask {QUESTION}")
        until(events, "changes", said("Looking…"))
        assert client.ask("GET", "api/week?as=alice").json["error"] == "The model is stalled."
        client.act("trouble", name="resume")
        until(events, "changes", said(ANSWER))


def test_a_page_closed_while_the_model_stalls_ends_at_once(tmp_path: Path) -> None:
    """Whatever is held up, the command ends when it is told to."""
    with served(tmp_path) as server:
        client = Client(server)
        client.act("trouble", name="stall")
        client.act("command", channel="papers", text=f"/ask {QUESTION}")
    assert not server.stage.stall.on
