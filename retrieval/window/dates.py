"""Calendar arithmetic on whole days: what a month, an ISO week or a season is. No words and no clock.

Whatever does not exist (31 June, week 53 of a 52-week year, the year 0) is a `ValueError`, and what lies
beyond the calendar an `OverflowError`, as in `datetime`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from retrieval.text.calendar_words import SHORT_WEEKDAYS

DAY = timedelta(days=1)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # meteorological: first months
DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}
MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days [start, end)."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.end - self.start).days


def day(on: date) -> Period:
    """That one day."""
    return Period(on, on + DAY)


def days(first: date, last: date) -> Period:
    """All days from *first* to *last*, both included."""
    if last < first:
        raise ValueError(f"{first} is after {last}")
    return Period(first, last + DAY)


def week(year: int, number: int) -> Period:
    """An ISO 8601 week: Monday to Sunday; week 1 is the one with the year's first Thursday."""
    monday = date.fromisocalendar(year, number, 1)
    return Period(monday, monday + 7 * DAY)


def month(year: int, number: int) -> Period:
    """A calendar month."""
    return _months(date(year, number, 1), 1)


def quarter(year: int, number: int) -> Period:
    """Three months, from January, April, July or October on."""
    return _months(date(year, 3 * number - 2, 1), 3)


def half(year: int, number: int) -> Period:
    """Six months, from January or July on."""
    return _months(date(year, 6 * number - 5, 1), 6)


def season(year: int, name: str) -> Period:
    """A meteorological season, by the year it begins in: winter 2024 is December 2024 to February 2025."""
    return _months(date(year, SEASONS[name], 1), 3)


def years(first: int, count: int = 1) -> Period:
    """*count* calendar years from *first* on."""
    return _months(date(first, 1, 1), 12 * count)


def back(on: date, n: int, unit: str) -> date:
    """The day *n* units before *on*; where the month is too short, its last day."""
    if unit in DAYS_IN:
        return on - n * DAYS_IN[unit] * DAY
    index = on.year * 12 + on.month - 1 - n * MONTHS_IN[unit]
    first = date(index // 12, index % 12 + 1, 1)
    last = (first.replace(day=28) + 4 * DAY).replace(day=1) - DAY
    return min(last, first + (on.day - 1) * DAY)


def past(today: date, n: int, unit: str) -> Period:
    """The *n* units that end with *today*: the past 7 days begin 6 days ago, the past month on 4 May if
    today is 3 June.
    """
    if n < 1:
        raise ValueError("no days at all")
    return days(back(today, n, unit) + DAY, today)


def holding(on: date, unit: str) -> Period:
    """The day, ISO week, month, quarter, half, year or decade that *on* lies in."""
    if unit == "day":
        return day(on)
    if unit in DAYS_IN:
        return week(*on.isocalendar()[:2])
    size = MONTHS_IN[unit]
    index = on.year * 12 + on.month - 1
    index -= index % size
    return _months(date(index // 12, index % 12 + 1, 1), size)


def ago(today: date, n: int, unit: str) -> Period:
    """The whole unit *n* before the one *today* lies in: two weeks ago is an ISO week."""
    return holding(back(today, n, unit), unit)


def weekday(today: date, name: str) -> Period:
    """The latest day of that name, *today* included."""
    return day(today - (today.weekday() - SHORT_WEEKDAYS.index(name)) % 7 * DAY)


def latest(make: Callable[[int], Period], today: date) -> Period | None:
    """Of the periods *make* gives for each year the latest that has begun; None if no recent year has one."""
    for year in range(today.year + 1, today.year - 9, -1):  # 29 February can be 8 years off; ISO years run ahead
        try:
            period = make(year)
        except ValueError:
            continue
        if period.start <= today:
            return period
    return None


def nth(whole: Period, n: int, unit: str) -> Period | None:
    """Unit *n* of *whole*, counted from its end if *n* is negative; None if *whole* has no such part.

    A week belongs to the period that holds its Thursday, as ISO 8601 has it for years. The first half of a
    month ends with the 15th.
    """
    if unit == "half" and whole.days <= 31:
        halves = (Period(whole.start, whole.start + 15 * DAY), Period(whole.start + 15 * DAY, whole.end))
        return halves[n - 1 if n > 0 else n] if whole.days >= 28 and -2 <= n <= 2 else None
    if unit == "week":
        thursday = _nth_thursday(whole, n)
        return holding(thursday, "week") if whole.start <= thursday < whole.end else None
    start = back(whole.start, 1 - n, unit) if n > 0 else back(whole.end, -n, unit)
    part = Period(start, back(start, -1, unit))
    return part if whole.start <= part.start and part.end <= whole.end and part != whole else None


def third(whole: Period, n: int) -> Period | None:
    """Third *n* (from 1) of a year, four months each, or of a month, ten days each and then the rest.

    A week or less is taken whole; None for anything else.
    """
    if whole.days in (365, 366):
        return _months(back(whole.start, -4 * (n - 1), "month"), 4)
    if 28 <= whole.days <= 31:
        start = whole.start + 10 * (n - 1) * DAY
        return Period(start, whole.end if n == 3 else start + 10 * DAY)
    return whole if whole.days <= 7 else None


def _months(start: date, n: int) -> Period:
    return Period(start, back(start, -n, "month"))


def _nth_thursday(whole: Period, n: int) -> date:
    if n > 0:
        return whole.start + ((3 - whole.start.weekday()) % 7 + 7 * (n - 1)) * DAY
    last = whole.end - DAY
    return last - ((last.weekday() - 3) % 7 - 7 * (n + 1)) * DAY
