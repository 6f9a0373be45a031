"""The daily post: each day once, beside the weekly and by the same ledger; it waits for a day that is being read."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import paper
from weekly_made import MONDAY, WEEK, open_app, read_days, week_of_papers
from weekly_memory import CHANNEL, Memory, turn

from bot.freshness import DAILY
from bot.settings.weekly import hour
from bot.weekly.digest import make_digest
from bot.weekly.digest.reply import main_reply
from bot.weekly.period import Day, read_period
from bot.weekly.posting import DAILY_CATCH_UP
from bot.weekly.posting.due import due_weeks, newest_due
from bot.weekly.posting.ledger import Ledger
from bot.weekly.posting.schedule import daily_of
from bot.weekly.posting.subscriptions import subscribe, subscriber
from bot.weekly.week import Week
from retrieval.archive.days import Days

NINE = hour("09:00")
TUESDAY = Day(date(2026, 11, 10))
AFTER = datetime(2026, 11, 11, 9, 5, tzinfo=UTC)
"""Five minutes after the post of `TUESDAY` is due."""


QUICK = [("Europe/Berlin", "02:30")]
OTHERS = [("Australia/Lord_Howe", "09:00")]
OTHERS += [(zone, at) for zone in ("UTC", "America/New_York", "Pacific/Apia") for at in ("01:30", "09:00", "23:59")]


@pytest.mark.parametrize(("zone", "at"), [*QUICK, *(pytest.param(*pair, marks=pytest.mark.full) for pair in OTHERS)])
def test_ten_years_of_days_give_one_post_a_day(zone: str, at: str) -> None:
    """Woken by the scheduler and besides at odd hours, over every change of the clocks."""
    zoned, when = ZoneInfo(zone), hour(at)
    trigger, now = daily_of(when, zoned), datetime(2020, 1, 1, tzinfo=zoned)
    end, newest = datetime(2030, 1, 7, 12, tzinfo=UTC), newest_due(now, when, Day)
    posted: Counter[Day] = Counter()
    while now.astimezone(UTC) < end:
        fires = trigger.get_next_fire_time(None, now)
        for waking in (fires, (fires.astimezone(UTC) + timedelta(hours=1)).astimezone(zoned)):
            for due in due_weeks(waking, when, newest, DAILY_CATCH_UP, Day):
                assert not due.late
                posted[due.week] += 1
                newest = due.week
        now = (fires.astimezone(UTC) + timedelta(hours=2)).astimezone(zoned)
    assert set(posted.values()) == {1}
    assert sorted(posted) == [min(posted).moved(n) for n in range(len(posted))]
    assert len(posted) >= 3655


def test_a_day_and_a_week_go_to_one_channel_each_once(tmp_path: Path) -> None:
    """However often it wakes, over a week of days; Saturday and Sunday have no papers and are passed over."""
    app = open_app(tmp_path, week_of_papers(WEEK), weekly_to="slack:C1", daily_to="slack:C1")
    sink = Memory()
    for hours in range(0, 24 * 7, 5):
        turn(app, sink, AFTER - timedelta(days=1) + timedelta(hours=hours)).run()
    mains = sorted(key for key in sink.kept if "/" not in key)
    assert [key for key in mains if key.startswith("daily:")] == [f"daily:2026-11-{day:02d}" for day in range(9, 14)]
    assert [key for key in mains if key.startswith("weekly:")] == ["weekly:2026-W45", "weekly:2026-W46"]


def test_a_day_is_told_in_a_days_words(tmp_path: Path) -> None:
    """Its name on top, its own papers under it, and nothing of a week."""
    app = open_app(tmp_path, week_of_papers(WEEK, each=6))
    reply = main_reply(make_digest(app, TUESDAY, "team"))
    assert reply.title == "Papers of Tuesday 10 Nov 2026"
    assert {source.title for section in reply.sections for source in section.sources} == {
        p.title for p in week_of_papers(WEEK, each=6) if p.listed_on == TUESDAY.start
    }
    assert (read_period("2026-11-10"), read_period("2026-W46")) == (TUESDAY, Week(2026, 46))


def test_a_post_waits_for_a_day_that_is_being_read(tmp_path: Path) -> None:
    """While the feed is at work; it goes out with the papers once they are here, or after a day without them."""
    app = open_app(tmp_path, [], daily_to="slack:C1", now="2026-11-11T09:05")
    read_days(app, TUESDAY.start - timedelta(days=1), papers=3)
    Days(app.database).failed(DAILY, TUESDAY.start, "status 503", AFTER + timedelta(minutes=10))
    sink, told = Memory(), []
    turn(app, sink, AFTER, told).run()
    assert not sink.kept
    assert told == ["The post of 2026-11-10 waits: 10 Nov could not be read."]
    app.archive.put([paper("Late Ropes", "We find that ropes hold.", listed_on=TUESDAY.start)])
    read_days(app, TUESDAY.start, papers=1)
    turn(app, sink, AFTER + timedelta(hours=2)).run()
    assert list(sink.kept) == ["daily:2026-11-10"]


def test_a_post_does_not_wait_for_ever_nor_where_nobody_reads(tmp_path: Path) -> None:
    """It says which day is missing after most of a day, at once with `say`, and where no feed is at work."""
    for unread, late in (("wait", (0, 19, 21)), ("say", (0,))):
        bodies: list[str] = []
        for hours in late:
            now = AFTER + timedelta(hours=hours)
            app = open_app(
                tmp_path / unread, [], daily_to="slack:C1", post_unread=unread, now=now.strftime("%Y-%m-%dT%H:%M")
            )
            Days(app.database).failed(DAILY, TUESDAY.start, "status 503", now + timedelta(minutes=10))
            turn(app, Memory(), now).run()
            bodies.append("".join(part.body for part in Ledger(app.database).parts(CHANNEL, TUESDAY)))
            app.close()
        assert not any(bodies[:-1])
        assert "10 Nov could not be read" in bodies[-1]
    alone = open_app(tmp_path / "alone", [], daily_to="slack:C1")
    sink = Memory()
    turn(alone, sink, AFTER).run()
    assert list(sink.kept) == ["daily:2026-11-10"]


def test_people_subscribe_to_either(tmp_path: Path) -> None:
    """Who asked for every day is sent a day's matches; who changes to it gets no day from before."""
    app, who = open_app(tmp_path, week_of_papers(WEEK, each=6)), subscriber("U0000000001")
    subscribe(app.database, who, "glacier radar", AFTER - timedelta(days=3), Day)
    sink = Memory()
    turn(app, sink, AFTER).run()
    assert list(sink.kept) == ["daily:2026-11-10"]
    subscribe(app.database, who, "glacier radar", MONDAY - timedelta(hours=1))
    turn(app, sink, MONDAY).run()
    assert list(sink.kept) == ["daily:2026-11-10", "weekly:2026-W46"]
    assert CHANNEL.sink == who.sink
