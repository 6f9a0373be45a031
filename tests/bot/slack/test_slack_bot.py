"""What people do in Slack and what they see: the whole bot against the local Slack."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import paper
from slackbot import ANSWER, QUESTION, HeldModel, access, answers, application, serving
from weekly_made import read_days

from bot.local_slack import LocalSlack
from bot.local_slack.types import Message
from bot.models.extractive import ExtractiveModel
from bot.models.protocol import Completion, Prompt
from bot.slack.bot import Bot
from bot.slack.outcome import Outcome
from bot.slack.wire.response_url import LIFETIME
from bot.types import Reply
from retrieval.archive.database import Database


@dataclass
class Office:
    """A local Slack with the bot in it."""

    slack: LocalSlack
    bot: Bot

    def settled(self) -> None:
        self.slack.wait(lambda: self.bot.jobs.unfinished() == 0, 20)

    def ask(self, command: str = "/ask", text: str = QUESTION, user: str = "alice", channel: str = "papers") -> Message:
        """The answer that *user* gets to a slash command, privately."""
        before = len(answers(self.slack.seen(user, channel)))
        self.slack.command(user, channel, command, text)
        self.settled()
        got = answers(self.slack.seen(user, channel))
        assert len(got) == before + 1
        return got[-1]

    def thread(self, message: Message, user: str = "alice", channel: str = "papers") -> list[Message]:
        self.settled()
        return answers(self.slack.seen(user, channel, message))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with LocalSlack() as slack, serving(application(tmp_path), slack) as bot:
        yield Office(slack, bot)


@pytest.fixture
def open_office(tmp_path: Path) -> Callable[..., Any]:
    """An office with settings of its own, as a context manager."""
    from contextlib import contextmanager

    @contextmanager
    def opened(model: Any = None, **settings: str) -> Iterator[Office]:
        with LocalSlack() as slack, serving(application(tmp_path, model, **settings), slack) as bot:
            yield Office(slack, bot)

    return opened


def buttons(message: Message) -> list[str]:
    return [e["action_id"] for b in message.blocks if b["type"] == "actions" for e in b["elements"]]


def test_a_slash_command_is_answered_privately(office: Office) -> None:
    """“Looking…” at once, then the answer in its place, seen by nobody else."""
    delivery = office.slack.command("alice", "papers", "/ask", QUESTION)
    assert delivery.ack == {"text": "Looking…"}
    office.settled()
    [message] = [m for m in office.slack.seen("alice", "papers") if m.user == "U00BROAD"]
    assert ANSWER in message.text
    assert buttons(message) == ["up", "down", "share", "quotes", "details"]
    assert answers(office.slack.seen("bob", "papers")) == []


def test_where_slack_replaces_nothing_the_answer_follows(tmp_path: Path) -> None:
    """A Slack that ignores replace_original shows the note and one answer below it."""
    with LocalSlack(replaces=False) as slack, serving(application(tmp_path), slack) as bot:
        Office(slack, bot).ask()


def test_papers_and_one_liners(office: Office) -> None:
    """`/tldr` gives one line, `/papers` a short list by topic or by week."""
    assert "compass network" in office.ask("/tldr", "Compass Networks").text
    assert "The Drift of Deltas" in office.ask("/papers", "river dredging").text
    week = office.ask("/papers", "2026-W46").text
    assert "Ropes and Harbours" in week
    assert "Compass" not in week


def test_a_wrong_word_is_explained(office: Office) -> None:
    """A paper nobody knows, or an empty question, is a sentence, not silence."""
    assert "no paper" in office.ask("/tldr", "2501.99999").text.lower()
    delivery = office.slack.command("alice", "papers", "/ask", "  ")
    assert delivery.ack["text"] == "What would you like to know? For instance: /ask What is grokking?"


def test_a_mention_is_answered_in_its_thread(office: Office) -> None:
    """The answer to a mention stands under it, for all to see, without previews."""
    message = office.slack.say("alice", "papers", f"@broadsheet {QUESTION}")
    [answer] = office.thread(message, user="bob")
    assert ANSWER in answer.text
    assert not answer.unfurls
    assert "share" not in buttons(answer)


def test_a_direct_message_is_answered(office: Office) -> None:
    """Whoever writes to the bot gets an answer."""
    message = office.slack.say("alice", "dm", QUESTION)
    [answer] = office.thread(message, channel="dm")
    assert ANSWER in answer.text


def test_quotes_are_shown_and_hidden_in_place(office: Office) -> None:
    """A private answer shows its quotes where it stands."""
    before = office.ask()
    office.slack.click("alice", before, "quotes")
    office.settled()
    [after] = answers(office.slack.seen("alice", "papers"))
    assert "find that longer ropes hold 3 times better" in str(after.blocks)
    assert "hide" in buttons(after)
    office.slack.click("alice", after, "hide")
    office.settled()
    [again] = answers(office.slack.seen("alice", "papers"))
    assert again.blocks == before.blocks


def test_an_answer_is_shared_once(office: Office) -> None:
    """“Share with channel” posts the answer for all, under the name of who shared it, and only once."""
    mine = office.ask()
    for _ in range(3):
        office.slack.click("alice", mine, "share")
    office.settled()
    [shared] = answers(office.slack.seen("bob", "papers"))
    assert ANSWER in shared.text
    assert "Shared by alice" in shared.text
    assert QUESTION in shared.text


def test_sharing_where_the_bot_is_not_is_told(office: Office) -> None:
    """In a channel the bot was not invited to, the answer cannot be shared, and its asker hears why."""
    mine = office.ask(channel="random")
    office.slack.click("alice", mine, "share")
    office.settled()
    assert answers(office.slack.seen("bob", "random")) == []
    assert any("/invite @broadsheet" in m.text for m in office.slack.seen("alice", "random"))


def test_home_tells_what_there_is(office: Office) -> None:
    """The Home tab: how many papers, the latest with their one-liners, the budget, how to ask."""
    office.ask("/tldr", "Compass Networks")
    office.slack.open_home("alice")
    office.settled()
    shown = str(office.slack.home("alice"))
    for words in ("3 papers", "Compass Networks", "/ask QUESTION"):
        assert words in shown


def test_home_tells_how_fresh_the_archive_is(tmp_path: Path) -> None:
    """The Home tab names the weekdays of the last two weeks that nobody has read; once they are read, it says so."""
    app = application(tmp_path)
    weekdays = [day for n in range(1, 15) if (day := date(2026, 11, 22) - timedelta(days=n)).weekday() < 5]
    gap = [date(2026, 11, 18), date(2026, 11, 19)]
    app.archive.put([paper("Late Ropes", "We find that ropes hold.", listed_on=date(2026, 11, 20))])
    read_days(app, *(day for day in weekdays if day not in gap), papers=3)
    with LocalSlack() as slack, serving(app, slack) as bot:
        office = Office(slack, bot)
        for words in (
            "Newest listed day 20 Nov 2026; 18, 19 Nov were not read.",
            "Newest listed day 20 Nov 2026; every weekday of the last two weeks was read.",
        ):
            slack.open_home("alice")
            office.settled()
            assert words in str(slack.home("alice"))
            read_days(app, *gap)


def test_ask_about_this_message(office: Office) -> None:
    """The shortcut opens a window with the message as a question; its answer comes directly."""
    message = office.slack.say("bob", "random", "Do longer ropes hold better? &")
    office.slack.shortcut("alice", message, "ask_about_message")
    office.slack.wait(lambda: office.slack.modal("alice"))
    modal = office.slack.modal("alice")
    assert modal
    assert modal.payload["blocks"][0]["element"]["initial_value"] == "Do longer ropes hold better? &"
    office.slack.submit("alice", modal, {"question": QUESTION})
    office.settled()
    [answer] = answers(office.slack.seen("alice", "dm"))
    assert ANSWER in answer.text


def test_guests_and_strangers_are_refused(tmp_path: Path) -> None:
    """Neither a guest nor somebody from a shared channel costs a model call; both are told why."""
    model = HeldModel()
    model.free.set()
    with LocalSlack() as slack, serving(application(tmp_path, model), slack) as bot:
        office = Office(slack, bot)
        assert "guests" in office.ask(user="gina").text
        assert "own workspace" in slack.command("sam", "shared", "/ask", QUESTION).ack["text"]
        slack.say("sam", "shared", f"@broadsheet {QUESTION}")
        office.settled()
        assert answers(slack.seen("alice", "shared")) == []
        assert model.prompts == []


def test_only_the_listed_are_served(open_office: Callable[..., Any]) -> None:
    """Allow-lists of channels and people hold; who is not on them is told at once."""
    with open_office(BROADSHEET_SLACK_CHANNELS="C00PAPERS", BROADSHEET_SLACK_USERS="U00ALICE") as office:
        assert ANSWER in office.ask().text
        assert "channel" in office.slack.command("alice", "lab", "/ask", QUESTION).ack["text"]
        assert "list of people" in office.slack.command("bob", "papers", "/ask", QUESTION).ack["text"]
        office.slack.open_home("alice")
        office.settled()
        office.slack.click("alice", office.slack.home("alice"), "home_ask")  # the Home tab is in no channel
        office.slack.wait(lambda: office.slack.modal("alice"))


def test_commands_may_share_a_prefix(open_office: Callable[..., Any]) -> None:
    """With a prefix, /ask is /bs-ask."""
    with open_office(BROADSHEET_SLACK_PREFIX="bs-") as office:
        assert ANSWER in office.ask("/bs-ask").text


def test_a_full_queue_is_told_at_once(open_office: Callable[..., Any]) -> None:
    """What cannot be queued is refused politely, with the length of the wait, in private and in a thread."""
    model = HeldModel()
    with open_office(model, BROADSHEET_QUEUE="1", BROADSHEET_WORKERS="1") as office:
        office.slack.command("alice", "papers", "/ask", QUESTION)
        office.slack.wait(lambda: model.prompts)
        office.slack.command("alice", "papers", "/ask", QUESTION + "?")
        assert "Busy: 1 questions are ahead" in office.slack.command("alice", "papers", "/ask", QUESTION).ack["text"]
        message = office.slack.say("alice", "papers", f"@broadsheet {QUESTION}")
        office.slack.wait(lambda: answers(office.slack.seen("alice", "papers", message)), 10)
        assert "Busy" in answers(office.slack.seen("alice", "papers", message))[0].text
        assert office.slack.command("bob", "papers", "/ask", QUESTION).ack["text"] == "Looking…"
        model.free.set()
        office.settled()


def test_a_question_that_takes_too_long_is_told(open_office: Callable[..., Any]) -> None:
    """When the total time of a question is over, its asker hears so, and once only."""
    model = HeldModel()
    with open_office(model, BROADSHEET_JOB_SECONDS="0.5") as office:
        assert "longer than" in office.ask().text
        model.free.set()
        office.settled()
        assert len(answers(office.slack.seen("alice", "papers"))) == 1


def test_looking_never_stays(office: Office) -> None:
    """When the answer cannot be shown in place of “Looking…”, a word that it comes directly stands there instead."""
    for _ in range(3):
        office.slack.faults.next("response_url", "http_503")
    office.slack.command("alice", "papers", "/ask", QUESTION)
    office.settled()
    [told] = [m for m in office.slack.seen("alice", "papers") if m.user == "U00BROAD"]
    assert told.text == "I could not show the answer here; it comes as a direct message."
    [answer] = answers(office.slack.seen("alice", "dm"))
    assert ANSWER in answer.text


def test_a_spent_response_url_becomes_a_direct_message(tmp_path: Path) -> None:
    """After thirty minutes a private answer cannot be shown in its place; it comes directly, with the question."""
    model = HeldModel()
    with LocalSlack() as slack, serving(application(tmp_path, model), slack) as bot:
        slack.command("alice", "papers", "/ask", QUESTION)
        slack.wait(lambda: model.prompts)
        slack.skip(LIFETIME + 60)
        model.free.set()
        Office(slack, bot).settled()
        [answer] = answers(slack.seen("alice", "dm"))
        assert ANSWER in answer.text
        assert f"You asked: “{QUESTION}”" in answer.text


def test_a_posted_link_gets_its_line_when_that_is_wanted(open_office: Callable[..., Any]) -> None:
    """Off by default; when it is on, a link to a known paper gets a TL;DR in its thread."""
    with open_office(BROADSHEET_SLACK_LINKS="yes") as office:
        message = office.slack.say("alice", "papers", "look: https://arxiv.org/abs/2611.00001v2")
        [answer] = office.thread(message)
        assert "compass network" in answer.text
        assert len(office.thread(office.slack.say("alice", "papers", "https://example.org/2611.00001"))) == 0


def test_links_are_left_alone_by_default(office: Office) -> None:
    """Nobody asked, nobody is answered."""
    assert office.thread(office.slack.say("alice", "papers", "https://arxiv.org/abs/2611.00001")) == []


def test_a_follow_up_needs_no_mention(office: Office) -> None:
    """In its own thread the bot goes on answering, from the papers of the thread."""
    message = office.slack.say("alice", "papers", f"@broadsheet {QUESTION}")
    office.thread(message)
    office.slack.say("alice", "papers", "When does the effect vanish in it?", thread=message)
    got = office.thread(message)
    assert len(got) == 2
    assert "vanishes below 2 knots" in got[1].text


@dataclass
class FailingModel:
    """Answers the first question as the extractive model does, and fails at all others."""

    name: str = "failing"
    drafts: bool = True
    calls: int = 0

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        self.calls += 1
        if self.calls > 1:
            raise RuntimeError("the model fell over")
        return ExtractiveModel().complete(prompt, on_text)


def test_a_follow_up_that_fails_is_told_so(open_office: Callable[..., Any]) -> None:
    """Going on in a thread needs no mention, and what goes wrong then is said; people's own talk stays theirs."""
    with open_office(FailingModel()) as office:
        asked = office.slack.say("alice", "papers", f"@broadsheet {QUESTION}")
        assert len(office.thread(asked)) == 1
        office.slack.say("alice", "papers", "When does the effect vanish in it?", thread=asked)
        assert "went wrong on my side" in office.thread(asked)[-1].text
        office.slack.say("alice", "papers", "@bob can you have a look at the ropes?", thread=asked)
        assert len(office.thread(asked)) == 2


