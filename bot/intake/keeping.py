"""Feeding for as long as a service runs: a thread of its own, which the service looks after."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from bot.intake import bring_up_to_date
from bot.intake.feeding import Feeding, only_feeder
from bot.library import Library
from retrieval.errors import BroadsheetError
from retrieval.sources.http import PoliteClient

log = logging.getLogger("broadsheet.serve")

WAKES = 600.0
"""Seconds between two looks at what is due."""
_END = 1.0  # seconds a stopped thread is waited for; it may hang on an answer, and what it reads is on disk by the day


class Feeder:
    """Reads what is due of every feed, now and from time to time, until stopped; *tell* hears of each thing once."""

    def __init__(self, library: Library, tell: Callable[[str], None], wakes: float = WAKES) -> None:
        self._library = library
        self._tell = tell
        self._wakes = wakes
        self._said: set[str] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feed", daemon=True)

    def start(self) -> None:
        """Begin, with a first look at once."""
        self._thread.start()

    def stop(self) -> None:
        """End between two days; one that is being read is given up, and read by the next process."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(_END)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.wake()
            except BroadsheetError as error:  # the next waking may find it mended
                self._tell_once(f"The feed: {error.told}")
            except Exception:  # a thread's edge: it must outlive whatever one round met
                log.exception("the feed failed")
            self._stop.wait(self._wakes)

    def wake(self) -> None:
        """One round, if no other process is at it."""
        with only_feeder(self._library) as mine:
            if not mine:
                return
            feeding = Feeding(self._library, self._stop.is_set, self._client)
            feeding.run()
            notes = bring_up_to_date(self._library, lambda what, done, total: None) if feeding.report.read else []
        for line in (*(f"{one.where}: {one.reason}" for one in feeding.report.refused), *notes):
            self._tell_once(line)

    def _client(self, interval: float) -> PoliteClient:
        seconds = self._library.settings.fetch_seconds
        return PoliteClient(interval=interval, deadline=seconds, sleep=self._sleep)

    def _sleep(self, seconds: float) -> None:
        self._stop.wait(seconds)

    def _tell_once(self, line: str) -> None:
        if line not in self._said:
            self._said.add(line)
            self._tell(line)
