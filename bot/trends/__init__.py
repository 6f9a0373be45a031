"""How a topic moves: papers that hold it by week or month, counted over the days that were read, and what rose most.

A day of the Daily Papers was read if the day ledger says that it was read after it was over, or if it stands nowhere in
the ledger and papers are listed on it: somebody brought its page. Archives without listing days are counted by
publication, and a period without a paper is one that nobody read. What nobody read is a gap, never a zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.library import Library
from bot.trends.periods import Step, days_of, next_start, start_of, starts, weekdays, whole_days
from bot.trends.rising import Risen, risen
from retrieval.archive.lookup import holding
from retrieval.errors import UsageError
from retrieval.types import DateKind

MOST_TOPICS = 4
PERIODS = 12
"""How many weeks or months are shown, unless more are asked for."""
_BEFORE = 6  # periods that the last one is held against


@dataclass(frozen=True, slots=True)
class Period:
    """One week or month from *start* on: its *papers*, and how many of its weekdays that are over were *read*.

    By publication there is no telling, and a period counts as read if it has papers.
    """

    start: date
    papers: int
    read: int
    days: int

    @property
    def gap(self) -> bool:
        """Nobody read any of it."""
        return not self.papers and not self.read


@dataclass(frozen=True, slots=True)
class Trend:
    """How many papers hold *topic* in each period."""

    topic: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """*trends* over *periods*, oldest first; *about* tells which of a paper's days counts; *unread* days are left out.

    Without topics *risen* is what rose most: in the last period that has papers, against up to six before it. The last
    period is that of the *newest* day; nothing is told of the time after it.
    """

    step: Step
    about: DateKind
    periods: tuple[Period, ...]
    trends: tuple[Trend, ...]
    unread: tuple[date, ...] = ()
    risen: tuple[Risen, ...] = ()
    newest: date | None = None


def trends_of(library: Library, topics: Sequence[str], step: Step = "month", most: int = PERIODS) -> Trends:
    """The trends of *topics* over the last *most* periods; without topics, of what rose most.

    Raises `UsageError` for more topics than a chart can show, and where no paper has a date.
    """
    if len(topics) > MOST_TOPICS:
        raise UsageError(f"{len(topics)} topics are too many for one chart.", f"Give up to {MOST_TOPICS}.")
    about: DateKind = "listed" if library.archive.newest_listed() else "published"
    dated = days_of(library, about)
    if not dated:
        raise UsageError("No paper here has a date, so that nothing can be counted over time.", "")
    ledger = whole_days(library) if about == "listed" else {}
    counted = {n: day for n, day in dated.items() if ledger.get(day, True)}
    periods, unread = _periods(library, about, counted, ledger, step, most)
    found = () if topics else _risen(library, counted, step)
    named = topics or [term.text for term in found]
    trends = tuple(Trend(topic, _counts(library, topic, counted, step, periods)) for topic in named)
    since = max(counted.values())
    return Trends(step, about, periods, trends, unread, found, since)


def _periods(
    library: Library, about: DateKind, counted: Mapping[int, date], ledger: Mapping[date, bool], step: Step, most: int
) -> tuple[tuple[Period, ...], tuple[date, ...]]:
    """The last *most* periods, and those of their weekdays that were not read."""
    today = library.settings.clock().date()
    held = set(counted.values()) | {day for day, whole in ledger.items() if whole}
    begun = starts(min(held), max(held), step)[-most:]
    papers = _by_period(counted.values(), step)
    periods, unread = [], []
    for start in begun:
        over = [day for day in weekdays(start, next_start(start, step)) if day < today or day in held]
        missing = [day for day in over if day not in held] if about == "listed" or not papers[start] else []
        unread += missing
        periods.append(Period(start, papers[start], len(over) - len(missing), len(over)))
    return tuple(periods), tuple(unread)


def _by_period(days: Iterable[date], step: Step) -> Counter[date]:
    """How many of *days* lie in each period: many papers have one day, and it is worked out once."""
    found: Counter[date] = Counter()
    for day, papers in Counter(days).items():
        found[start_of(day, step)] += papers
    return found


def _counts(
    library: Library, topic: str, counted: Mapping[int, date], step: Step, periods: Sequence[Period]
) -> tuple[int, ...]:
    begun = periods[0].start
    shown = {n: day for n, day in counted.items() if day >= begun}
    found = _by_period((shown[n] for n in holding(library.archive, topic, shown)), step)
    return tuple(found[period.start] for period in periods)


def _risen(library: Library, counted: Mapping[int, date], step: Step) -> tuple[Risen, ...]:
    """What rose most in the last period that has papers."""
    period = {day: start_of(day, step) for day in set(counted.values())}
    full = sorted(set(period.values()))
    now, before = full[-1], set(full[-1 - _BEFORE : -1])
    inside = {n for n, day in counted.items() if period[day] == now}
    earlier = {n for n, day in counted.items() if period[day] in before}
    return risen(library.archive, inside, earlier)
