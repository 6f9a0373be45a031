"""What an attacker tried against the bot, and what now holds."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from slackbot import ANSWER, QUESTION, HeldModel, answers, application, serving

from bot.local_slack import LocalSlack
from bot.render.slack import line
from bot.slack.bot import Bot
from bot.slack.jobs import Jobs
from bot.slack.wire import poster as post
from bot.slack.wire.faults import UnknownOutcomeError
from bot.slack.wire.pace import Pace
from bot.slack.wire.poster import Poster
from retrieval.archive.database import Database


class Eager(Pace):
    """No waiting at all."""

    def hold(self, channel: str, seconds: float) -> None:
        pass


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[LocalSlack, Bot]]:
    with LocalSlack() as slack, serving(application(tmp_path), slack) as bot:
        yield slack, bot


def settled(slack: LocalSlack, bot: Bot) -> None:
    slack.wait(lambda: bot.jobs.unfinished() == 0, 20)


def test_nobody_sees_anothers_private_answer(office: tuple[LocalSlack, Bot]) -> None:
    """Whatever a button of bob's says, alice's private answer is not shown to him, and not shared by him."""
    slack, bot = office
    slack.command("alice", "papers", "/ask", QUESTION)
    settled(slack, bot)
    alices = bot.jobs.get(1)
    assert alices
    url = slack.command("bob", "papers", "/tldr", "Compass Networks").payload["response_url"]
    for action in ("quotes", "share"):
        request = {"action": action, "value": alices.token, "url": url, "private": True, "trigger": ""}
        bot.jobs.offer(f"forged:{action}", "action", request, user="U00BOB", channel="C00PAPERS")
    settled(slack, bot)
    assert not any(ANSWER in message.text for message in slack.seen("bob", "papers"))


def test_numbers_and_tokens_never_come_back(database: Database) -> None:
    """When all jobs are forgotten, a new one has another number and another token than any before."""
    jobs = Jobs(database, time.time, (), most=9)
    jobs.offer("a", "said", {}, user="U1", channel="C1")
    first = jobs.claim(quick=False)
    with database.write() as db:
        db.execute("DELETE FROM jobs")
    jobs.offer("b", "said", {}, user="U1", channel="C1")
    second = jobs.claim(quick=False)
    assert first
    assert second
    assert (second.job > first.job, second.token != first.token) == (True, True)


def test_an_outage_of_slack_loses_no_answer(office: tuple[LocalSlack, Bot]) -> None:
    """Fifteen failures in a row that nobody can judge: the answer comes in the end, once."""
    slack, bot = office
    bot.desk.poster.pace.__class__ = Eager
    slack.faults.next("chat.postMessage", "http_503", times=15)
    message = slack.say("alice", "papers", f"@broadsheet {QUESTION}")
    settled(slack, bot)
    assert len(answers(slack.seen("alice", "papers", message))) == 1


def test_a_damaged_reply_blocks_nobody(office: tuple[LocalSlack, Bot]) -> None:
    """A reply that cannot be shown is not tried for ever: its asker is told, and the channel goes on."""
    slack, bot = office
    with bot.desk.library.database.write() as db:
        values = ["broken", "said", "U00BOB", "C00PAPERS", "", json.dumps({"via": "channel"}), time.time()]
        db.execute(
            "INSERT INTO jobs (key, kind, user, channel, thread, reply, received, request, state, lane) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, '{}', 'ready', 'C00PAPERS')",
            values,
        )
    message = slack.say("alice", "papers", f"@broadsheet {QUESTION}")
    settled(slack, bot)
    assert len(answers(slack.seen("alice", "papers", message))) == 1
    assert any("could not show it" in m.text for m in slack.seen("bob", "dm"))


def test_a_damaged_row_is_dropped(database: Database) -> None:
    """A job whose request cannot be read does not keep the others waiting."""
    jobs = Jobs(database, time.time, (), most=9)
    jobs.offer("bad", "said", {}, user="U1", channel="C1")
    jobs.offer("good", "said", {}, user="U2", channel="C1")
    with database.write() as db:
        db.execute("UPDATE jobs SET request = '{' WHERE key = 'bad'")
    claimed = [jobs.claim(quick=False), jobs.claim(quick=False)]
    assert [job.key for job in claimed if job] == ["good"]


def test_a_refused_modal_may_be_sent_again(database: Database) -> None:
    """A question refused for a full queue is taken when it is sent from the same window later."""
    jobs = Jobs(database, time.time, (), most=1)
    jobs.offer("a", "said", {}, user="U1", channel="C1")
    assert jobs.offer("view:1", "submission", {}, user="U1", channel="C1", again=True) == "full"
    jobs.claim(quick=False)
    assert jobs.offer("view:1", "submission", {}, user="U1", channel="C1", again=True) == "taken"


def test_one_person_keeps_nobody_out(database: Database) -> None:
    """However many questions of one person wait, the first of another is taken."""
    jobs = Jobs(database, time.time, (), most=5)
    offers = [jobs.offer(f"a{n}", "said", {}, user="U1", channel="C1") for n in range(20)]
    assert (offers.count("taken"), offers.count("full")) == (5, 15)
    assert jobs.offer("b", "said", {}, user="U2", channel="C1") == "taken"


def test_posting_ends_when_nobody_can_tell(office: tuple[LocalSlack, Bot], monkeypatch: pytest.MonkeyPatch) -> None:
    """A Slack that fails for good is not asked for ever: the outcome is reported as unknown."""
    slack, bot = office
    monkeypatch.setattr(post, "_PATIENCE", 0.2)
    slack.faults.next("chat.postMessage", "http_503", times=1_000)
    poster = Poster(bot.desk.client, Pace(0.0), bot.desk.bot_user, sleep=lambda seconds: time.sleep(0.05))
    with pytest.raises(UnknownOutcomeError):
        poster.post("C00PAPERS", line("hello"), "key")


def test_too_much_to_read_is_not_taken_for_absent(
    office: tuple[LocalSlack, Bot], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a channel holds more than can be read back, that is said, instead of “it is not there”."""
    slack, bot = office
    monkeypatch.setattr(post, "_PAGES", 1)
    monkeypatch.setattr(post, "_PAGE", 2)
    for n in range(4):
        slack.say("alice", "papers", f"message {n}")
    with pytest.raises(UnknownOutcomeError):
        bot.desk.poster.find("C00PAPERS", "key")
    assert bot.desk.poster.find("C00PAPERS", "key", since=time.time() + 60) is None


