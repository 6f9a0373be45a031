"""Periods named by the calendar: "2026-W31", "3 May 2024", "Q1 2025", "winter 2024", "2023"; and parts of them.

A name without its year is the latest such period that has begun.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from retrieval.window import dates
from retrieval.window.dates import DAY, Period
from retrieval.window.forms import THIRDS, Form, Found, Part, month_number, number, ordinal, year_number
from retrieval.window.forms_relative import OURS

_Make = Callable[[Found, int], Period]

_TH = r"(?:st|nd|rd|th)?"
_TO = r"(?:\s*(?:-|—)\s*| (?:to|through|thru|until|till) )"
_OF = r"(?:,? (?:of |in )?|[-/,])"
_WEEKS = r"(?:(?:calendar |iso )?weeks?|cw|kw|wk)(?: no\.?| number)?\s*#?"
_D_MONTH = rf"(?:<weekday>,? )?(?:the )?<day>{_TH}(?:-| (?:of )?)<month>"
_MONTH_D = rf"(?:<weekday>,? )?<month> (?:the )?<day>{_TH}"
_D_TO_D_MONTH = rf"(?:the )?<day>{_TH}{_TO}(?:the )?<last>{_TH}(?: of)? <month>"
_MONTH_D_TO_D = rf"<month> <day>{_TH}{_TO}<last>{_TH}"
_BETWEEN_D_MONTH = rf"between (?:the )?<day>{_TH} and (?:the )?<last>{_TH}(?: of)? <month>"
_BETWEEN_MONTH_D = rf"between <month> <day>{_TH} and <last>{_TH}"
# "in fall detection", "in Q4 quantization": such a name without its year stands only where no noun follows.
_NO_NOUN = (
    r"(?=\s*(?:$|[?.!,;:)\]\"'—])|\s*- ?| (?:on|about|in|for|by|with|from|that|which|and|to|until|till|through"
    r"|is|are|was|were|did|have|has|onwards?)\b)"
)


def _dated(make: _Make) -> Callable[[Found, date], Period | None]:
    return lambda m, today: make(m, year_number(m, today))


def _undated(make: _Make) -> Callable[[Found, date], Period | None]:
    return lambda m, today: dates.latest(lambda year: make(m, year), today)


def _week(m: Found, year: int) -> Period:
    return dates.week(year, int(m["ww"]))


def _weeks(m: Found, year: int) -> Period:
    return dates.days(_week(m, year).start, dates.week(year, int(m["last"])).end - DAY)


def _day(m: Found, year: int) -> Period:
    return dates.day(date(year, month_number(m), ordinal(m["day"])))


def _days(m: Found, year: int) -> Period:
    return dates.days(_day(m, year).start, date(year, month_number(m), int(m["last"])))


def _numeric_day(m: Found, _: date) -> Period:
    return dates.day(date(int(m["yyyy"]), int(m["mm"]), int(m["day"])))


def _month(m: Found, year: int) -> Period:
    return dates.month(year, month_number(m))


def _numeric_month(m: Found, _: date) -> Period:
    year, month = int(m["yyyy"]), int(m["mm"])
    if month > 12 and month == (year + 1) % 100:  # 2023-24
        return dates.years(year, 2)
    return dates.month(year, month)


def _quarter(m: Found, year: int) -> Period:
    return dates.quarter(year, ordinal(m["q"]))


def _half(m: Found, year: int) -> Period:
    return dates.half(year, int(m["h"]))


def _season(m: Found, year: int) -> Period:
    return dates.season(year, m["season"])


def _last_season(m: Found, today: date) -> Period | None:
    found = _undated(_season)(m, today)
    return _undated(_season)(m, found.start - DAY) if found and found.end > today else found


def _year(m: Found, today: date) -> Period | None:
    year = int(m["yyyy"])
    return dates.years(year) if year <= today.year + 1 else None  # "forecasts for 2050" are made today


def _nth(m: Found, whole: Period) -> Period | None:
    return dates.nth(whole, ordinal(m["ordinal"]), m["unit"])


def _stretch(m: Found, whole: Period) -> Period | None:
    if ordinal(m["ordinal"]) < 0:
        part = Period(dates.back(whole.end, number(m), m["unit"]), whole.end)
    else:
        part = Period(whole.start, dates.back(whole.start, -number(m), m["unit"]))
    return part if whole.start <= part.start < part.end <= whole.end else None


CALENDAR = (
    Form(r"<year>[-\s]?w<ww>", "2026-w31", "2026-31", _dated(_week)),
    Form(rf"<year>,? {_WEEKS}<ww>", "2026, week 31", "2026, weekly", _dated(_week)),
    Form(rf"(?:{_WEEKS}|w)<ww>{_OF}(?:the year )?<year>", "week 31 of 2026", "week 31", _dated(_week)),
    Form(rf"{_WEEKS}<ww>{OURS}", "calendar week 31", "week 31 of the trial", _undated(_week), lap=364),
    Form(r"w(?P<ww>[0-9]{2})", "w31", "w3", _undated(_week), lap=364, stands="led"),
    Form(
        rf"{_WEEKS}<ww>{_TO}<last>{_OF}(?:the year )?<year>", "weeks 30 to 32 of 2026", "weeks 30 to 32", _dated(_weeks)
    ),
    Form(rf"{_WEEKS}<ww>{_TO}<last>{OURS}", "weeks 30 to 32", "weeks 30 and 32", _undated(_weeks)),
    # days
    Form(r"<yyyy>(?P<sep>[-/.])<mm>(?P=sep)<day>", "2024-05-31", "2024-05/31", _numeric_day),
    Form(r"<day>\.\s?<mm>\.\s?<yyyy>", "31.5.2024", "31.5.24", _numeric_day),
    Form(rf"{_D_MONTH}{_OF}<year>", "3rd of may 2024", "3rd of may", _dated(_day)),
    Form(rf"{_MONTH_D}{_OF}<year>", "tuesday, may 7th, 2024", "tuesday, may 7th", _dated(_day)),
    Form(_D_MONTH, "the third of may", "the third model", _undated(_day), lap=365),
    Form(_MONTH_D, "may 3rd", "may 3d", _undated(_day), lap=365),
    Form(rf"{_D_TO_D_MONTH}{_OF}<year>", "1st to 7th of may 2024", "1st to 7th of may", _dated(_days)),
    Form(rf"{_MONTH_D_TO_D}{_OF}<year>", "may 1-7, 2024", "may 1-7", _dated(_days)),
    Form(_D_TO_D_MONTH, "1 - 7 may", "1 - 7 models", _undated(_days)),
    Form(_MONTH_D_TO_D, "may 1 through 7", "may 1 and 7", _undated(_days)),
    Form(rf"{_BETWEEN_D_MONTH}{_OF}<year>", "between 1 and 7 may 2024", "between 1 may and 7 may 2024", _dated(_days)),
    Form(rf"{_BETWEEN_MONTH_D}{_OF}<year>", "between may 1 and 7, 2024", "between may 1 and 7", _dated(_days)),
    Form(_BETWEEN_D_MONTH, "between the 1st and the 7th of may", "between the 1st and the 7th layer", _undated(_days)),
    Form(_BETWEEN_MONTH_D, "between may 1 and 7", "between may and july", _undated(_days)),
    # months
    Form(rf"<month>{_OF}<year>", "may '24", "may 24", _dated(_month), "published"),
    Form(r"<year>(?:[-/]| (?:in )?)<month>", "2024 in may", "2024 for may", _dated(_month), "published"),
    Form(r"<yyyy>[-/](?P<mm>[0-9]{2})", "2024-05", "2024-5", _numeric_month, "published", stands="led"),
    Form(r"<mm>/<yyyy>", "5/2024", "5/24", _numeric_month, "published", stands="led"),
    Form(r"<month>", "sept", "septic", _undated(_month), lap=365, stands="led"),
    Form(r"this <month>", "this march", "this marching", lambda m, t: _month(m, t.year)),
    Form(
        r"(?:this )?(?:last|past) <month>",
        "this past june",
        "this june",
        lambda m, t: _undated(_month)(m, t.replace(day=1) - DAY),
    ),
    # quarters, halves, seasons
    Form(rf"(?:q|quarter )<q>{_OF}<year>", "q1 of 2025", "q1", _dated(_quarter), "published"),
    Form(r"<year>[-/\s]?q<q>", "2025 q1", "2025 q5", _dated(_quarter), "published"),
    Form(rf"<q>q{_OF}<year>", "1q/2025", "1q", _dated(_quarter), "published"),
    Form(
        rf"(?:the )?<q> quarter{_NO_NOUN}",
        "the second quarter",
        "the second quarter resolution",
        _undated(_quarter),
        lap=365,
        stands="led",
    ),
    Form(rf"q<q>{_NO_NOUN}", "q4 on diffusion", "q4 quantization", _undated(_quarter), lap=365, stands="led"),
    Form(rf"h<h>{_OF}<year>", "h1 2025", "h1", _dated(_half), "published"),
    Form(r"<year>[-/\s]?h<h>", "2025-h2", "2025-h3", _dated(_half), "published"),
    Form(
        rf"(?:the )?<season>{_OF}<year>(?:[-/](?:20)?[0-9]{{2}})?",
        "the winter of 2024/25",
        "the winter of ai",
        _dated(_season),
        "published",
    ),
    Form(r"(?:the )?<year> <season>", "the 2024 summer", "the 2024 summers", _dated(_season), "published"),
    Form(rf"(?:the )?<season>{_NO_NOUN}", "fall", "fall detection", _undated(_season), lap=365, stands="led"),
    Form(r"this <season>", "this spring", "this springs", _undated(_season)),
    Form(r"(?:this )?(?:last|past) <season>", "last autumn", "next autumn", _last_season),
    # years
    Form(r"<yyyy>", "2023", "2123", _year, "published", stands="led"),
    Form(r"<yyyy> only", "2023 only", "2023", _year, "published"),
    Form(r"only (?:in |from )?<yyyy>", "only from 2023", "only 2123", _year, "published"),
    Form(
        r"(?:the )?(?P<decade>(?:19|20)[0-9])0'?s",
        "the 2010s",
        "the 2010",
        lambda m, _: dates.years(int(m["decade"]) * 10, 10),
        "published",
    ),
    Form(
        r"the '?(?P<decade>[5-9])0s",
        "the '90s",
        "the 90",
        lambda m, _: dates.years(1900 + int(m["decade"]) * 10, 10),
        "published",
    ),
)

PARTS = (
    Part(
        r"(?:the )?week (?:of|starting|beginning|commencing|ending|containing)(?: on)? ",
        "the week of 3 may",
        "the week after 3 may",
        lambda _, whole: dates.holding(whole.start, "week") if whole.days == 1 else None,
        "listed",
    ),
    Part(r"(?:the )?<ordinal> (?P<unit>week) (?:of|in) ", "the first week of may", "the first week", _nth, "listed"),
    Part(
        r"(?:the )?<ordinal> (?P<unit>day|month) (?:of|in) ", "the last month of 2024", "the last months of 2024", _nth
    ),
    Part(
        r"(?:the )?<ordinal> (?P<unit>quarter|half)(?: of| in|,)? ", "second half of 2024", "second part of 2024", _nth
    ),
    Part(
        r"(?:the )?<ordinal> <n>(?: of)? <unit>s (?:of|in) ",
        "the first two weeks of may",
        "the first two tokens of may",
        _stretch,
    ),
    Part(
        r"(?:the )?<third>(?:-| (?:in |of |part of |months of )?)",
        "late in 2024",
        "lately in 2024",
        lambda m, whole: dates.third(whole, THIRDS[m["third"]]),
    ),
    Part(
        r"(?:the )?(?:(?:calendar |entire |whole )?year (?:of )?(?=[0-9]{4})"
        r"|(?:month(?= of (?!the |last |this |past |[0-9]))|whole|entirety|course) of )"
        r"|all of ",
        "the whole of 2024",
        "the rest of 2024",
        lambda _, whole: whole,
    ),
)
