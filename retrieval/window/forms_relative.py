"""Periods named by their distance from today: "last week", "the past 3 days", "two months ago", "on Monday"."""

from __future__ import annotations

from datetime import date

from retrieval.text.calendar_words import SHORT_WEEKDAYS
from retrieval.text.number_words import cardinals
from retrieval.window import dates
from retrieval.window.dates import DAY, Period
from retrieval.window.forms import Form, Found, number

# "the last week of training" is no week of ours, "the last week of papers" is.
OURS = r"(?! of (?!(?:the )?(?:daily )?(?:papers|preprints|articles|listings)))"
_OR = rf"(?:(?:[0-9]{{1,2}}|{cardinals(1, 3)})(?:-| to | or ))?"  # the larger of "two or three weeks"
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
    return dates.day(monday + SHORT_WEEKDAYS.index(m["weekday"][:3]) * DAY)


def _weekend(today: date, weeks_ago: int) -> Period:
    week = dates.ago(today, weeks_ago, "week")
    return Period(week.end - 2 * DAY, week.end)


RELATIVE = (
    Form(
        r"today|tonight|this (?:morning|afternoon|evening)", "this morning", "this mornings", lambda m, t: dates.day(t)
    ),
    Form(r"now|the present|present|date", "the present", "nowadays", lambda m, t: dates.day(t), stands="inside"),
    Form(r"yesterday|last night", "last night", "last nightly", lambda m, t: dates.ago(t, 1, "day")),
    Form(
        r"(?:the )?day before yesterday",
        "the day before yesterday",
        "the day before",
        lambda m, t: dates.ago(t, 2, "day"),
    ),
    Form(rf"(?:this|the (?:current|present|ongoing)) (?!day)<unit>{OURS}", "this week", "this week of training", _this),
    Form(r"the <unit>", "the week", "the weekly", _this, stands="inside"),
    Form(
        rf"(?:last|the last(?= quarter)|(?:the )?(?:previous|preceding|prior)) <unit>{OURS}",
        "last week",
        "the last week",
        _last,
    ),
    Form(
        r"(?:the )?<unit> before last",
        "the week before last",
        "the week before",
        lambda m, t: dates.ago(t, 2, m["unit"]),
    ),
    Form(
        rf"{_COUNT} <unit>s? ago",
        "two or three weeks ago",
        "two weeks",
        lambda m, t: dates.ago(t, number(m), m["unit"]),
    ),
    # With an article or as "past" a unit ends today: "the last month" is not "last month".
    Form(
        rf"(?:(?:(?:the|this) )?past|(?:the|this) last) <unit>{OURS}",
        "the last month",
        "last month",
        lambda m, t: dates.past(t, 1, m["unit"]),
    ),
    Form(
        rf"(?:(?:the|this|these) )?(?:past|last|previous|preceding|trailing) {_COUNT} <unit>s?{OURS}",
        "the past couple of weeks",
        "the past many weeks",
        lambda m, t: dates.past(t, number(m), m["unit"]),
    ),
    Form(rf"(?:the )?(?:past|last|previous) <n> hours{OURS}", "the last 48 hours", "48 hours", _hours),
    Form(r"the (?:past|last) hour", "the past hour", "the happy hour", lambda m, t: dates.past(t, 2, "day")),
    Form(
        r"(?:the )?(?:past|last) half(?:-| (?:a )?)year",
        "the past half year",
        "the past half",
        lambda m, t: dates.past(t, 6, "month"),
    ),
    Form(
        r"(?:the )?(?:past|last) year and a half",
        "the last year and a half",
        "the last year and a bit",
        lambda m, t: dates.past(t, 18, "month"),
    ),
    Form(r"half a year ago", "half a year ago", "half a year", lambda m, t: dates.ago(t, 6, "month")),
    Form(r"<unit>[-\s]to[-\s]date", "year to date", "up to date", lambda m, t: dates.days(_this(m, t).start, t)),
    Form(r"ytd", "ytd", "ytds", lambda m, t: dates.days(dates.holding(t, "year").start, t)),
    Form(r"<weekday>", "monday", "mondays", _weekday, lap=7, stands="led"),
    Form(
        r"(?:(?:the|this) )?(?:last|past|previous) <weekday>",
        "last friday",
        "next friday",
        lambda m, t: _weekday(m, t - DAY),
    ),
    Form(r"(?P<which>this) <weekday>", "this tuesday", "next tuesday", _weekday_in_week),
    Form(r"<which> week's <weekday>", "last week's thursday", "last week's talk", _weekday_in_week),
    Form(r"<weekday>(?: of)? <which> week", "wednesday of last week", "wednesday next week", _weekday_in_week),
    Form(
        r"(?:the )?(?:last|past|previous) weekend", "the last weekend", "the last weekends", lambda m, t: _weekend(t, 1)
    ),
    Form(r"this weekend", "this weekend", "this weekends", lambda m, t: _weekend(t, 0)),
    Form(r"the weekend", "the weekend", "the weekends", lambda m, t: _weekend(t, int(t.weekday() < 5)), stands="led"),
)
