"""What the loops share that kill the bot again and again: processes that are up, their end, a test that runs them."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bot.local_slack import LocalSlack
from bot.slack.bot import Bot

# Imported once, in the process that the bots are forks of, so that hundreds of starts take minutes.
PRELOAD = ("slackbot", "bot.slack.bot", "bot.slack.wire.socket_mode", "slack_bolt.adapter.socket_mode.websocket_client")


class Bots:
    """Starts *serve* in processes of their own; *more* is imported for them beforehand."""

    def __init__(self, serve: Callable[..., None], more: Sequence[str] = ()) -> None:
        self._serve = serve
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([*PRELOAD, *more])

    def up(self, *given: Any) -> BaseProcess:
        """A bot that is up; *serve* is handed *given*, and an event to set."""
        up = self._context.Event()
        process = self._context.Process(target=self._serve, args=(*given, up))
        process.start()
        if not up.wait(60):
            raise TimeoutError("the bot did not start")
        return process


def stay(bot: Bot, up: Any) -> None:
    """Serve until killed."""
    bot.start()
    up.set()
    while True:
        time.sleep(1)


def kill(process: BaseProcess) -> None:
    """With SIGKILL, and wait until it is gone."""
    process.kill()
    process.join()


def settle(slack: LocalSlack, process: BaseProcess, folder: Path, most: float) -> None:
    """Let a last bot finish, in *most* seconds: until no job is left and Slack hears nothing for a while; end it."""
    until, quiet, seen = time.monotonic() + most, 0.0, -1
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        while time.monotonic() < until and quiet < 6:
            time.sleep(0.5)
            [left] = db.execute("SELECT count(*) FROM jobs WHERE state <> 'done'").fetchone()
            quiet = 0.0 if left or len(slack.calls) != seen else quiet + 0.5
            seen = len(slack.calls)
    kill(process)


def survives(loop: Path, folder: Path, kills: int) -> None:
    """Run *loop* with a seed of its own, which it prints; what it counts must come out right."""
    command = [sys.executable, str(loop), str(folder), str(random.randrange(10**6)), str(kills)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    print(told.stdout)
    assert told.returncode == 0, told.stdout + told.stderr[-3000:]
