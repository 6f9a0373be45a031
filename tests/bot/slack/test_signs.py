"""Whoever waits in a channel, a thread or a direct message sees that an answer is on its way."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from slackbot import ANSWER, QUESTION, HeldModel, answers, application, serving

from bot.local_slack import LocalSlack
from bot.local_slack.api import METHODS
from bot.slack.sign import AFTER, STATUS


@pytest.mark.parametrize("channel", ["papers", "dm"])
def test_who_waits_sees_a_sign(tmp_path: Path, channel: str) -> None:
    """While the answer takes its time a status stands below the question; it goes when the answer comes."""
    model = HeldModel()
    with LocalSlack() as slack, serving(application(tmp_path, model), slack):
        asked = slack.say("alice", channel, f"@broadsheet {QUESTION}")
        slack.wait(lambda: slack.status(asked) == STATUS)
        model.free.set()
        slack.wait(lambda: answers(slack.seen("alice", channel, asked)))
        assert slack.status(asked) == ""
        assert ANSWER in answers(slack.seen("alice", channel, asked))[0].text


def test_a_follow_up_shows_it_in_its_thread(tmp_path: Path) -> None:
    """In a thread of ours the sign stands in that thread."""
    model = HeldModel()
    with LocalSlack() as slack, serving(application(tmp_path, model), slack):
        model.free.set()
        asked = slack.say("alice", "papers", f"@broadsheet {QUESTION}")
        slack.wait(lambda: answers(slack.seen("alice", "papers", asked)))
        model.free.clear()
        further = slack.say("alice", "papers", "and since 2020?", thread=asked)
        slack.wait(lambda: slack.status(further) == STATUS)
        assert slack.status(asked) == STATUS
        model.free.set()


@pytest.mark.parametrize("fault", ["ratelimited", "http_503", "drop_before", "internal_error"])
def test_without_a_sign_the_answer_comes_all_the_same(tmp_path: Path, fault: str) -> None:
    """A Slack that does not take it costs nobody an answer."""
    model = HeldModel()
    with LocalSlack() as slack, serving(application(tmp_path, model), slack):
        slack.faults.next("assistant.threads.setStatus", fault)
        answered(slack, model)


def test_a_slack_that_shows_none_is_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the method is unknown or not allowed, answers come, and it is not called for each of them."""
    monkeypatch.delitem(METHODS, "assistant.threads.setStatus")
    caplog.set_level("INFO", "broadsheet.slack.sign")
    model = HeldModel()
    with LocalSlack() as slack, serving(application(tmp_path, model), slack):
        answered(slack, model, lambda: bool(caplog.records))
        again = slack.say("alice", "papers", "@broadsheet what is new this week?")
        slack.wait(lambda: answers(slack.seen("alice", "papers", again)))
    assert len([record for record in caplog.records if record.name == "broadsheet.slack.sign"]) == 1


def answered(slack: LocalSlack, model: HeldModel, until: Callable[[], bool] = lambda: True) -> None:
    """A question is asked, waited for longer than a sign takes, and answered."""
    before = len(model.prompts)
    asked = slack.say("alice", "papers", f"@broadsheet {QUESTION}")
    slack.wait(lambda: len(model.prompts) > before and until())
    time.sleep(2 * AFTER)
    model.free.set()
    slack.wait(lambda: answers(slack.seen("alice", "papers", asked)))
