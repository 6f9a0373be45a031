"""👍 and 👎: on an answer they judge the answer, on a paper the paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from slackbot import QUESTION, answers, application, serving

from bot.evaluate.judged import judged
from bot.local_slack import LocalSlack
from bot.local_slack.types import Message
from bot.slack.bot import Bot
from bot.votes import paper_votes
from bot.weekly.digest import explained, make_digest
from bot.weekly.week import Week
from retrieval.archive.database import Database
from retrieval.archive.schema import STEPS

WEEK = Week(2026, 45)  # Compass Networks was listed in it


class Team:
    """The bot in a local Slack, and what people do there."""

    def __init__(self, slack: LocalSlack, bot: Bot) -> None:
        self.slack, self.bot, self.library = slack, bot, bot.desk.library

    def asked(self, text: str = f"@broadsheet {QUESTION}") -> Message:
        """The last message of the thread under what bob says in the channel of papers."""
        message = self.slack.say("bob", "papers", text)
        self.settled()
        return answers(self.slack.seen("bob", "papers", message))[-1]

    def thumb(self, user: str, message: Message, name: str, on: bool = True) -> None:
        self.slack.react(user, message, name, on)
        self.settled()

    def settled(self) -> None:
        self.slack.wait(lambda: self.bot.jobs.unfinished() == 0, 20)

    def votes(self) -> list[int]:
        """Of the answers that were judged."""
        return list(judged(self.library.database).values())

    def papers(self, channel: str = "C00PAPERS") -> list[int]:
        return list(paper_votes(self.library.database, channel).values())


@contextmanager
def working(folder: Path, **settings: str) -> Iterator[Team]:
    with LocalSlack() as slack, serving(application(folder, **settings), slack) as bot:
        yield Team(slack, bot)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with working(tmp_path) as opened:
        yield opened


def test_a_thumb_on_an_answer_judges_the_answer_alone(team: Team) -> None:
    """By button or by reaction, it counts once a person, and the papers it cites stand in the weekly as before."""
    before = make_digest(team.library, WEEK.moved(1), "C00PAPERS").ranked
    answer = team.asked()
    assert before[0].paper.title in answer.text
    team.slack.click("alice", answer, "up")
    team.slack.click("alice", answer, "up")
    team.thumb("carol", answer, "+1")
    assert team.votes() == [2]
    assert team.papers() == []
    assert make_digest(team.library, WEEK.moved(1), "C00PAPERS").ranked == before


def test_a_papers_own_thumb_moves_the_paper_in_its_channel(tmp_path: Path) -> None:
    """Under a posted link stands what was said of one paper: a thumb there is for the paper, until taken back."""
    with working(tmp_path, BROADSHEET_SLACK_LINKS="yes") as team:
        line = team.asked("look: https://arxiv.org/abs/2611.00001")
        team.thumb("alice", line, "+1")
        assert (team.papers(), team.papers("C00LAB"), team.votes()) == ([1], [], [])
        [first, *_] = make_digest(team.library, WEEK, "C00PAPERS").ranked
        assert "(+1 here)" in explained(first)
        team.thumb("alice", line, "+1", on=False)
        assert team.papers() == []


def test_a_vote_counts_as_it_stands_last(team: Team) -> None:
    """Who changes their mind is counted once; an old thumb taken back takes nothing of the new one with it."""
    answer = team.asked()
    team.thumb("bob", answer, "+1")
    team.thumb("bob", answer, "-1")
    assert team.votes() == [-1]
    team.thumb("bob", answer, "+1", on=False)
    assert team.votes() == [-1]
    team.thumb("bob", answer, "-1", on=False)
    assert team.votes() == []


def test_a_follow_up_is_judged_with_the_papers_it_was_about(team: Team) -> None:
    """“It” means the same paper when the question is asked again."""
    first = team.slack.say("bob", "papers", f"@broadsheet {QUESTION}")
    team.settled()
    team.slack.say("bob", "papers", "When does the effect vanish in it?", thread=first)
    team.settled()
    team.thumb("bob", answers(team.slack.seen("bob", "papers", first))[-1], "+1")
    [kept] = judged(team.library.database)
    assert [number for number, _ in kept.within] == [1]
    assert len(kept.papers) == 1
    assert "vanishes below 2 knots" in kept.shown


def test_what_is_kept_of_a_judged_answer_names_nobody(team: Team) -> None:
    """The question as typed and the answer as shown, but not who asked, where, or who judged."""
    team.thumb("carol", team.asked(), "-1")
    with team.library.database.read() as db:
        [row] = db.execute("SELECT * FROM judged").fetchall()
    kept = " ".join(str(value) for value in dict(row).values())
    assert QUESTION in kept
    assert not any(name in kept.lower() for name in ("bob", "carol", "u00", "c00"))


def test_thumbs_of_former_versions_leave_the_papers(tmp_path: Path) -> None:
    """They were cast on answer and papers together: the answer keeps its own, a paper's own thumb stays."""
    import sqlite3

    path = tmp_path / "archive.db"
    with sqlite3.connect(path) as db:
        before = next(n for n, step in enumerate(STEPS) if "TABLE judged" in step)
        for step in STEPS[:before]:
            db.executescript(step)
        db.execute(f"PRAGMA user_version = {before}")
        votes = [("answer:7", "09:00"), ("paper:aa", "09:00"), ("paper:bb", "09:00"), ("paper:cc", "09:05")]
        for subject, at in votes:
            db.execute("INSERT INTO votes VALUES ('C1', 'U1', ?, 1, ?)", [subject, f"2026-11-20T{at}:00"])
    db.close()
    database = Database(path)
    assert paper_votes(database, "C1") == {"cc": 1}
    database.close()