def test_nothing_is_written_after_the_end(tmp_path: Path) -> None:
    """What a stopped bot was still working on is left to the next one, and not answered by both."""
    model = HeldModel()
    with LocalSlack() as slack:
        with serving(application(tmp_path, model), slack) as bot:
            slack.command("alice", "papers", "/ask", QUESTION)
            slack.wait(lambda: model.prompts)
        model.free.set()
        for thread in bot._threads:
            thread.join(60)
        with Database(tmp_path / "archive.db").read() as db:
            assert [row["state"] for row in db.execute("SELECT state FROM jobs")] == ["working"]


def test_direct_messages_are_one_conversation(office: Office) -> None:
    """Below the bot's answer as well as in its thread, a follow-up is understood."""
    office.thread(office.slack.say("alice", "dm", QUESTION), channel="dm")
    message = office.slack.say("alice", "dm", "When does the effect vanish in it?")
    assert "vanishes below 2 knots" in office.thread(message, channel="dm")[0].text


_CHATTER = (("alice", "thanks!"), ("alice", "@bob have you seen this?"), ("bob", "yes, nice, let us talk at lunch"))


def test_people_who_talk_to_each_other_are_left_alone(office: Office) -> None:
    """Thanks, chatter and words to somebody else in the bot's thread are not answered."""
    message = office.slack.say("alice", "papers", f"@broadsheet {QUESTION}")
    office.thread(message)
    for who, words in (
        ("alice", "thanks!"),
        ("alice", "@bob have you seen this?"),
        ("bob", "yes, nice, let us talk at lunch"),
    ):
        office.slack.say(who, "papers", words, thread=message)
    assert len(office.thread(message)) == 1


