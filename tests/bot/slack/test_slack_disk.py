"""A disk that takes nothing more: the system refuses every byte the bot's process writes, until it is let again."""

from __future__ import annotations

import signal
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import pytest
from slackbot import QUESTION, answers, application
from test_slack_serve import process

from bot.local_slack import LocalSlack
from bot.local_slack.types import Message

resource = pytest.importorskip("resource")

NOTHING = "nothing can be written to my disk"
MOST = resource.RLIM_INFINITY


@contextmanager
def full(pid: int) -> Iterator[None]:
    """No file of the process may grow or be written to."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, MOST))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (MOST, MOST))


def working(folder: Path) -> bool:
    """Whether a question is being worked on."""
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        return bool(db.execute("SELECT count(*) FROM jobs WHERE state = 'working'").fetchone()[0])


def heard(stream: IO[str]) -> list[str]:
    """The lines of *stream*, as they come."""
    lines: list[str] = []
    threading.Thread(target=lambda: lines.extend(iter(stream.readline, "")), daemon=True).start()
    return lines


def told(slack: LocalSlack, person: str, place: str) -> int:
    """How often *person* has been told that nothing can be written."""
    return sum(NOTHING in message.text for message in slack.seen(person, place))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux sets the limit of another process")
def test_a_full_disk_loses_nothing_and_is_told(tmp_path: Path) -> None:
    """Whoever presses a button, reacts or writes while nothing can be written is told; nothing given before is lost."""
    script, data = tmp_path / "slow.json", tmp_path / "data"
    script.write_text('[{"reply": "late", "delay": 2}]')
    application(data).close()
    with LocalSlack() as slack:
        bot = process(slack, data, BROADSHEET_MODEL=f"scripted:{script}")
        assert bot.stderr
        log = heard(bot.stderr)
        slack.wait(lambda: slack.connections() > 0, 60)
        slack.command("alice", "papers", "/show", "Compass Networks")
        slack.wait(lambda: answers(slack.seen("alice", "papers")), 60)
        [shown] = answers(slack.seen("alice", "papers"))
        slack.command("bob", "papers", "/ask", QUESTION)
        slack.wait(lambda: working(data), 60)
        with full(bot.pid):
            for count, button in enumerate(("save", "alike", "details"), start=1):
                slack.click("alice", shown, button)
                slack.wait(lambda count=count: told(slack, "alice", "papers") == count, 60)
            slack.say("carol", "dm", QUESTION)
            slack.wait(lambda: told(slack, "carol", "dm") == 1, 60)
            slack.wait(lambda: any("cannot be written down yet" in line for line in log), 60)
        slack.wait(lambda: answers(slack.seen("bob", "papers")), 60)
        slack.click("alice", shown, "save")
        slack.wait(lambda: any("Saved: “Compass" in m.text for m in slack.seen("alice", "papers")), 60)
        assert still_there(slack, shown)
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(60) == 0


def still_there(slack: LocalSlack, message: Message) -> bool:
    """Whether *message* is as it was, with its buttons."""
    return any(m.ts == message.ts and m.blocks == message.blocks for m in slack.seen("alice", "papers"))
