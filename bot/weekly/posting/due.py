"""Which posts are due, by the calendar alone: the week or day and the configured moment decide, not when anybody woke.

Of a day, the moment's weekday is 0: its post is due on the day after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from bot.settings.weekly import Moment
from bot.weekly.period import Period
from bot.weekly.week import Week


@dataclass(frozen=True, slots=True)
class Due:
    """A week or day whose post is due since *since* (UTC). *late*: it is too old to be made up."""

    week: Period
    since: datetime
    late: bool


def due_at(week: Period, moment: Moment, zone: tzinfo) -> datetime:
    """When the post of *week* is due, in UTC: at *moment* in the week after it, by the clocks of *zone*.

    An hour that daylight saving skips is taken at the same instant as before the change; one that comes twice, at
    its first coming.
    """
    day = week.end + timedelta(days=moment.weekday)
    return datetime.combine(day, moment.time, tzinfo=zone).astimezone(UTC)


def newest_due(now: datetime, moment: Moment, kind: type[Period] = Week) -> Period:
    """The last of its *kind* whose post is due at *now* (an aware time in the configured zone)."""
    assert now.tzinfo is not None
    week = kind.of(now.date()).moved(1)
    while due_at(week, moment, now.tzinfo) > now.astimezone(UTC):
        week = week.moved(-1)
    return week


def due_weeks(
    now: datetime, moment: Moment, after: Period | None, catch_up: timedelta, kind: type[Period] = Week
) -> Iterator[Due]:
    """What is due and not yet in the ledger, oldest first: those *after* the last one there, else only the newest."""
    assert now.tzinfo is not None
    newest = newest_due(now, moment, kind)
    week = newest if after is None else after.moved(1)
    while week.start <= newest.start:
        since = due_at(week, moment, now.tzinfo)
        yield Due(week, since, now.astimezone(UTC) - since > catch_up)
        week = week.moved(1)
