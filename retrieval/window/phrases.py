"""Reading the name of a period in folded text, or two of them joined: "last week", "March to May 2024"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from retrieval.text.patterns import Pattern
from retrieval.types import DateKind
from retrieval.window import dates
from retrieval.window.dates import DAY, Period
from retrieval.window.forms import Form, Part
from retrieval.window.forms_calendar import CALENDAR, PARTS
from retrieval.window.forms_relative import RELATIVE

_FORMS = RELATIVE + CALENDAR
_DEPTH = 3  # "the first week of the second half of the year 2024"
_LIST = 12  # names in one list, "May, June and July"
_JOINT = Pattern(
    r"\s*(?:-|—|/|\.\.+)\s*|(?P<comma>,\s*(?:(?:and|or)\s+)?)"
    r"|\s+(?:(?P<list>and|or|&)|to|through|thru|up\s+to|(?:up\s+)?until|till)\s+",
    " to may",
    " too",
    how="match",
    flags=re.NOFLAG,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The name of a period at text[start:end]; *period* is None if there is no such date (31 June).

    *about*, *lap* and *stands* as in `Form`. *joined*: it is two names, "May to July".
    """

    start: int
    end: int
    period: Period | None
    about: DateKind
    lap: int = 0
    stands: Literal["alone", "led", "inside"] = "alone"
    joined: bool = False


def read_period(text: str, at: int, today: date, depth: int = 0) -> Reading | None:
    """The longest name of a period at *at*, or None. *depth*: how many phrases it is part of."""
    found = [_read_form(form, text, at, today) for form in _FORMS if depth or form.stands != "inside"]
    if depth < _DEPTH:
        found += [_read_part(part, text, at, today, depth) for part in PARTS]
    return max((f for f in found if f), key=lambda f: f.end, default=None)


def read_span(text: str, at: int, today: date, between: bool = False, depth: int = 0) -> Reading | None:
    """One name at *at*, or two joined: from the first day of the left to the last of the right.

    After "and" or a comma the second belongs to it only if *between*, or if the two adjoin ("in May and June").
    """
    left = read_period(text, at, today, depth)
    joint = _JOINT.find(text, left.end) if left else None
    right = read_span(text, joint.end(), today, depth=depth + 1) if joint and depth < _LIST else None
    if left is None or joint is None or right is None:
        return left
    first, second = _share_year(text, left, right, depth)
    if joint["comma"] and not _adjoin(first, second):
        return left
    if joint["list"] and not between and not _adjoin(first, second):
        return first
    return _join(first, second, in_order=not (joint["comma"] or joint["list"]))


def _join(left: Reading, right: Reading, in_order: bool) -> Reading:
    one, other, period = left.period, right.period, None
    if one and other and (one.start <= other.start or not in_order):
        period = Period(min(one.start, other.start), max(one.end, other.end))
    about: DateKind = "published" if "published" in (left.about, right.about) else "listed"
    return Reading(left.start, right.end, period, about, joined=True)


def _share_year(text: str, left: Reading, right: Reading, depth: int) -> tuple[Reading, Reading]:
    """Both read again so that a name without its year fits the other: "March to May 2024"."""
    if right.lap and left.period:
        start = left.period.start
        lap_end = start + 6 * DAY if right.lap == 7 else dates.back(start, -1, "year") - DAY
        right = read_period(text, right.start, lap_end, depth=1) or right
    elif left.lap and right.period:
        again = read_period(text, left.start, right.period.start, depth) or left
        left = replace(again, about=right.about if again.lap > 7 and not right.lap else again.about)
    return left, right


def _adjoin(left: Reading, right: Reading) -> bool:
    one, other = left.period, right.period
    return bool(one and other and (one.end == other.start or other.end == one.start))


def _read_form(form: Form, text: str, at: int, today: date) -> Reading | None:
    m = form.find(text, at)
    if m is None:
        return None
    period = _existing(lambda: form.read(m, today))
    return Reading(at, m.end(), period, form.about, form.lap, form.stands)


def _read_part(part: Part, text: str, at: int, today: date, depth: int) -> Reading | None:
    m = part.find(text, at)
    whole = read_period(text, m.end(), today, depth + 1) if m else None
    if m is None or whole is None:
        return None
    named = whole.period
    period = _existing(lambda: part.read(m, named)) if named else None
    return replace(whole, start=at, period=period, about=part.about or whole.about, stands="alone")


def _existing(read: Callable[[], Period | None]) -> Period | None:
    """A date that does not exist is no period, and no error: the phrase stays in the question."""
    try:
        return read()
    except (ValueError, OverflowError):
        return None
