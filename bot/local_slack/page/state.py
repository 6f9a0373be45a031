"""What all open pages act on: the local Slack, the bot in it, and one worker for the papers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from bot.local_slack.page.stalled_model import PageApp
from bot.local_slack.running import LocalBot
from bot.local_slack.slack import LocalSlack
from retrieval.errors import UsageError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done with papers, how much of it is done, of how much: 0 of 0 when that cannot be told."""

    what: str
    done: int
    total: int


class Stage:
    """The local Slack with everybody in it. *bot* is None until it has started; *papers* counts the archive."""

    def __init__(self, slack: LocalSlack, app: PageApp) -> None:
        self.slack = slack
        self.app = app
        self.bot: LocalBot | None = None
        self.papers = app.archive.count()
        self.progress: Progress | None = None
        self.closing = threading.Event()
        # One thread, so that files come in one after the other, and with one connection to the archive.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="page-papers")

    @property
    def running(self) -> LocalBot:
        """The bot; `UsageError` while it is still starting."""
        if self.bot is None:
            raise UsageError("The bot is still starting.", "Try again in a moment.")
        return self.bot

    def work(self, job: Callable[[], T]) -> T:
        """What *job* gives, done after all that came before it. It must not need a model that is held up."""
        return self._worker.submit(job).result()

    def close(self) -> None:
        """End every stream, let go of what is held up, and finish what is begun."""
        self.closing.set()
        self.app.stall.set(False)
        self._worker.shutdown()
