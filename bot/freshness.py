"""How fresh the archive is: the newest day listed in it, and the weekdays that nobody has read.

These are told wherever nothing is found in them: "nothing came out" is only said of days that were read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, timedelta

from bot.library import Library
from retrieval.archive.days import Day, Days
from retrieval.types import Window
from retrieval.window import written

DAILY = "huggingface"
"""The Daily Papers, as the day ledger calls them."""
FIRST = date(2023, 5, 4)
"""The first day of the Daily Papers."""
RECENT = 14
"""Days back that are told of."""
_ALIVE = timedelta(days=2)
_WORKDAYS = 5
_NAMED = 5  # days; of more it is told how many


def unread_days(library: Library, start: date, end: date) -> list[Day]:
    """The weekdays in [start, end) that are over and were not read to their end, each as far as it is known.

    A day that stands nowhere in the ledger is read if a paper is listed on it: somebody brought its page.
    """
    now = library.settings.clock().astimezone(UTC)
    known = Days(library.database).known(DAILY, now)
    days = [start + timedelta(days=n) for n in range((min(end, now.date()) - start).days)]
    open_days = [known.get(day, Day(day)) for day in days if day.weekday() < _WORKDAYS and not _whole(known, day)]
    brought = _listed(library, start, end) if open_days else set()
    return [day for day in open_days if day.day in known or day.day not in brought]


def _whole(known: dict[date, Day], day: date) -> bool:
    return day in known and known[day].whole


def _listed(library: Library, start: date, end: date) -> set[date]:
    """The days of listing of the papers in [start, end)."""
    papers = library.archive.list(Window(start, end, "listed"))
    return {paper.listed_on for paper in papers if paper.listed_on}


def is_fed(library: Library) -> bool:
    """Whether somebody reads the Daily Papers day by day: a day of these two was read, or tried."""
    now = library.settings.clock().astimezone(UTC)
    known = Days(library.database).known(DAILY, now).values()
    return any(now - _ALIVE < moment <= now + _ALIVE for day in known for moment in (day.read, day.next) if moment)


def freshness(library: Library, *, always: bool = True) -> str:
    """As “Newest listed day 26 Nov 2026; 24, 25 Nov were not read.”; "" where papers come without listing days.

    Not *always*: "" too for an archive that nobody reads the Daily Papers into day by day.
    """
    newest = library.archive.newest_listed()
    ledger = Days(library.database).sources()
    if DAILY not in ledger and (newest is None or not always):
        return ""
    today = library.settings.clock().astimezone(UTC).date()
    unread = unread_days(library, today - timedelta(days=RECENT), today)
    begun = f"Newest listed day {written(newest)}" if newest else "No listed day yet"
    return f"{begun}; {told(unread)}." if unread else f"{begun}; every weekday of the last two weeks was read."


def last_fetched(library: Library) -> str:
    """As “Last fetched on 27 Nov 2026 at 06:12, up to 26 Nov 2026.”; "" where no day was ever read."""
    now, days = library.settings.clock().astimezone(UTC), Days(library.database)
    read = [(day.read, day.day) for name in days.sources() for day in days.known(name, now).values() if day.read]
    if not read:
        return ""
    at = max(moment for moment, _ in read).astimezone(library.settings.timezone)
    return f"Last fetched on {written(at.date())} at {at:%H:%M}, up to {written(max(day for _, day in read))}."


def missing(library: Library, window: Window | None) -> str:
    """What to tell beside "no papers" in *window*: the days of it that nobody read to their end; "" where all were."""
    if window is None or window.start is None or window.about != "listed":
        return ""
    newest = library.archive.newest_listed()
    ledger = DAILY in Days(library.database).sources()
    if newest is None and not ledger:
        return ""
    today = library.settings.clock().astimezone(UTC).date()
    unread = unread_days(library, max(window.start, FIRST), window.end or today)
    filling = ledger and window.start <= today < (window.end or today + timedelta(days=1))
    said = [told(unread)] if unread else []
    said += [f"{_written(today)} is not over yet"] if filling else []
    begun = [f"Newest listed day {written(newest)}"] if newest and said else []
    return f"{'; '.join([*begun, *said])}." if said else ""


def told(unread: Sequence[Day]) -> str:
    """As “24, 25 Nov were not read”, with what failed and what was read too early told apart."""
    by_state = {state: [day.day for day in unread if day.state == state] for state in _SAID}
    return "; ".join(f"{named(days)} {_SAID[state][len(days) > 1]}" for state, days in by_state.items() if days)


_SAID = {
    "not read": ("was not read", "were not read"),
    "failed": ("could not be read", "could not be read"),
    "unfinished": ("was read before it was over", "were read before they were over"),
}


def named(days: Collection[date]) -> str:
    """As “24, 25 Nov”; of many how many, and from when to when."""
    ordered = sorted(days)
    if len(ordered) > _NAMED:
        return f"{len(ordered)} weekdays from {_written(ordered[0])} to {_written(ordered[-1])}"
    last = [n + 1 == len(ordered) or day.month != ordered[n + 1].month for n, day in enumerate(ordered)]
    return ", ".join(_written(day) if ends else str(day.day) for day, ends in zip(ordered, last, strict=True))


def _written(day: date) -> str:
    return f"{day.day} {day:%b}"
