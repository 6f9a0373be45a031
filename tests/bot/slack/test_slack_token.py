"""A token that Slack takes no more: nothing is lost, health tells, and all goes on once it is mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from slackbot import ANSWER, QUESTION, HeldModel, answers, application, serving

from bot.local_slack import LocalSlack
from bot.slack.wire import faults, standing


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here waits ten seconds for a token to be mended."""
    monkeypatch.setattr(faults, "_MENDED", 0.2)
    monkeypatch.setattr(standing, "ASKED_EVERY", 0.2)


def test_an_answer_waits_for_its_token(tmp_path: Path) -> None:
    """What is being answered when the token is refused, for whatever reason, is kept, and comes when it works again."""
    model = HeldModel()
    with LocalSlack() as slack, serving(application(tmp_path, model), slack) as bot:
        for number, fault in enumerate(sorted(faults.TOKEN_FAULTS), start=1):
            model.free.clear()
            asked = slack.say("alice", "papers", f"@broadsheet Do {number} longer ropes hold better?")
            slack.wait(lambda number=number: len(model.prompts) == number)
            slack.faults.locked_out = fault
            model.free.set()
            slack.wait(bot.ill)
            assert fault in bot.ill()
            assert bot.unwell() == ""
            slack.wait(lambda: bot.jobs.ready())
            assert not answers(slack.seen("alice", "papers", asked))
            slack.faults.locked_out = ""
            slack.wait(lambda asked=asked: answers(slack.seen("alice", "papers", asked)))
            slack.wait(lambda: not bot.jobs.unfinished() and not bot.ill())
            assert len(answers(slack.seen("alice", "papers", asked))) == 1


def test_what_is_asked_meanwhile_is_answered_afterwards(tmp_path: Path) -> None:
    """Commands, mentions and direct messages that come while the token is refused wait, and are answered once."""
    with LocalSlack() as slack, serving(application(tmp_path), slack) as bot:
        slack.faults.locked_out = "account_inactive"
        slack.command("alice", "papers", "/ask", QUESTION)
        mention = slack.say("bob", "papers", f"@broadsheet {QUESTION}")
        direct = slack.say("carol", "dm", QUESTION)
        slack.wait(bot.ill)
        assert bot.jobs.unfinished() >= 3
        slack.faults.locked_out = ""
        slack.wait(lambda: not bot.jobs.unfinished())
        told = [slack.seen("alice", "papers"), slack.seen("bob", "papers", mention), slack.seen("carol", "dm", direct)]
        assert [[ANSWER in m.text for m in answers(seen) if m.only_for or m.in_thread] for seen in told] == [[True]] * 3


def test_a_bot_that_is_started_with_the_next_token_delivers(tmp_path: Path) -> None:
    """Whoever puts a new token in starts the bot anew: it finds what its predecessor could not deliver."""
    model = HeldModel()
    with LocalSlack() as slack:
        with serving(application(tmp_path, model), slack) as bot:
            asked = slack.say("alice", "dm", QUESTION)
            slack.wait(lambda: model.prompts)
            slack.faults.locked_out = "token_revoked"
            model.free.set()
            slack.wait(lambda: bot.jobs.ready())
        slack.faults.locked_out = ""
        with serving(application(tmp_path), slack):
            [answer] = slack.wait(lambda: answers(slack.seen("alice", "dm", asked)))
            assert ANSWER in answer.text


@pytest.mark.parametrize("where", ["chat.postMessage", "response_url"])
def test_rate_limited_as_a_body_is_later(tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal that comes with the status of a success, and says “rate_limited”, is tried again, and no other way."""
    monkeypatch.setattr(faults, "UNTOLD", 0.2)
    with LocalSlack() as slack, serving(application(tmp_path), slack) as bot:
        slack.faults.next(where, "rate_limited", 2)
        slack.command("alice", "papers", "/ask", QUESTION)
        asked = slack.say("bob", "papers", f"@broadsheet {QUESTION}")
        slack.wait(lambda: not bot.jobs.unfinished())
        assert ANSWER in answers(slack.seen("alice", "papers"))[0].text
        assert len(answers(slack.seen("bob", "papers", asked))) == 1
        assert answers(slack.seen("alice", "dm")) == answers(slack.seen("bob", "dm")) == []


def test_sharing_works_after_an_invitation(tmp_path: Path) -> None:
    """Where the bot is not in the channel, sharing says so and stays possible: after /invite it is shared, once."""
    with LocalSlack() as slack, serving(application(tmp_path), slack) as bot:
        slack.command("alice", "random", "/ask", QUESTION)
        [mine] = slack.wait(lambda: answers(slack.seen("alice", "random")))
        slack.click("alice", mine, "share")
        slack.wait(lambda: not bot.jobs.unfinished())
        said, told = answers(slack.seen("alice", "random"))
        assert "Say /invite @broadsheet here" in told.text
        assert answers(slack.seen("alice", "dm")) == []
        slack.invite("alice", "random", "broadsheet")
        slack.click("alice", said, "share")
        slack.wait(lambda: not bot.jobs.unfinished())
        assert "share" not in str(answers(slack.seen("alice", "random"))[0].blocks)
        [shared] = answers(slack.seen("bob", "random"))
        assert ANSWER in shared.text
