"""An answer that takes time is shown claim by claim: each when it has passed, none taken back, one answer at last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drafting import DraftingModel, Steps
from growing import told
from slackbot import QUESTION, answers, application, serving

from bot.local_slack import LocalSlack
from bot.local_slack.api import METHODS, api_streams
from bot.local_slack.types import Message
from bot.slack import stream, stream_end
from bot.slack.bot import Bot
from bot.slack.wire import faults

STREAMING = ("chat.startStream", "chat.appendStream", "chat.stopStream")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here waits for Slack's pace."""
    monkeypatch.setattr(stream, "AFTER", 0.02)
    monkeypatch.setattr(stream, "GAP", 0.02)
    monkeypatch.setattr(faults, "UNTOLD", 0.2)
    monkeypatch.setattr(stream_end, "ENDS", 0.2)


class Scene:
    """Somebody has asked, and the model goes on when it is told to."""

    def __init__(self, slack: LocalSlack, bot: Bot, steps: Steps, asked: Message) -> None:
        self.slack, self.bot, self.steps, self.asked = slack, bot, steps, asked

    def again(self, what: str) -> Scene:
        """The same, with another question."""
        model: Any = self.bot.desk.library.bare_model
        model.before = steps = Steps()
        return Scene(self.slack, self.bot, steps, self.slack.say("alice", self.asked.channel, f"@broadsheet {what}"))

    def seen(self) -> list[Message]:
        """The bot's messages in the thread."""
        return answers(self.slack.seen("alice", self.asked.channel, self.asked))

    def claims(self) -> list[str]:
        """The paragraphs of the first of them."""
        return told(self.seen()[0]) if self.seen() else []

    def after(self, number: int) -> list[str]:
        """The claims, once one more has been made and *number* are there."""
        self.steps.go()
        return list(self.slack.wait(lambda: len(self.claims()) >= number and self.claims()))

    def whole(self) -> Message:
        """The one answer at the end."""
        self.steps.go(20)
        self.slack.wait(lambda: not self.bot.jobs.unfinished())
        [answer] = self.seen()
        return answer


@pytest.fixture(params=["papers", "dm"])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    """A mention, or a direct message, that a model is at."""
    steps = Steps()
    with LocalSlack() as slack, serving(application(tmp_path, DraftingModel(before=steps)), slack) as bot:
        yield Scene(slack, bot, steps, slack.say("alice", request.param, f"@broadsheet {QUESTION}"))
        steps.go(50)


def calls(slack: LocalSlack) -> list[str]:
    return [call.where for call in slack.calls if call.where in (*STREAMING, "chat.postMessage", "chat.update")]


def test_claims_appear_when_they_have_passed(scene: Scene) -> None:
    """The first claim stands there while the model is at the second; the end only adds, sources and buttons too."""
    first = scene.after(1)
    assert len(first) == 1
    second = scene.after(2)
    assert second[:1] == first
    assert scene.seen()[0].stream == "in_progress"
    answer = scene.whole()
    assert told(answer)[:2] == second
    assert len(told(answer)) > 2
    assert answer.stream == "completed"
    assert answer.edited_ts is None
    assert "Ropes and Harbours" in str(answer.blocks)
    assert "'up'" in str(answer.blocks)
    assert "chat.postMessage" not in calls(scene.slack)


def test_a_follow_up_knows_what_was_streamed(scene: Scene) -> None:
    """What was shown claim by claim is remembered like any other answer, and its buttons work."""
    scene.after(1)
    answer = scene.whole()
    scene.slack.click("alice", answer, "up")
    scene.slack.wait(lambda: not scene.bot.jobs.unfinished())
    assert "👍 1" in str(scene.seen()[0].blocks)
    scene.slack.say("alice", scene.asked.channel, "and the first paper?", thread=scene.asked)
    scene.slack.wait(lambda: len(scene.seen()) == 2)


