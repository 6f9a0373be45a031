"""What a post is about: an ISO week, or a day. Both are asked the same questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.weekly.week import Week
from retrieval.errors import UsageError
from retrieval.types import Window


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """One listing day: what a daily post is about. See `Week`, whose words it has."""

    start: date

    @classmethod
    def of(cls, day: date) -> Day:
        """*day* itself."""
        return cls(day)

    @classmethod
    def read(cls, text: str) -> Day:
        """The day written "2026-11-24"; a `UsageError` if there is none such."""
        try:
            return cls(date.fromisoformat(text.strip()))
        except ValueError as error:
            raise UsageError(f"“{text}” is not a day.", "Write it as 2026-11-24.") from error

    @property
    def end(self) -> date:
        """The day after it."""
        return self.start + timedelta(days=1)

    @property
    def window(self) -> Window:
        """The papers that belong to it: by listing day where known, otherwise by publication."""
        return Window(self.start, self.end, "listed", str(self))

    @property
    def named(self) -> str:
        """For people: "Tuesday 24 Nov 2026"."""
        return f"{self.start:%A} {self.start.day} {self.start:%b %Y}"

    @property
    def unit(self) -> str:
        """What it is one of."""
        return "day"

    @property
    def post(self) -> str:
        """What its post is called in its key."""
        return "daily"

    @property
    def in_four_weeks(self) -> int:
        """How many of them with papers four weeks have."""
        return 20

    def moved(self, days: int) -> Day:
        """The day *days* later, or earlier if negative."""
        return Day(self.start + timedelta(days=days))

    def __str__(self) -> str:
        return self.start.isoformat()


Period = Week | Day


def read_period(text: str) -> Period:
    """The week or day that `str` wrote."""
    return Week.read(text) if "W" in text else Day.read(text)
