"""The bot as a service: one a data folder, ended in ten seconds, ended by itself when it is deaf."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ROOT, Run
from slackbot import QUESTION, HeldModel, answers, application, serving

from bot.local_slack import LocalSlack
from bot.slack import bot as bot_module
from bot.slack.serve import AlreadyServingError, only_one


def working(folder: Path) -> int:
    """How many questions are being answered over the archive in *folder*."""
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        return int(db.execute("SELECT count(*) FROM jobs WHERE state = 'working'").fetchone()[0])


def given(slack: LocalSlack) -> dict[str, str]:
    """The settings with which *slack* lets the bot in."""
    return {
        "BROADSHEET_SLACK_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "BROADSHEET_INDEX": "exact",
    }


def process(slack: LocalSlack, folder: Path, **settings: str) -> subprocess.Popen[str]:
    """`broadsheet serve` in a process of its own."""
    env = {**os.environ, "BROADSHEET_DATA": str(folder), **given(slack), **settings}
    command = [sys.executable, "-m", "bot.cli", "serve"]
    return subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def ended(process: subprocess.Popen[str], code: int) -> str:
    """What *process* says on stderr, once it has ended with *code*."""
    assert process.wait(120) == code
    assert process.stderr
    return process.stderr.read()


# Only a machine that does nothing else keeps to the seconds; a busy one still ends long before the model speaks.
@pytest.mark.parametrize("seconds", [40, pytest.param(10, marks=pytest.mark.full)])
def test_sigterm_hands_over(tmp_path: Path, seconds: int) -> None:
    """Told to stop with questions at a stalled model, it ends within ten seconds; the next process answers them."""
    script = tmp_path / "stalled.json"
    script.write_text('[{"reply": "late", "delay": 60}, {"reply": "late", "delay": 60}]')
    application(tmp_path / "data").close()
    with LocalSlack() as slack:
        first = process(slack, tmp_path / "data", BROADSHEET_MODEL=f"scripted:{script}")
        slack.wait(lambda: slack.connections() > 0, 120)
        for _ in range(2):
            slack.command("alice", "papers", "/ask", QUESTION)
        slack.wait(lambda: working(tmp_path / "data") == 2, 60)
        begun = time.monotonic()
        first.send_signal(signal.SIGTERM)
        assert first.wait(60) == 0
        assert time.monotonic() - begun < seconds
        assert answers(slack.seen("alice", "papers")) == []
        second = process(slack, tmp_path / "data", BROADSHEET_MODEL="extractive")
        slack.wait(lambda: len(answers(slack.seen("alice", "papers"))) == 2, 120)
        second.send_signal(signal.SIGTERM)
        assert second.wait(60) == 0
        for run in (first, second):
            assert run.stderr
            assert slack.bot_token not in run.stderr.read()


def test_one_process_a_data_folder(tmp_path: Path) -> None:
    """A second one refuses to start and names the first."""
    second = pytest.raises(AlreadyServingError, match=f"pid {os.getpid()}, since 20")
    with only_one(tmp_path), second, only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass


def test_what_is_missing_is_named(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without tokens it says which, and where to find it, before anything is connected."""
    told = run("serve")
    assert told.code == 2
    assert "SLACK_BOT_TOKEN" in told.err
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    assert "SLACK_APP_TOKEN" in run("serve").err
    monkeypatch.setenv("BROADSHEET_SLACK_MODE", "http")
    assert "SLACK_SIGNING_SECRET" in run("serve").err


@pytest.mark.parametrize(
    ("variable", "wrong", "code", "told"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", 2, "Slack does not let us in: invalid_auth."),
        ("SLACK_APP_TOKEN", "xapp-a\nb", 2, "SLACK_APP_TOKEN holds a character that is in no token"),
        ("BROADSHEET_SLACK_URL", "http://127.0.0.1:9/api/", 1, "Slack cannot be reached just now (unreachable)."),
    ],
)
def test_what_is_wrong_at_the_start_is_told(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, variable: str, wrong: str, code: int, told: str
) -> None:
    """A token that is none, Slack out of reach: one sentence, one on what to do, and a code for the supervisor."""
    with LocalSlack() as slack:
        for name, value in {**given(slack), variable: wrong}.items():
            monkeypatch.setenv(name, value)
        said = run("serve")
    assert said.code == code
    assert said.err.startswith(told)
    assert len(said.err.strip().splitlines()) == 2


def test_a_wrong_token_is_told(tmp_path: Path) -> None:
    """A token Slack does not know ends the process with its reason and the cure, and nothing stands before them."""
    with LocalSlack() as slack:
        said = ended(process(slack, tmp_path, SLACK_APP_TOKEN="xapp-wrong"), 2)
    assert said.startswith("Slack does not let us in: invalid_auth.")
    assert "SLACK_APP_TOKEN" in said
    assert len(said.strip().splitlines()) == 2


def test_a_deaf_process_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When Slack is not heard, or no question gets finished though some wait, a supervisor is to restart it."""
    model = HeldModel()
    with LocalSlack() as slack, serving(application(tmp_path, model), slack) as bot:
        assert bot.unwell() == ""
        monkeypatch.setattr(bot_module, "DEAF", -1.0)
        assert "was not heard" in bot.unwell()
        monkeypatch.setattr(bot_module, "DEAF", 1e9)
        slack.command("alice", "papers", "/ask", QUESTION)
        slack.wait(lambda: model.prompts)
        assert bot.unwell() == ""
        monkeypatch.setattr(bot_module, "STALLED", -1e6)
        assert "no job was finished" in bot.unwell()
        model.free.set()
