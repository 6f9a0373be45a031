"""Work that nobody waits for any more ends before its next step, and what it reads from a model is cut off.

Who waits is held by a context variable, and not handed on: whatever stands between a surface and a model, ours or a
plug-in's, takes a prompt and knows of no one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import Self

from bot.types import Usage
from retrieval.deadline import Cutoff
from retrieval.errors import BroadsheetError


class GivenUpError(BroadsheetError):
    """Nobody waits any more. *usage* is what models were asked in the step that was cut off."""

    def __init__(self) -> None:
        super().__init__("Nobody waits for this any more.")
        self.usage = Usage()


class Waiter:
    """Somebody who waits for one piece of work, until `give_up`."""

    def __init__(self) -> None:
        self.gone = threading.Event()
        self._cuts: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """What this thread does meanwhile is done for this one. Raises `GivenUpError` if that is over already."""
        before = _WAITER.set(self)
        try:
            go_on()
            yield
        finally:
            _WAITER.reset(before)

    def give_up(self) -> None:
        """Wait no more: from any thread, at once."""
        with self._lock:
            self.gone.set()
            cuts = tuple(self._cuts)
        for cut in cuts:
            cut()

    def add(self, cut: Callable[[], None]) -> None:
        """Have *cut* called once nobody waits; at once if that is so already."""
        with self._lock:
            self._cuts.append(cut)
            gone = self.gone.is_set()
        if gone:
            cut()

    def remove(self, cut: Callable[[], None]) -> None:
        """Forget *cut*."""
        with self._lock:
            self._cuts.remove(cut)


_WAITER: ContextVar[Waiter | None] = ContextVar("waiter", default=None)


def go_on() -> None:
    """Between two steps: raises `GivenUpError` if nobody waits for the next one."""
    waiter = _WAITER.get()
    if waiter and waiter.gone.is_set():
        raise GivenUpError


def pause(seconds: float) -> None:
    """Sleep, for as long as somebody waits for what comes after."""
    waiter = _WAITER.get()
    if waiter:
        waiter.gone.wait(seconds)
    else:
        time.sleep(seconds)


class WaitedFor(Cutoff):
    """A cutoff whose time is up as well when nobody waits any more."""

    def __enter__(self) -> Self:
        self._waiter = _WAITER.get()
        if self._waiter:
            self._waiter.add(self._cut)
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        if self._waiter:
            self._waiter.remove(self._cut)
