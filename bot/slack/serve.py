"""The bot as a service: one process a data folder, ended by SIGTERM in ten seconds, or by itself when it is deaf."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.intake.keeping import Feeder
from bot.library import Library
from bot.render.cures import in_terminal
from bot.settings import SETTINGS, Settings
from bot.slack.bot import Access, Bot
from bot.slack.tally import status_line
from bot.slack.wire.redaction import log_to_stderr
from bot.weekly.posting.delivery import Sinks
from bot.weekly.posting.schedule import keep_posting
from retrieval.errors import BroadsheetError, UsageError

log = logging.getLogger("broadsheet.serve")

_CHECK = 5.0  # seconds between two looks at the bot's health
_PULSE = "serve.health"


class AlreadyServingError(BroadsheetError):
    """Another process serves this data folder."""


def serve(library: Library, sinks: Sinks) -> int:
    """Serve, read the feeds, and post what is due until SIGTERM or SIGINT, then 0.

    1 when the bot is unwell and is to be started anew.

    Raises `UsageError` for missing tokens, `AlreadyServingError` if another process holds the data folder.
    """
    access = access_of(library.settings)
    log_to_stderr(library.settings.secrets, getattr(logging, library.settings.log.upper()))
    with only_one(library.settings.folder):
        bot = Bot(library, access)
        stopping = threading.Event()
        with _signals(stopping.set):
            try:
                bot.start()
            except BroadsheetError:
                bot.stop(0)
                raise
            (library.settings.folder / _PULSE).touch()
            feeder = Feeder(library, _tell)
            if library.settings.feed:
                feeder.start()
            schedule = keep_posting(library, sinks, _tell)
            log.info("serving as @%s over %s", bot.desk.name, access.mode)
            fault = _watch(bot, library, stopping)
            schedule.shutdown(wait=False)
            feeder.stop()
        log.info("stopping: %s", fault or "asked to")
        bot.stop()
    return 1 if fault else 0


def _tell(line: str) -> None:
    log.warning(in_terminal(line))


def access_of(settings: Settings) -> Access:
    """The tokens of the settings; a `UsageError` names the first that is missing and where to find it."""
    wanted = [("slack_bot_token", "OAuth & Permissions → Bot User OAuth Token")]
    if settings.slack_mode == "socket":
        wanted.append(("slack_app_token", "Basic Information → App-Level Tokens, with connections:write"))
    else:
        wanted.append(("slack_signing_secret", "Basic Information → Signing Secret"))
    variables = {row.name: row.variable for row in SETTINGS}
    for name, where in wanted:
        hint = f"Find it at api.slack.com/apps → your app → {where}, and put it into .env."
        if not getattr(settings, name):
            raise UsageError(f"{variables[name]} is not set.", hint)
        if not re.fullmatch(r"[!-~]+", getattr(settings, name)):
            raise UsageError(f"{variables[name]} holds a character that is in no token: a space, a line end.", hint)
    return Access(
        settings.slack_bot_token,
        settings.slack_app_token,
        settings.slack_signing_secret,
        settings.slack_url,
        settings.slack_mode,
        settings.slack_host,
        settings.slack_port,
        health_port=settings.health_port or None,
    )


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the data folder; `AlreadyServingError` names who holds it already. A dead holder holds nothing."""
    from filelock import FileLock, Timeout

    folder.mkdir(0o700, parents=True, exist_ok=True)
    note = folder / "serve.json"
    lock = FileLock(folder / "serve.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise AlreadyServingError(
            f"Another process serves {folder}: {_holder(note)}.", "Stop it first, or name another folder with --data."
        ) from None
    try:
        note.touch(0o600)
        note.write_text(
            json.dumps({"pid": os.getpid(), "since": datetime.now().astimezone().isoformat("T", "seconds")})
        )
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _holder(note: Path) -> str:
    try:
        told = json.loads(note.read_text())
        return f"pid {told['pid']}, since {told['since']}"
    except (OSError, ValueError, LookupError):
        return "it has not said its name yet"


def _watch(bot: Bot, library: Library, stopping: threading.Event) -> str:
    """Wait until asked to stop, or until the bot is unwell; then what is wrong with it.

    A file is touched while all is well: a container's health check looks at its age. Each day gets a line when it is
    over.
    """
    pulse, day = library.settings.folder / _PULSE, library.settings.clock().date()
    while not stopping.wait(_CHECK):
        if (today := library.settings.clock().date()) != day:
            log.info(status_line(library, bot.jobs, day))
            day = today
        fault = bot.unwell()
        if fault:
            return fault
        pulse.touch()
    return ""


@contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    """SIGTERM and SIGINT ask for an end; a second one is not waited for."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for number in before:
        signal.signal(number, lambda *_: stop())
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