def test_a_thread_goes_on_after_a_restart(tmp_path: Path) -> None:
    """What was said is in the thread itself: a new process with an empty job table answers the follow-up."""
    with LocalSlack() as slack:
        with serving(application(tmp_path / "one"), slack) as bot:
            message = slack.say("alice", "papers", f"@broadsheet {QUESTION}")
            Office(slack, bot).thread(message)
        with serving(application(tmp_path / "two"), slack) as bot:
            slack.say("alice", "papers", "@broadsheet When does the effect vanish in it?", thread=message)
            assert "vanishes below 2 knots" in Office(slack, bot).thread(message)[-1].text


def test_a_lost_reply_is_not_said_twice(office: Office) -> None:
    """When Slack takes a message and the connection breaks, the message is found instead of repeated."""
    for fault in ("drop_after", "internal_error", "http_503", "drop_before", "ratelimited"):
        office.slack.faults.next("chat.postMessage", fault)
        message = office.slack.say("alice", "papers", f"@broadsheet {QUESTION}")
        assert len(office.thread(message)) == 1, fault


def test_a_long_reply_comes_whole_and_numbered(office: Office) -> None:
    """What does not fit one message comes in several, in order, though every second reply of Slack is lost."""
    paragraphs = [f"Paragraph {n}. " + "word " * 400 for n in range(12)]
    outcome = Outcome(Reply(paragraphs=tuple(paragraphs)), "channel")
    message = office.slack.say("alice", "papers", "a root")
    for _ in range(3):
        office.slack.faults.next("chat.postMessage", "drop_after")
    with office.bot.desk.library.database.write() as db:
        values = ["long", "said", "U00ALICE", "C00PAPERS", message.ts, json.dumps(outcome.to_json()), time.time()]
        db.execute(
            "INSERT INTO jobs (key, kind, user, channel, thread, reply, received, request, state, lane) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, '{}', 'ready', 'C00PAPERS')",
            values,
        )
    got = office.thread(message)
    shown = "".join(str(m.blocks) for m in got)
    assert len(got) > 2
    assert f"(1/{len(got)})" in shown
    assert [n for n in range(12) if f"Paragraph {n}." in shown] == list(range(12))


