"""Text made to be slow, held to cost work in proportion to its length."""

from __future__ import annotations

import time
from collections.abc import Callable

_SHORT, _LONG = 25_000, 100_000  # characters
_SLACK = 0.5  # seconds of a processor: what little there is to do is lost in it


def costs_in_proportion(work: Callable[[str], object], part: str) -> bool:
    """Whether *work* on *part*, over and over, takes four times as long a text without sixteen times the work.

    Counted in processor time, and never against the clock: a busy machine changes nothing.
    """
    short, long = (_worked(work, (part * size)[:size]) for size in (_SHORT, _LONG))
    return long < 10 * short + _SLACK


def _worked(work: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    work(text)
    return time.process_time() - begun
