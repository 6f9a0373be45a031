"""ISO weeks: the unit of everything weekly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from retrieval.types import Window
from retrieval.window import week_window


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO 8601 week: Monday to Sunday, numbered in the year that holds its Thursday."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that holds *day*."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def read(cls, text: str) -> Week:
        """The week written "2026-W46"; a `UsageError` if there is none such."""
        start = week_window(text.strip()).start
        assert start is not None  # the window of a week has both sides
        return cls.of(start)

    @property
    def start(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def end(self) -> date:
        """The Monday after it: weeks are half-open."""
        return self.start + timedelta(days=7)

    @property
    def window(self) -> Window:
        """The papers that belong to it: by listing day where known, otherwise by publication."""
        return Window(self.start, self.end, "listed", str(self))

    @property
    def days(self) -> str:
        """Its days for people: "9–15 Nov 2026"."""
        first, last = self.start, self.end - timedelta(days=1)
        if first.year != last.year:
            return f"{first.day} {first:%b %Y} – {last.day} {last:%b %Y}"
        if first.month != last.month:
            return f"{first.day} {first:%b} – {last.day} {last:%b %Y}"
        return f"{first.day}–{last.day} {last:%b %Y}"

    @property
    def named(self) -> str:
        """For people: "the week 9–15 Nov 2026"."""
        return f"the week {self.days}"

    @property
    def unit(self) -> str:
        """What it is one of."""
        return "week"

    @property
    def post(self) -> str:
        """What its post is called in its key."""
        return "weekly"

    @property
    def in_four_weeks(self) -> int:
        """How many of them with papers four weeks have."""
        return 4

    def moved(self, weeks: int) -> Week:
        """The week *weeks* later, or earlier if negative."""
        return Week.of(self.start + timedelta(weeks=weeks))

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"
