"""Reading every day what there is to read: which days are due, by the day ledger, and one round over them.

The Daily Papers of a day fill up while it lasts, and their upvotes grow for two weeks. So today is read again and
again, a day that is over once more, the days of a feed's window once a day, and older ones only if they never were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.intake.feeds import Feed, feeds_of
from bot.library import Library
from retrieval.alone import alone
from retrieval.archive.days import Day, Days
from retrieval.errors import SourceError
from retrieval.ingest import Report
from retrieval.sources.fetch import HOPELESS
from retrieval.sources.http import FetchError, PoliteClient

_NIGHT = timedelta(days=1)
MOST_BEHIND = 60
"""Days that are made up for after an absence; whoever was away for longer fetches the others by hand."""


@dataclass(slots=True)
class Feeding:
    """One round over all feeds. *client* opens one that starts its calls so many seconds apart.

    *stopping* is asked between two days: what is left stands in the ledger.
    """

    library: Library
    stopping: Callable[[], bool] = lambda: False
    client: Callable[[float], PoliteClient] | None = None
    report: Report = field(default_factory=Report)
    whole: bool = True

    def run(self) -> bool:
        """Read what is due of every feed; False if some of it could not be had. What went wrong is in the report."""
        for feed in feeds_of(self.library):
            self._read(feed)
        return self.whole

    def _read(self, feed: Feed) -> None:
        days, now = Days(self.library.database), self.library.settings.clock().astimezone(UTC)
        known = days.known(feed.name, now)
        days.want(feed.name, in_scope(feed, known, now.date()))
        due = due_days(feed, days.known(feed.name, now), now)
        client = (self.client or self._polite)(feed.interval)
        silent = 0
        for day in due:
            if self.stopping() or silent == HOPELESS:
                return
            try:
                feed.read(self.library, client, day, self.report)
                silent = 0
            except SourceError as error:  # the row says why
                self.whole = False
                silent = silent + 1 if isinstance(error, FetchError) and error.unanswered else 0

    def _polite(self, interval: float) -> PoliteClient:
        return PoliteClient(interval=interval, deadline=self.library.settings.fetch_seconds)


def in_scope(feed: Feed, known: Iterable[date], today: date) -> list[date]:
    """The days that ought to stand in the ledger: the window, and those before it that an absence left out."""
    first = today - timedelta(days=feed.window)
    before = max((day for day in known if day < first), default=first)
    first = max(min(first, before), today - timedelta(days=MOST_BEHIND))
    return [first + timedelta(days=n) for n in range((today - first).days + 1)]


def due_days(feed: Feed, known: Mapping[date, Day], now: datetime) -> list[date]:
    """The days of *known* to read at *now* (UTC), the newest first."""
    today = now.date()
    return [day.day for day in reversed(list(known.values())) if day.day <= today and _due(feed, day, now)]


def _due(feed: Feed, day: Day, now: datetime) -> bool:
    if day.next and now < day.next <= now + _NIGHT:  # one further off was written by a clock ahead of this one
        return False
    if day.read is None:
        return True
    if not day.whole:
        return now >= feed.over(day.day) or now - day.read >= feed.again
    return day.day >= now.date() - timedelta(days=feed.window) and day.read.date() < now.date()


def only_feeder(library: Library, wait: float = 0) -> AbstractContextManager[bool]:
    """Whether this process may read the feeds, for as long as the block runs; the lock goes with the process."""
    return alone(library.database.path.with_name("feed.lock"), wait)
