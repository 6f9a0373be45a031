"""Periods named by their distance from today: "last week", "the past 3 days", "two months ago", "on Monday"."""

from __future__ import annotations

from datetime import date

from retrieval.window import dates
from retrieval.window.dates import DAY, Period
from retrieval.window.forms import Form, Found, number

# "the last week of training" is no week of ours, "the last week of papers" is.
OURS = r"(?! of (?!(?:the )?(?:daily )?(?:papers|preprints|articles|listings)))"
_OR = r"(?:(?:[0-9]{1,2}|one|two|three)(?:-| to | or ))?"  # the larger of "two or three weeks"
_COUNT = rf"{_OR}(?:a )?<n>(?: of)?"


def _this(m: Found, today: date) -> Period:
    return dates.holding(today, m["unit"])


def _last(m: Found, today: date) -> Period:
    if m["unit"] in ("fortnight", "decade"):  # nobody means the 2010s by "the last decade"
        return dates.past(today, 1, m["unit"])
    return dates.ago(today, 1, m["unit"])


def _hours(m: Found, today: date) -> Period:
    days = -(-number(m) // 24) + 1  # a paper has a day and no hour: take every day these hours touch
    return dates.past(today, days, "day")


def _weekday(m: Found, today: date) -> Period:
    return dates.weekday(today, m["weekday"][:3])


def _weekday_in_week(m: Found, today: date) -> Period:
    monday = dates.ago(today, int(m["which"] == "last"), "week").start
    return dates.day(monday + dates.WEEKDAYS.index(m["weekday"][:3]) * DAY)


def _weekend(today: date, weeks_ago: int) -> Period:
    week = dates.ago(today, weeks_ago, "week")
    return Period(week.end - 2 * DAY, week.end)


RELATIVE = (
    Form(r"today|tonight|this (?:morning|afternoon|evening)", lambda m, t: dates.day(t)),
    Form(r"now|the present|present|date", lambda m, t: dates.day(t), stands="inside"),
    Form(r"yesterday|last night", lambda m, t: dates.ago(t, 1, "day")),
    Form(r"(?:the )?day before yesterday", lambda m, t: dates.ago(t, 2, "day")),
    Form(rf"(?:this|the (?:current|present|ongoing)) (?!day)<unit>{OURS}", _this),
    Form(r"the <unit>", _this, stands="inside"),
    Form(rf"(?:last|the last(?= quarter)|(?:the )?(?:previous|preceding|prior)) <unit>{OURS}", _last),
    Form(r"(?:the )?<unit> before last", lambda m, t: dates.ago(t, 2, m["unit"])),
    Form(rf"{_COUNT} <unit>s? ago", lambda m, t: dates.ago(t, number(m), m["unit"])),
    # With an article or as "past" a unit ends today: "the last month" is not "last month".
    Form(
        rf"(?:(?:(?:the|this) )?past|(?:the|this) last) <unit>{OURS}",
        lambda m, t: dates.past(t, 1, m["unit"]),
    ),
    Form(
        rf"(?:(?:the|this|these) )?(?:past|last|previous|preceding|trailing) {_COUNT} <unit>s?{OURS}",
        lambda m, t: dates.past(t, number(m), m["unit"]),
    ),
    Form(rf"(?:the )?(?:past|last|previous) <n> hours{OURS}", _hours),
    Form(r"the (?:past|last) hour", lambda m, t: dates.past(t, 2, "day")),
    Form(r"(?:the )?(?:past|last) half(?:-| (?:a )?)year", lambda m, t: dates.past(t, 6, "month")),
    Form(r"(?:the )?(?:past|last) year and a half", lambda m, t: dates.past(t, 18, "month")),
    Form(r"half a year ago", lambda m, t: dates.ago(t, 6, "month")),
    Form(r"<unit>[-\s]to[-\s]date", lambda m, t: dates.days(_this(m, t).start, t)),
    Form(r"ytd", lambda m, t: dates.days(dates.holding(t, "year").start, t)),
    Form(r"<weekday>", _weekday, lap=7, stands="led"),
    Form(r"(?:(?:the|this) )?(?:last|past|previous) <weekday>", lambda m, t: _weekday(m, t - DAY)),
    Form(r"(?P<which>this) <weekday>", _weekday_in_week),
    Form(r"<which> week's <weekday>", _weekday_in_week),
    Form(r"<weekday>(?: of)? <which> week", _weekday_in_week),
    Form(r"(?:the )?(?:last|past|previous) weekend", lambda m, t: _weekend(t, 1)),
    Form(r"this weekend", lambda m, t: _weekend(t, 0)),
    Form(r"the weekend", lambda m, t: _weekend(t, int(t.weekday() < 5)), stands="led"),
)
