"""Where calls are worked on: in so many threads, with so many waiting at most, and given up when nobody waits."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from bot.library import Library
from bot.models.giving_up import Waiter, go_on
from retrieval.errors import BroadsheetError

log = logging.getLogger("broadsheet.mcp")
T = TypeVar("T")

Tell = Callable[[str], None]


class BusyError(BroadsheetError):
    """More calls wait than may."""


class FaultError(BroadsheetError):
    """A fault of ours, whose particulars are in the log and nowhere else."""


class Desk:
    """Works on calls, as many at once as the settings give workers; as many more may wait as may in Slack.

    A call that is given up before its turn is never begun. One that has begun ends before its next step: no model is
    asked for it any more, and one that is answering is hung up on.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._threads = ThreadPoolExecutor(library.settings.workers, "mcp")
        self._most = library.settings.workers + library.settings.queue
        self._open = 0
        self._counting, self._warming = threading.Lock(), threading.Lock()
        self._warm = False

    async def work(self, made: Callable[[Tell], T], tell: Callable[[str], Awaitable[None]]) -> T:
        """What *made* gives; what it tells meanwhile is passed on, in order and before the result.

        Raises what *made* raises if it is a `BroadsheetError`, `FaultError` for anything else, `BusyError` at once if
        too many wait.
        """
        if self._open >= self._most:
            raise BusyError("Too many calls are waiting.", "Wait a few seconds, then call again.")
        loop, told = asyncio.get_running_loop(), asyncio.Queue[str | None]()

        def put(line: str | None) -> None:
            with suppress(RuntimeError):  # the loop has ended, and whoever waited with it
                loop.call_soon_threadsafe(told.put_nowait, line)

        with self._counting:
            self._open += 1
        waiter = Waiter()
        future = self._threads.submit(self._worked, waiter, made, put)
        future.add_done_callback(self._leave)  # done, or given up before its turn
        future.add_done_callback(lambda _: put(None))
        try:
            while (line := await told.get()) is not None:
                await tell(line)
            return future.result()
        finally:
            future.cancel()
            waiter.give_up()

    def _worked(self, waiter: Waiter, made: Callable[[Tell], T], put: Tell) -> T:
        """What *made* gives. A fault of ours is logged; its words may hold anything and go no further."""

        def tell(line: str) -> None:
            go_on()
            put(line)

        try:
            self._warm_up()
            with waiter.waiting():
                return made(tell)
        except BroadsheetError:
            raise
        except Exception as error:  # the edge of the surface: no call may end the server
            log.exception("a call failed")
            raise FaultError(
                "Something went wrong here; it is no fault of the call.", "Ask whoever runs this."
            ) from error

    def _warm_up(self) -> None:
        """Make what all threads use, once and in one of them. Whoever cannot do without it is told by its own call."""
        with self._warming:
            if not self._warm:
                self._warm = True
                with suppress(BroadsheetError):
                    self.library.warm_up()

    def _leave(self, future: Future[Any]) -> None:
        with self._counting:
            self._open -= 1

    def close(self) -> None:
        """Begin nothing more, and wait for nothing."""
        self._threads.shutdown(wait=False, cancel_futures=True)
