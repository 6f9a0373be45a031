"""Weeks and months in a row, and which of their days were read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from typing import Literal, get_args

from bot.freshness import DAILY
from bot.library import Library
from retrieval.archive.days import Days
from retrieval.archive.rows import day_in

Step = Literal["week", "month"]
STEPS: tuple[Step, ...] = get_args(Step)
_WORKDAYS = 5
_DAY = {"listed": "listed_on", "published": "published"}


def start_of(day: date, step: Step) -> date:
    """The Monday of *day*'s week, or the first of its month."""
    return day - timedelta(days=day.weekday()) if step == "week" else day.replace(day=1)


def next_start(start: date, step: Step) -> date:
    """Where the period after that of *start* begins."""
    return start_of(start + timedelta(days=7 if step == "week" else 31), step)


def starts(first: date, last: date, step: Step) -> list[date]:
    """The starts of all periods from that of *first* to that of *last*."""
    found = [start_of(first, step)]
    while (after := next_start(found[-1], step)) <= last:
        found.append(after)
    return found


def weekdays(start: date, end: date) -> Iterator[date]:
    """Monday to Friday in [start, end): the Daily Papers have no others."""
    days = (start + timedelta(days=n) for n in range((end - start).days))
    return (day for day in days if day.weekday() < _WORKDAYS)


def days_of(library: Library, about: str) -> dict[int, date]:
    """By row number the day of every paper that has one."""
    column = _DAY[about]
    with library.database.read() as db:
        rows = db.execute(f"SELECT n, {column} FROM papers WHERE {column} IS NOT NULL").fetchall()
    read = {text: day_in(text) for text in {row[1] for row in rows}}  # a few hundred days of many papers
    return {row[0]: day for row in rows if (day := read[row[1]])}


def whole_days(library: Library) -> dict[date, bool]:
    """The days of the Daily Papers that the ledger knows, and whether each was read to its end."""
    now = library.settings.clock().astimezone(UTC)
    return {day: known.whole for day, known in Days(library.database).known(DAILY, now).items()}
