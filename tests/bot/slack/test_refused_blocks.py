"""A workspace that refuses a block gets the answer all the same: in plain paragraphs, at last as text alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slackbot import ANSWER, QUESTION, answers, application, serving

from bot.local_slack import LocalSlack
from bot.local_slack.api import METHODS
from bot.local_slack.checks import blocks as checks
from bot.local_slack.checks import contents
from bot.local_slack.people.sight import elements_of
from bot.local_slack.state import response_urls
from bot.local_slack.state.response_urls import Hooks
from bot.local_slack.types import Message, RefusalError
from bot.render.slack import messages, simpler
from bot.sinks.slack import sink_of
from bot.slack.wire.pace import Pace
from bot.slack.wire.poster import Poster, web_client
from bot.types import Reply

# What is refused: a kind of block every answer has, all kinds it may be told in, or any message with blocks at all.
REFUSALS: dict[str, Any] = {
    "small print": lambda patch: patch.delitem(checks.BLOCKS, "context"),
    "everything": lambda patch: [patch.delitem(checks.BLOCKS, kind) for kind in ("context", "section", "actions")],
    "too long": lambda patch: patch.setattr(contents, "too_long", bool),
}


@pytest.fixture(params=REFUSALS)
def slack(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalSlack]:
    """A workspace that refuses some blocks."""
    REFUSALS[request.param](monkeypatch)
    with LocalSlack() as slack:
        yield slack


def told(slack: LocalSlack, user: str, channel: str, thread: Message | None = None) -> Message:
    """The one answer there, in which nothing of what it says is missing."""
    [message] = slack.wait(lambda: answers(slack.seen(user, channel, thread)))
    whole = message.text + "".join(str(block) for block in message.blocks)
    for said in (ANSWER, "[1]", "Ropes and Harbours", "from 1 paper"):
        assert said in whole
    return message


def test_a_command_is_answered_in_place_of_looking(tmp_path: Path, slack: LocalSlack) -> None:
    """“Looking…” does not stay: the answer takes its place."""
    with serving(application(tmp_path), slack):
        slack.command("alice", "papers", "/ask", QUESTION)
        told(slack, "alice", "papers")
        assert len(slack.seen("alice", "papers")) == 1


@pytest.mark.parametrize("channel", ["papers", "dm"])
def test_a_mention_and_a_direct_message_are_answered_once(tmp_path: Path, slack: LocalSlack, channel: str) -> None:
    """The answer stands in the thread, once, and a follow-up knows what was said."""
    with serving(application(tmp_path), slack):
        asked = slack.say("alice", channel, f"@broadsheet {QUESTION}")
        told(slack, "alice", channel, asked)
        slack.say("alice", channel, "and the first paper?", thread=asked)
        slack.wait(lambda: len(answers(slack.seen("alice", channel, asked))) == 2)
        assert ANSWER in answers(slack.seen("alice", channel, asked))[1].text


def test_what_comes_another_way_comes(tmp_path: Path, slack: LocalSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a command's own address has run out, the answer comes as a direct message."""
    monkeypatch.setattr(response_urls, "USES", 0)
    with serving(application(tmp_path), slack):
        slack.command("alice", "papers", "/ask", QUESTION)
        told(slack, "alice", "dm")


def test_the_weekly_post_gets_there(slack: LocalSlack) -> None:
    """A post that waits for nobody's answer is plain as well."""
    poster = Poster(web_client(slack.bot_token, slack.api_url), Pace(0))
    [message] = messages(Reply("A week", ("Something new.",), notes=("In small print.",)))
    sink_of(poster, "C00PAPERS").poster.post("C00PAPERS", message, "week:0")
    [posted] = answers(slack.seen("alice", "papers"))
    assert "In small print." in posted.text + str(posted.blocks)
    assert poster.find("C00PAPERS", "week:0") == posted.ts


def test_buttons_stay_where_they_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If it is not the buttons that are refused, they are there, and pressing one leaves the answer as it is."""
    monkeypatch.delitem(checks.BLOCKS, "context")
    with LocalSlack() as slack, serving(application(tmp_path), slack) as bot:
        asked = slack.say("alice", "papers", f"@broadsheet {QUESTION}")
        message = told(slack, "alice", "papers", asked)
        assert "up" in [e.get("action_id") for block in message.blocks for e in elements_of(block)]
        slack.click("alice", message, "up")
        slack.wait(lambda: not bot.jobs.unfinished())
        assert "👍 1" in str(told(slack, "alice", "papers", asked).blocks)


def test_text_alone_is_whole() -> None:
    """What is told as text alone says all that the blocks did, up to Slack's own limit, and stays inert."""
    for message in messages(Reply(paragraphs=("<x> & " * 900,))):
        *_, bare = simpler(message)
        assert bare.blocks == ()
        assert bare.text.count("&lt;x&gt; &amp;") == message.whole.count("<x> &") > 0


def test_where_nothing_at_all_is_taken_looking_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that neither its place nor a direct message takes leaves a word in its place."""
    use = Hooks.use

    def picky(hooks: Hooks, path: str, payload: dict[str, Any]) -> None:
        if ANSWER in payload["text"]:
            raise RefusalError("invalid_payload", status=400)
        use(hooks, path, payload)

    monkeypatch.setattr(Hooks, "use", picky)
    monkeypatch.delitem(METHODS, "conversations.open")
    with LocalSlack() as slack, serving(application(tmp_path), slack) as bot:
        slack.command("alice", "papers", "/ask", QUESTION)
        slack.wait(lambda: not bot.jobs.unfinished())
        [shown] = slack.seen("alice", "papers")
        assert "could show it neither here nor as a direct message" in shown.text
