"""The dates on a Daily Papers page, which leaves out its own year, and what year that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.sources.page_months import month_of
from retrieval.text.calendar_words import MONTH, MONTHS, SHORT_WEEKDAYS, WEEKDAYS

_DATE = re.compile(
    rf"(?:published on )?(?:(?:{'|'.join(SHORT_WEEKDAYS)})[a-z]*\.?,? )?"
    rf"(?P<month>{MONTH})\.? ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?P<comma> ?,)?(?: ?(?P<year>(?:19|20)\d\d))?(?: (?P<comments>\d{1,5}))?",
    re.IGNORECASE | re.ASCII,
)
_LONGEST = 40  # characters of a date line
_BEHIND = r"(?: (?P<comments>[0-9]{1,5}))?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_WEEKDAY = rf"(?:(?:[^\W\d_]{{2,12}}\.?,|[^\W\d_]{{2,4}}\.|{'|'.join(SHORT_WEEKDAYS)}|{'|'.join(WEEKDAYS)}) )?"
_TIME = r"(?:[T ][0-9:.]{4,15}(?:Z|[+-][0-9:]{4,5})?)?"
# As browsers set to other languages write it: "18. Nov. 2025 3", "18 de noviembre", "2025年11月18日", "2025-11-18".
_ELSEWHERE = tuple(
    re.compile(pattern + _BEHIND, re.IGNORECASE)
    for pattern in (
        rf"(?P<day>[0-9]{{1,2}}) (?:tháng|thg) (?P<month>[0-9]{{1,2}})(?:,? (?:năm )?{_YEAR})?",
        rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})(?:\.|º|er|st|nd|rd|th)?[ -](?:de )?(?P<word>[^\W\d_]{{3,12}})\.?"
        rf"(?:(?:,? |-)(?:de )?{_YEAR}(?: ?[гр]\.)?)?",
        rf"(?:{_YEAR} ?[年년] ?)?(?P<month>[0-9]{{1,2}}) ?[月월] ?(?P<day>[0-9]{{1,2}}) ?[日일号號]"
        r" ?[(（]?(?:(?:周|週|星期)?[一二三四五六日]|[月火水木金土日]曜?日?|[월화수목금토일]요?일?)?[)）]?",
        rf"{_YEAR}[-/](?P<month>[0-9]{{1,2}})[-/](?P<day>[0-9]{{1,2}}){_TIME}",
        rf"{_YEAR}\. ?(?P<month>[0-9]{{1,2}})\. ?(?P<day>[0-9]{{1,2}})\.?",
        rf"(?P<day>[0-9]{{1,2}})\. ?(?P<month>[0-9]{{1,2}})\. ?{_YEAR}",
        rf"(?:{_YEAR}\. )?(?P<word>[^\W\d_]{{3,12}})\.? (?P<day>[0-9]{{1,2}})\.",
    )
)
# A day and a word, or numbers with dots and strokes: a date in a language or an order that is not known.
_LIKE_A_DATE = re.compile(
    r"\d{1,2}\.? \w[^\W\d]{1,11}[.॰]?(?:,? \d{4})?(?: \d{1,5})?|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)(?: \d{1,5})?"
    r"|\d{1,2} [^\W\d]{1,5}\.?(?: [^\W\d]{1,10}\.?| \d{1,2})(?:,? \d{4})?(?: \d{1,5})?"
)


@dataclass(frozen=True, slots=True)
class Day:
    """What a date line says; the year is None if the page left it out. *comments* is the number behind."""

    month: int
    day: int
    year: int | None
    comments: int | None
    cut: bool = False  # "Oct 24, 20": the year was coming

    def on(self, year: int | None) -> date | None:
        """The date, in *year* if the line names none; None if there is no such day (29 February)."""
        wanted = self.year or year
        try:
            return None if wanted is None or self.cut else date(wanted, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class PageDates:
    """The day at the head of a page, and the year of those of its dates that name none."""

    day: date | None
    year: int | None


def day_of(text: str) -> Day | None:
    """The date a line consists of, as in "Apr 29 1" or "September 13, 2023 2"; None if it is no date line."""
    found = _DATE.fullmatch(text)
    if not found:
        return _day_elsewhere(text)
    if not 1 <= int(found["day"]) <= 31:
        return None
    year, comments = (int(found[name]) if found[name] else None for name in ("year", "comments"))
    cut = bool(found["comma"]) and year is None
    month = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(found["month"][:3].lower()))
    return Day(month, int(found["day"]), year, None if cut else comments, cut)


def like_a_date(text: str) -> bool:
    """Whether *text* reads like a date line in a language, or an order of day and month, that is not known here."""
    return len(text) <= _LONGEST and _LIKE_A_DATE.fullmatch(text) is not None


def _day_elsewhere(text: str) -> Day | None:
    """`day_of` for a date that is not written in the American way."""
    found = (
        next((f for pattern in _ELSEWHERE if (f := pattern.fullmatch(text))), None) if len(text) <= _LONGEST else None
    )
    if not found:
        return None
    said = found.groupdict()
    month = month_of(said["word"]) if "word" in said else int(said["month"])
    if month is None or not 1 <= month <= 12 or not 1 <= int(said["day"]) <= 31:
        return None
    year, comments = (int(said[name]) if said.get(name) else None for name in ("year", "comments"))
    return Day(month, int(said["day"]), year, comments)


def begins_month(text: str) -> bool:
    """Whether *text* is a month's name or the beginning of one."""
    return any(name.startswith(text.lower()) for name in MONTHS)


def page_dates(day: Day | None, days: Sequence[Day], listed: date | None, today: date | None) -> PageDates:
    """The dates of a page whose own day is *day* and whose entries have *days*.

    The year is that of *listed* if the user gave it; else the one after the latest year on the page, for
    only its own is left out; else the latest that puts the page's day, or the last of *days*, not after
    *today*; else unknown.
    """
    if listed:
        return PageDates(listed, listed.year)
    year = day.year if day else None
    if year is None:
        latest = max((d.year for d in days if d.year), default=None)
        year = latest + 1 if latest else _latest_year(day, days, today)
    return PageDates(day.on(year) if day else None, year)


def _latest_year(day: Day | None, days: Sequence[Day], today: date | None) -> int | None:
    anchor = day or max(days, key=lambda d: (d.month, d.day), default=None)
    if anchor is None or today is None:
        return None
    eight = range(today.year, today.year - 8, -1)  # 29 February may be that far away
    return next((year for year in eight if (on := anchor.on(year)) and on <= today), None)