def test_an_answer_that_is_there_at_once_comes_as_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody waits nothing is streamed."""
    monkeypatch.setattr(stream, "AFTER", 5.0)
    with LocalSlack() as slack, serving(application(tmp_path, DraftingModel()), slack) as bot:
        slack.say("alice", "papers", f"@broadsheet {QUESTION}")
        slack.wait(lambda: not bot.jobs.unfinished())
        assert calls(slack) == ["chat.postMessage"]


@pytest.mark.parametrize("missing", STREAMING)
def test_where_slack_offers_no_streams_the_answer_is_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """A workspace without one of the methods gets each answer whole, and is asked for a stream once."""
    monkeypatch.delitem(METHODS, missing)
    if missing == "chat.stopStream":  # then only Slack itself ends one
        monkeypatch.setattr(api_streams, "STREAM_SECONDS", 2.0)
        monkeypatch.setattr("bot.local_slack.api.chat.STREAM_SECONDS", 2.0)
    steps = Steps()
    with LocalSlack() as slack, serving(application(tmp_path, DraftingModel(before=steps)), slack) as bot:
        for n in (1, 2):
            before = len(calls(slack))
            scene = Scene(slack, bot, steps, slack.say("alice", "papers", f"@broadsheet {QUESTION} ({n})"))
            steps.go()
            if n == 1:
                slack.wait(lambda before=before: len(calls(slack)) > before)
            assert len(told(scene.whole())) > 2
    starts = [call for call in slack.calls if call.where == "chat.startStream"]
    assert len(starts) == 1 or missing != "chat.startStream"


@pytest.mark.parametrize("method", STREAMING)
def test_a_fault_leaves_one_whole_answer(scene: Scene, method: str) -> None:
    """Whatever befalls a stream, begun, under way or ending: one answer, whole, and no claim that stood is gone."""
    scene.whole()
    for fault in ("ratelimited", "rate_limited", "http_503", "internal_error", "drop_before", "drop_after", "delay"):
        befalls(fault, method, scene.again(f"Do longer ropes hold, {fault}?"))


def befalls(fault: str, method: str, scene: Scene) -> None:
    before = calls(scene.slack).count(method)
    if method == "chat.startStream":
        scene.slack.faults.next(method, fault)
        scene.steps.go(2)
        scene.slack.wait(lambda: calls(scene.slack).count(method) > before)
        stood = scene.claims()
    else:
        stood = scene.after(1)
        before = calls(scene.slack).count(method)
        scene.slack.faults.next(method, fault)
        scene.steps.go()
        if method == "chat.appendStream":
            scene.slack.wait(lambda: calls(scene.slack).count(method) > before)
            stood = scene.claims()
    answer = scene.whole()
    assert told(answer)[: len(stood)] == stood
    assert len(told(answer)) > 2
    assert "Ropes and Harbours" in str(answer.blocks)


def test_a_stream_that_slack_has_ended_is_made_whole(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams die after some minutes: the message is then changed, and what stood in it stays."""
    stood = scene.after(1)
    monkeypatch.setattr(api_streams, "STREAM_SECONDS", 0.0)
    monkeypatch.setattr("bot.local_slack.api.chat.STREAM_SECONDS", 0.0)
    answer = scene.whole()
    assert told(answer)[:1] == stood
    assert len(told(answer)) > 2
    assert calls(scene.slack)[-1] == "chat.update"


def test_a_stream_that_somebody_deleted_comes_again_as_a_message(scene: Scene) -> None:
    """Whoever deletes what is there so far still gets the answer."""
    scene.after(1)
    scene.slack.workspace.delete(scene.seen()[0])
    assert len(told(scene.whole())) > 2


def test_a_model_that_fails_leaves_what_stood(tmp_path: Path) -> None:
    """A model that fails after its first claims costs nobody these; that there is no more is said."""

    def fails(number: int) -> None:
        steps(number)
        if number > 2:
            raise RuntimeError("broken")

    steps = Steps()
    with LocalSlack() as slack, serving(application(tmp_path, DraftingModel(before=fails)), slack) as bot:
        scene = Scene(slack, bot, steps, slack.say("alice", "papers", f"@broadsheet {QUESTION}"))
        stood = scene.after(1)
        answer = scene.whole()
        assert told(answer)[:1] == stood
        assert "What was found until then is above" in answer.text
        assert "Ropes and Harbours" in str(answer.blocks) or "Compass Networks" in str(answer.blocks)


def test_a_model_that_takes_too_long_leaves_what_stood(tmp_path: Path) -> None:
    """When the time is over the claims that stand there stay, and the thread of the late model adds none."""
    steps = Steps()
    model = DraftingModel(before=steps)
    settings = {"BROADSHEET_JOB_SECONDS": "2"}
    with LocalSlack() as slack, serving(application(tmp_path, model, **settings), slack) as bot:
        scene = Scene(slack, bot, steps, slack.say("alice", "papers", f"@broadsheet {QUESTION}"))
        stood = scene.after(1)
        slack.wait(lambda: not bot.jobs.unfinished())
        [answer] = scene.seen()
        assert "took longer than 2 seconds" in answer.text
        steps.go(20)
        assert told(scene.whole()) == stood


def test_a_private_answer_is_not_streamed(tmp_path: Path) -> None:
    """A slash command's answer comes in place of “Looking…”, whole."""
    with LocalSlack() as slack, serving(application(tmp_path, DraftingModel()), slack) as bot:
        slack.command("alice", "papers", "/ask", QUESTION)
        slack.wait(lambda: not bot.jobs.unfinished())
        assert not [call for call in slack.calls if call.where in STREAMING]
