"""Socket Mode when the connection suffers: the next command is still acknowledged in time."""

from __future__ import annotations

import os
import random
import threading
import time
from pathlib import Path

import pytest
from slackbot import HeldModel, application, serving

from bot.local_slack import LocalSlack
from bot.slack.bot import Bot

ENDS = ("rst", "fin", "silence")
KINDS = (*ENDS, "refresh", "warning")
RECONNECTED = 15.0
SLACKS_LIMIT = 3.0


def stays(bot: Bot, slack: LocalSlack, before: float) -> bool:
    """Whether there is a connection later than *before* that is not being refused again."""
    opened = bot.transport.opened  # type: ignore[attr-defined]
    if opened <= before:
        return False
    time.sleep(0.1)
    return bool(opened == bot.transport.opened and slack.connections())  # type: ignore[attr-defined]


def suffer(folder: Path, faults: int, seed: int, timed: bool) -> None:
    """*faults* on the connection; after each the next command is acknowledged. *timed*: and in time, too."""
    draw, model = random.Random(seed), HeldModel()
    model.free.set()
    late, gone = 0, []
    with LocalSlack() as slack, serving(application(folder, model), slack, ping=2.0) as bot:
        handles = len(os.listdir("/proc/self/fd"))
        for number in range(faults):
            kind = draw.choice(KINDS)
            # A refresh that fails leaves the old connection in use, so there would be no new one to wait for.
            if kind in ENDS and draw.random() < 0.1:
                slack.faults.next("connect", "too_many_websockets")
            if kind in ENDS and draw.random() < 0.1:
                slack.faults.next("apps.connections.open", draw.choice(["http_503", "drop_before"]))
            opened = bot.transport.opened
            begun = time.monotonic()
            slack.cut(kind)
            slack.wait(lambda before=opened: stays(bot, slack, before), 60)
            gone.append(time.monotonic() - begun)
            acked = slack.command("alice", "papers", "/tldr", f"Compass Networks {number}").acked
            late += acked is None or acked > SLACKS_LIMIT
            if acked is None:  # on a machine that is busy a pong may be late, and the connection is made once more
                slack.wait(lambda n=number: slack.command("alice", "papers", "/tldr", f"Compass {n}").acked, 60)
        gone.sort()
        print(
            f"seed {seed}: {faults} faults, {late} commands late, gone {gone[len(gone) // 2]:.2f} to {gone[-1]:.2f} s"
        )
        assert not timed or late <= faults / 100
        assert not timed or gone[-1] < RECONNECTED
        slack.wait(lambda: slack.connections() == 1, 60)
        assert len(os.listdir("/proc/self/fd")) <= handles + 10


def test_a_connection_that_suffers_comes_back(tmp_path: Path) -> None:
    """Four resets, ends, silences or refreshes: a command after each is acknowledged, and no socket is left."""
    suffer(tmp_path, 4, random.randrange(10**6), timed=False)


@pytest.mark.parametrize("kind", ["warning", "refresh"])
def test_a_connection_is_replaced_before_it_is_let_go(tmp_path: Path, kind: str) -> None:
    """When Slack says that it will close a connection, the old one is still heard when the new one opens."""
    with LocalSlack() as slack, serving(application(tmp_path), slack) as bot:
        client = bot.transport._client  # type: ignore[attr-defined]
        old, alive = client.current_session, []
        client.on_open_listeners.append(lambda session: alive.append(old.sock is not None))
        slack.cut(kind)
        slack.wait(lambda: alive, 60)
        assert alive == [True]
        assert slack.command("alice", "papers", "/tldr", "Compass Networks").acked is not None
        slack.wait(lambda: slack.connections() == 1, 60)
        assert client.current_session is not old


@pytest.mark.full
def test_two_hundred_faults(tmp_path: Path) -> None:
    """The same with two hundred, each command in the time that Slack gives it."""
    suffer(tmp_path, 200, random.randrange(10**6), timed=True)


def test_a_stopped_bot_leaves_no_thread_and_no_socket(tmp_path: Path) -> None:
    """After the end nothing of it is left."""
    with LocalSlack() as slack:
        before = set(threading.enumerate())
        with serving(application(tmp_path), slack):
            assert set(threading.enumerate()) - before
        slack.wait(lambda: slack.connections() == 0)
        left = [t for t in set(threading.enumerate()) - before if t.name.startswith(("socket", "worker", "courier"))]
        assert left == []
