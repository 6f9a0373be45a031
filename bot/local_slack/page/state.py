"""What all open pages act on: the local Slack, the bot in it, and one worker for the papers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from bot.answer.about_me import here
from bot.library import Library
from bot.local_slack.page.stalled_model import Stall
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
    """The local Slack with everybody in it. *bot* is None until it has started; *papers* counts the archive.

    *here* says how many papers there are, and how new.
    """

    def __init__(self, slack: LocalSlack, library: Library, stall: Stall) -> None:
        self.slack = slack
        self.library = library
        self.stall = stall
        self.bot: LocalBot | None = None
        self.papers, self.here = 0, ""
        self.count()
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

    def count(self) -> None:
        """Look again how many papers there are, and how new."""
        self.papers, self.here = self.library.archive.count(), here(self.library)

    def work(self, job: Callable[[], T]) -> T:
        """What *job* gives, done after all that came before it. It must not need a model that is held up."""
        return self._worker.submit(job).result()

    def close(self) -> None:
        """End every stream, let go of what is held up, and finish what is begun."""
        self.closing.set()
        self.stall.set(False)
        self._worker.shutdown()