def test_what_others_put_into_metadata_counts_for_nothing(office: tuple[LocalSlack, Bot]) -> None:
    """Another app's message with our event type neither passes for ours nor stops a follow-up."""
    slack, bot = office
    message = slack.say("alice", "papers", f"@broadsheet {QUESTION}")
    settled(slack, bot)
    for payload in ({"key": "weekly:2026-W47", "turn": "{}"}, "words", ["list"]):
        metadata = {"event_type": "broadsheet", "event_payload": payload}
        slack.workspace.post("C00PAPERS", "U00ROBOT", "forged", thread_ts=message.ts, metadata=metadata)
    assert bot.desk.poster.find("C00PAPERS", "weekly:2026-W47", message.ts) is None
    slack.say("alice", "papers", "@broadsheet When does the effect vanish in it?", thread=message)
    settled(slack, bot)
    assert "vanishes below 2 knots" in answers(slack.seen("alice", "papers", message))[-1].text


def test_nobody_is_bothered_who_asked_nothing(tmp_path: Path) -> None:
    """Words to others in the bot's thread that were left over from yesterday are not apologised for."""
    model = HeldModel()
    model.free.set()
    with LocalSlack() as slack, serving(application(tmp_path, model), slack) as bot:
        message = slack.say("alice", "papers", f"@broadsheet {QUESTION}")
        settled(slack, bot)
        request = {"text": "bob, lunch?", "ts": "1.0", "direct": False, "mentioned": False, "in_thread": True}
        with bot.desk.library.database.write() as db:
            values = ["old", json.dumps(request), message.ts, time.time() - 100_000]
            db.execute(
                "INSERT INTO jobs (key, kind, user, channel, request, thread, received, state) "
                "VALUES (?, 'said', 'U00ALICE', 'C00PAPERS', ?, ?, ?, 'queued')",
                values,
            )
        settled(slack, bot)
        assert len(answers(slack.seen("alice", "papers", message))) == 1


def test_odd_events_are_acknowledged_and_nothing_more(office: tuple[LocalSlack, Bot]) -> None:
    """A message without words, and one of Slack's own, are no questions."""
    slack, bot = office
    slack.workspace.post("C00PAPERS", "USLACKBOT", "@broadsheet hello")
    message = slack.say("alice", "papers", "@broadsheet")
    settled(slack, bot)
    assert "I answer questions from papers." in answers(slack.seen("alice", "papers", message))[0].text


def test_half_a_character_is_answered(office: tuple[LocalSlack, Bot]) -> None:
    """A message with half of an emoji in it is delivered and answered like any other, and nothing hangs."""
    slack, bot = office
    message = slack.say("alice", "papers", f"@broadsheet \ud83d {QUESTION} \udc00")
    settled(slack, bot)
    assert len(answers(slack.seen("alice", "papers", message))) == 1
    slack.command("bob", "papers", "/ask", f"{QUESTION} \udfff")
    settled(slack, bot)
    assert len(answers(slack.seen("bob", "papers"))) == 1


@pytest.mark.parametrize("where", ["chat.postMessage", "blocks", "response_url"])
def test_deeply_nested_json_is_refused(office: tuple[LocalSlack, Bot], where: str) -> None:
    """JSON nested deeper than any message gets an answer, not a dropped connection."""
    import httpx

    slack, _ = office
    deep = "[" * 100_000
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json"}
    if where == "response_url":
        got = httpx.post(f"{slack.api_url.removesuffix('api/')}hooks/none", content=deep, headers=headers)
        assert got.status_code == 400
        return
    if where == "blocks":
        form = {"channel": "C00PAPERS", "text": "a", "blocks": deep, "token": slack.bot_token}
        got = httpx.post(f"{slack.api_url}chat.postMessage", data=form)
    else:
        got = httpx.post(f"{slack.api_url}chat.postMessage", content=deep, headers=headers)
    assert got.json()["error"] in ("invalid_json", "invalid_blocks", "invalid_blocks_format")


def test_a_text_for_a_question_is_not_told_again(office: tuple[LocalSlack, Bot]) -> None:
    """Above its private answer stands the beginning of a question of twenty thousand characters, not all of it."""
    slack, bot = office
    slack.command("alice", "papers", "/ask", f"{QUESTION} {'!' * 20_000}")
    settled(slack, bot)
    [answer] = answers(slack.seen("alice", "papers"))
    assert f"“{QUESTION}" in answer.text
    assert "…”" in answer.text
    assert len(answer.text) < 2_000