def test_slacks_pace_is_kept(tmp_path: Path) -> None:
    """A Slack that takes one message a second and channel never has to refuse one."""
    with LocalSlack(limit=True) as slack:
        bot = Bot(application(tmp_path), access(slack, interval=1.05))
        bot.start()
        slack.wait(lambda: slack.connections() > 0)
        for _ in range(4):
            slack.say("alice", "papers", f"@broadsheet {QUESTION}")
        Office(slack, bot).settled()
        bot.stop(0)
        posts = [call for call in slack.calls if call.where == "chat.postMessage"]
        assert [call.outcome for call in posts] == ["ok"] * 4


def test_a_command_older_than_its_address_is_told_to_ask_again(tmp_path: Path) -> None:
    """What was acknowledged and not answered for half an hour gets a direct message, and costs no model call."""
    model = HeldModel()
    with LocalSlack() as slack:
        app = application(tmp_path, model)
        with serving(app, slack):
            slack.command("alice", "papers", "/ask", QUESTION)
            slack.wait(lambda: model.prompts)
        with Database(tmp_path / "archive.db").write() as db:
            db.execute("UPDATE jobs SET received = received - ?, state = 'queued'", [LIFETIME + 1])
        model.free.set()
        with serving(application(tmp_path, model), slack) as bot:
            Office(slack, bot).settled()
        [told] = answers(slack.seen("alice", "dm"))
        assert "ask again" in told.text
        assert QUESTION in told.text
        assert len(model.prompts) == 1


def test_over_http_an_event_is_answered_once_too(tmp_path: Path) -> None:
    """Signed requests that are replayed within their window lead to one answer and one model call."""
    model = HeldModel()
    model.free.set()
    with LocalSlack() as slack, serving(application(tmp_path, model), slack, "http") as bot:
        message = slack.say("alice", "papers", f"@broadsheet {QUESTION}")
        for delivery in slack.deliveries_of(message):
            slack.redeliver(delivery, 10, parallel=True)
        office = Office(slack, bot)
        office.settled()
        office.ask()
        assert len(office.thread(message)) == 1
        assert len(model.prompts) == 1  # the second question was the same one, and came from the cache
