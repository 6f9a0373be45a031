"""Waking: at the configured time every week, and in between for what was missed or failed.

It only wakes. What is due, and whether it was sent, is the ledger's to say (`bot.weekly.posting.run_due`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.library import Library
from bot.settings.weekly import Moment
from bot.weekly.posting import Tell, run_due
from bot.weekly.posting.delivery import Sinks
from retrieval.errors import BroadsheetError
from retrieval.text.calendar_words import SHORT_WEEKDAYS

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.cron import CronTrigger

RETRY_MINUTES = 10
"""How often it wakes besides: a sleeping machine, a lost network, an interrupted post."""


def keep_posting(library: Library, sinks: Sinks, tell: Tell) -> BackgroundScheduler:
    """Post what is due from now on, on a thread of its own; `shutdown()` ends it. *tell* hears of each thing once."""
    said: set[str] = set()

    def tell_once(line: str) -> None:
        if line not in said:
            said.add(line)
            tell(line)

    def wake() -> None:
        try:
            run_due(library, sinks, library.settings.clock(), tell_once)
        except BroadsheetError as error:  # the next waking may find it mended
            tell_once(f"The posts: {error.told}")

    settings = library.settings
    times = [cron_of(settings.weekly_at, settings.timezone), daily_of(settings.daily_at, settings.timezone)]
    return start(wake, times, settings.timezone)


def cron_of(moment: Moment, zone: ZoneInfo) -> CronTrigger:
    """The trigger that fires at *moment* by the clocks of *zone*."""
    from apscheduler.triggers.cron import CronTrigger

    at = moment.time
    return CronTrigger(day_of_week=SHORT_WEEKDAYS[moment.weekday], hour=at.hour, minute=at.minute, timezone=zone)


def daily_of(moment: Moment, zone: ZoneInfo) -> CronTrigger:
    """The trigger that fires every day at the time of *moment*."""
    from apscheduler.triggers.cron import CronTrigger

    return CronTrigger(hour=moment.time.hour, minute=moment.time.minute, timezone=zone)


def start(wake: Callable[[], None], times: Sequence[CronTrigger], zone: ZoneInfo) -> BackgroundScheduler:
    """A running scheduler that calls *wake* on a thread of its own, now and at its *times*; `shutdown()` ends it.

    *wake* handles its own errors.
    """
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(timezone=zone)
    # One wake for however many were slept through, and never two at a time.
    once = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    for trigger in times:
        scheduler.add_job(wake, trigger, **once)
    scheduler.add_job(wake, "interval", minutes=RETRY_MINUTES, id="again", next_run_time=datetime.now(zone), **once)
    scheduler.start()
    return scheduler
