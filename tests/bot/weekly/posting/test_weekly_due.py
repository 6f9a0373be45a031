"""Which weeks are due: one post an ISO week, whatever the clocks do."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.settings.weekly import moment
from bot.weekly.posting.due import due_at, due_weeks, newest_due
from bot.weekly.posting.schedule import cron_of
from bot.weekly.week import Week
from retrieval.errors import UsageError

ZONES = (
    "UTC Europe/Berlin America/New_York Asia/Tokyo Asia/Kolkata Australia/Lord_Howe Pacific/Apia Pacific/Chatham "
    "America/Sao_Paulo Africa/Casablanca Asia/Tehran America/St_Johns"
).split()
MONDAY = moment("mon 09:00")
FOUR_DAYS = timedelta(days=4)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", ["mon 09:00", "sun 01:30"])
def test_ten_years_of_mondays_give_one_post_a_week(zone: str, at: str) -> None:
    """Woken by the scheduler and besides at odd hours, over every change of the clocks and two 53-week years."""
    zoned, when = ZoneInfo(zone), moment(at)
    trigger = cron_of(when, zoned)
    now = datetime(2020, 1, 1, tzinfo=zoned)
    end, newest = datetime(2030, 1, 7, 12, tzinfo=UTC), newest_due(now, when)
    posted: Counter[Week] = Counter()
    while now.astimezone(UTC) < end:
        fires = trigger.get_next_fire_time(None, now)
        for waking in (fires, fires, (fires.astimezone(UTC) + timedelta(hours=1)).astimezone(zoned)):
            for due in due_weeks(waking, when, newest, FOUR_DAYS):
                assert not due.late
                posted[due.week] += 1
                newest = due.week
        now = (fires.astimezone(UTC) + timedelta(hours=2)).astimezone(zoned)
    assert set(posted.values()) == {1}
    assert sorted(posted) == [min(posted).moved(n) for n in range(len(posted))]
    assert {Week(2020, 53), Week(2026, 53)} <= posted.keys()
    assert len(posted) >= 521


@pytest.mark.parametrize(
    ("now", "due"),
    [("2026-11-16T08:59", "2026-W45"), ("2026-11-16T09:00", "2026-W46"), ("2026-11-22T23:59", "2026-W46")],
)
def test_a_week_is_due_from_the_monday_after_it(now: str, due: str) -> None:
    """Not a minute before nine, and all week after."""
    assert str(newest_due(datetime.fromisoformat(now).replace(tzinfo=UTC), MONDAY)) == due


@pytest.mark.parametrize(
    ("late_by", "late"),
    [(timedelta(seconds=1), False), (timedelta(hours=6), False), (timedelta(days=3), False), (timedelta(days=5), True)],
)
def test_a_missed_week_is_made_up_while_it_is_young(late_by: timedelta, late: bool) -> None:
    """After downtime the post comes late; after too long it is given up."""
    week = Week(2026, 46)
    now = due_at(week, MONDAY, UTC) + late_by
    assert [(due.week, due.late) for due in due_weeks(now, MONDAY, week.moved(-1), FOUR_DAYS)] == [(week, late)]


def test_three_weeks_of_downtime_give_one_post() -> None:
    """Of several missed weeks only the youngest may still be made up."""
    now = due_at(Week(2026, 46), MONDAY, UTC) + timedelta(hours=1)
    found = list(due_weeks(now, MONDAY, Week(2026, 43), FOUR_DAYS))
    assert [(str(due.week), due.late) for due in found] == [("2026-W44", True), ("2026-W45", True), ("2026-W46", False)]


def test_a_clock_set_back_makes_nothing_due() -> None:
    """The ledger is ahead of the calendar then, and waits."""
    assert not list(due_weeks(datetime(2026, 11, 1, 12, tzinfo=UTC), MONDAY, Week(2026, 46), FOUR_DAYS))


def test_the_days_of_a_week_read_well() -> None:
    """Within a month, over two, over two years."""
    assert Week(2026, 46).days == "9–15 Nov 2026"
    assert Week(2026, 5).days == "26 Jan – 1 Feb 2026"
    assert Week(2026, 53).days == "28 Dec 2026 – 3 Jan 2027"
    assert Week.of(date(2027, 1, 3)) == Week(2026, 53)
    with pytest.raises(UsageError):
        Week.read("2025-W53")
