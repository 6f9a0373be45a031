"""A clock that jumps ahead or back loses no week and posts none twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from weekly_made import MONDAY, WEEK, open_app
from weekly_memory import CHANNEL, Memory, turn

from bot.weekly.posting.delivery import Delivery, RefusedError, Sink
from bot.weekly.posting.ledger import Ledger


def wake_on(folder: Path, sink: Sink, *moments: datetime) -> None:
    """Wake at each of the *moments*, with a clock that shows them."""
    for now in moments:
        app = open_app(folder, [], now=now.strftime("%Y-%m-%dT%H:%M"), weekly_to="slack:C1")
        turn(app, sink, now).run()
        app.close()


MONDAYS = [MONDAY + timedelta(weeks=n) for n in range(8)]


@pytest.mark.parametrize("refused", [False, True])
def test_a_clock_that_was_a_year_ahead_costs_no_week(tmp_path: Path, refused: bool) -> None:
    """What it skipped, or planned and could not send, is made when it is due in its own time; once."""
    sink = Memory(sending=RefusedError("not now") if refused else None)
    wake_on(tmp_path, sink, MONDAY, MONDAY + timedelta(days=364))
    sink.sending = None
    wake_on(tmp_path, sink, *MONDAYS)
    early = [] if refused else ["weekly:2027-W45"]
    assert sorted(sink.kept) == [f"weekly:{WEEK.moved(n)}" for n in range(8)] + early


def test_a_clock_set_back_sends_nothing_twice(tmp_path: Path) -> None:
    """Weeks that stand in the ledger as sent stay so, whenever that was."""
    sink = Memory()
    wake_on(tmp_path, sink, *MONDAYS)
    assert len(sink.kept) == 8
    sink.kept.clear()
    wake_on(tmp_path, sink, *MONDAYS[::-1])
    assert not sink.kept


def test_a_clock_far_behind_posts_no_week_of_long_ago(tmp_path: Path) -> None:
    """A machine that wakes in 1970 is told about its clock, and goes on when it is right."""
    sink, then = Memory(), datetime(1970, 1, 5, 9, 5, tzinfo=UTC)
    told: list[str] = []
    wake_on(tmp_path, sink, MONDAY)
    turn(open_app(tmp_path, [], weekly_to="slack:C1"), sink, then, told).run()
    assert "by the clock" in told[0]
    wake_on(tmp_path, sink, MONDAYS[1])
    assert sorted(sink.kept) == ["weekly:2026-W46", "weekly:2026-W47"]


def test_a_sending_begun_by_a_wrong_clock_is_looked_for_soon(tmp_path: Path) -> None:
    """A minute from now, not when that time comes."""
    app, sink, now = open_app(tmp_path), Memory(), [MONDAY]
    ledger = Ledger(app.database)
    ledger.plan(CHANNEL, WEEK, ["x"], MONDAY)
    ledger.mark(ledger.parts(CHANNEL, WEEK)[0], "sending", MONDAY + timedelta(days=30))
    delivery = Delivery(ledger, lambda: now[0])
    for seconds, sent in ((0, False), (59, False), (61, True)):
        now[0] = MONDAY + timedelta(seconds=seconds)
        assert delivery.deliver(ledger.parts(CHANNEL, WEEK), sink) is sent
