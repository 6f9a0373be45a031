"""One answer an event, whatever Slack repeats and whenever the bot is restarted."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from drafting import DraftingModel
from growing import streamed
from slackbot import QUESTION, HeldModel, answers, application, serving

from bot.local_slack import LocalSlack
from bot.local_slack.delivery import Delivery
from bot.slack import stream
from bot.slack.bot import Bot


def held() -> HeldModel:
    model = HeldModel()
    model.free.set()
    return model


def settled(slack: LocalSlack, bot: Bot) -> None:
    """Wait until nothing is queued, worked on or to be delivered."""
    slack.wait(lambda: bot.jobs.unfinished() == 0, 120)


def ask_somehow(slack: LocalSlack, draw: random.Random, question: str) -> tuple[list[Delivery], str, str]:
    """A question by one of the ways there are: its deliveries, and where its answer will be."""
    way = draw.choice(["command", "mention", "dm"])
    if way == "command":
        return [slack.command("alice", "papers", "/ask", question)], "papers", ""
    where = "dm" if way == "dm" else "papers"
    message = slack.say("alice", where, question if way == "dm" else f"@broadsheet {question}")
    return slack.deliveries_of(message), where, message.ts


def repeat(folder: Path, seeds: int, seed: int, each: int, model: HeldModel | DraftingModel) -> None:
    """*seeds* questions, each delivered up to fifty times, in parallel; after *each* so many the bot is restarted."""
    print(f"seed {seed}")
    draw = random.Random(seed)
    with LocalSlack() as slack:
        asked: list[tuple[list[Delivery], str, str]] = []
        for start in range(0, seeds, each):
            app = application(folder, model)
            with serving(app, slack) as bot:
                for deliveries, _, _ in asked[-5:]:  # what the bot before has answered already
                    for delivery in deliveries:
                        slack.redeliver(delivery, 2)
                for number in range(start, min(start + each, seeds)):
                    question = f"{QUESTION[:-1]} on day {number}?"
                    deliveries, where, ts = ask_somehow(slack, draw, question)
                    asked.append((deliveries, where, ts))
                    for delivery in deliveries:
                        slack.redeliver(
                            delivery, draw.choice([0, 1, 4, 49]) // len(deliveries), parallel=draw.random() < 0.7
                        )
                settled(slack, bot)
        commands = sum(not ts for _, _, ts in asked)
        assert len(answers([m for m in slack.seen("alice", "papers") if not m.in_thread])) == commands
        for _, where, ts in asked:
            if ts:
                assert len(answers(slack.seen("alice", where, ts))) == 1, ts
        assert len(model.prompts) == seeds
        print("{} streamed, {} with a claim withdrawn".format(*streamed(slack)))
        assert streamed(slack)[1] == 0


def test_every_event_is_answered_once(tmp_path: Path) -> None:
    """Two dozen questions, delivered 1 to 50 times each, over two restarts: one answer and one model call each."""
    repeat(tmp_path, 24, random.randrange(10**6), 8, held())


@pytest.mark.full
@pytest.mark.parametrize("streaming", [False, True])
def test_a_thousand_events_are_answered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, streaming: bool) -> None:
    """The same with a thousand, and with answers that grow while their questions are repeated."""
    for wait in ("AFTER", "GAP"):
        monkeypatch.setattr(stream, wait, 0.02)
    model = DraftingModel(before=lambda number: time.sleep(0.02)) if streaming else held()
    repeat(tmp_path, 1_000, random.randrange(10**6), 25, model)


def test_a_mention_is_one_question_though_it_comes_as_two_events(tmp_path: Path) -> None:
    """`message` and `app_mention` of the same words lead to one answer in the thread."""
    with LocalSlack() as slack, serving(application(tmp_path, held()), slack) as bot:
        message = slack.say("alice", "papers", f"@broadsheet {QUESTION}")
        assert len(slack.deliveries_of(message)) == 2
        settled(slack, bot)
        assert len(answers(slack.seen("alice", "papers", message))) == 1


def test_what_bots_say_and_what_is_edited_is_not_answered(tmp_path: Path) -> None:
    """Another bot's mention, an edit and a deletion are no questions."""
    model = held()
    with LocalSlack() as slack, serving(application(tmp_path, model), slack) as bot:
        slack.say("robot", "papers", f"@broadsheet {QUESTION}")
        message = slack.say("alice", "papers", "nothing yet")
        slack.edit(message, f"nothing at all, said {QUESTION}")
        slack.retract(message)
        settled(slack, bot)
        assert model.prompts == []
        assert answers(slack.seen("alice", "papers")) == []
