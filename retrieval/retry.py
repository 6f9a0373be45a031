"""The one retry policy: wait longer each time, as long as the server asks, and never past the deadline."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from tenacity import RetryCallState

T = TypeVar("T")

FIRST_WAIT = 0.5
"""Seconds before the second attempt; doubled for every further one."""
LONGEST_WAIT = 20.0
"""Seconds: what the doubling, with its jitter, stops at. A server may ask for more."""


def call_with_retries(
    fn: Callable[[], T],
    *,
    retry_on: Callable[[BaseException], bool],
    retry_after: Callable[[BaseException], float | None] = lambda error: None,
    attempts: int = 3,
    deadline: float = 60.0,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> T:
    """What *fn* returns, or the last error it raised, unchanged.

    An `Exception` that *retry_on* agrees to is tried again, *attempts* calls in all. The wait in between is
    the seconds *retry_after* reads off the error, or else grows exponentially with jitter. If a wait would
    end past *deadline* (seconds from now), the error is raised at once instead. *deadline* does not
    interrupt a running call: *fn* must keep its own time.
    """
    from tenacity import Retrying, retry_if_exception, wait_exponential_jitter

    started = clock()
    backoff = wait_exponential_jitter(multiplier=FIRST_WAIT, max=LONGEST_WAIT, jitter=FIRST_WAIT)

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = retry_after(error) if error else None
        return backoff(state) if asked is None else asked

    def give_up(state: RetryCallState) -> bool:
        # tenacity's stop_after_attempt and stop_before_delay, but on the clock that was passed in.
        return state.attempt_number >= attempts or clock() - started + state.upcoming_sleep >= deadline

    retrying = Retrying(
        retry=retry_if_exception(lambda error: isinstance(error, Exception) and retry_on(error)),
        wait=wait,
        stop=give_up,
        sleep=sleep,
        reraise=True,
    )
    return retrying(fn)


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds a Retry-After header asks for, counted from *now* (aware); None if it says nothing usable.

    Seconds, or an HTTP date (0 if past): https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
    """
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (until - now).total_seconds())
    except (ValueError, OverflowError):
        return None
