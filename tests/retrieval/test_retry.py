"""The retry policy, on a clock that only moves when somebody waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.retry import FIRST_WAIT, call_with_retries, parse_retry_after

NOW = datetime(2026, 11, 14, 12, 0, 0, tzinfo=UTC)


class Time:
    """A clock and the sleep that moves it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


class Flaky:
    """Fails with the given errors in turn, then answers "done"."""

    def __init__(self, *errors: BaseException) -> None:
        self.errors = list(errors)
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"


def call(
    fn: Callable[[], str], time: Time, *, asked: float | None = None, attempts: int = 3, deadline: float = 60.0
) -> str:
    return call_with_retries(
        fn,
        retry_on=lambda error: isinstance(error, OSError | KeyboardInterrupt),
        retry_after=lambda error: asked,
        attempts=attempts,
        deadline=deadline,
        sleep=time.sleep,
        clock=time.clock,
    )


def test_a_passing_fault_is_not_noticed() -> None:
    """Two hiccups, then the answer: I get the answer."""
    fn, time = Flaky(OSError("one"), OSError("two")), Time()
    assert call(fn, time) == "done"
    assert fn.calls == 3


def test_waits_grow_and_are_not_all_alike() -> None:
    """Each wait is about twice the last one, with a random part so that clients do not march in step."""
    time, other = Time(), Time()
    for clock in (time, other):
        call(Flaky(*[OSError()] * 4), clock, attempts=5)
    doubled = [FIRST_WAIT * 2**n for n in range(4)]
    assert all(least <= wait <= least + FIRST_WAIT for least, wait in zip(doubled, time.waits, strict=True))
    assert time.waits != other.waits


def test_the_last_error_comes_out_as_it_is() -> None:
    """When all attempts fail I see the error itself, not a wrapper."""
    last = OSError("three")
    fn = Flaky(OSError("one"), OSError("two"), last)
    with pytest.raises(OSError, match="three") as caught:
        call(fn, Time())
    assert caught.value is last
    assert fn.calls == 3


def test_what_cannot_pass_is_tried_once() -> None:
    """An error that will not go away is told at once."""
    fn, time = Flaky(ValueError("no credit")), Time()
    with pytest.raises(ValueError, match="no credit"):
        call(fn, time)
    assert (fn.calls, time.waits) == (1, [])


def test_ctrl_c_is_never_retried() -> None:
    """Ctrl-C ends it, whatever the caller counts as passing."""
    fn = Flaky(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        call(fn, Time())
    assert fn.calls == 1


def test_the_server_sets_the_wait() -> None:
    """If the server says seven seconds, it is left alone for seven seconds."""
    time = Time()
    call(Flaky(OSError()), time, asked=7.0)
    assert time.waits == [7.0]


def test_a_wait_past_the_deadline_is_not_begun() -> None:
    """If the server wants an hour and I gave it a minute, I am told now, not in a minute."""
    fn, time = Flaky(OSError("busy")), Time()
    with pytest.raises(OSError, match="busy"):
        call(fn, time, asked=3600.0)
    assert (fn.calls, time.waits) == (1, [])


def test_attempts_that_use_up_the_time_are_the_last() -> None:
    """The deadline counts the calls as well as the waits."""
    time = Time()

    def slow() -> str:
        time.now += 40.0
        raise OSError("slow")

    with pytest.raises(OSError, match="slow"):
        call(slow, time, attempts=10, deadline=60.0)
    assert time.now <= 1000.0 + 40.0 + 20.0 + 40.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("1.5", 1.5),
        ("Sat, 14 Nov 2026 12:00:30 GMT", 30.0),
        ("Sat, 14 Nov 2026 13:00:30 +0100", 30.0),
        ("Sat, 14 Nov 2026 11:00:00 GMT", 0.0),
        (None, None),
        ("", None),
        ("-5", None),
        ("nan", None),
        ("soon", None),
        ("٣", None),
        ("Sat, 14 Nov 99999999999 12:00:30 GMT", None),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str | None, seconds: float | None) -> None:
    """Retry-After counts as seconds or as a date; anything else counts as not said."""
    assert parse_retry_after(header, NOW) == seconds


@given(st.text(max_size=40) | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ \d+:\d+:\d+ [+-]\d+"))
def test_no_header_breaks_it(header: str) -> None:
    """Whatever a server writes there, it is a wait or nothing."""
    seconds = parse_retry_after(header, NOW)
    assert seconds is None or seconds >= 0
