"""The day a record names, in the forms that leave no doubt which day is meant. Nothing is guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from retrieval.text.calendar_words import MONTH, SHORT_MONTHS

_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ].{0,40})?")
# Of mails and feeds ("Wed, 18 Nov 2026 17:05:02 GMT"), and of prose ("18 November 2026", "Nov 18, 2026").
_DAY_MONTH = re.compile(
    rf"(?:[a-z]{{3,9}},?\s)?\s?([0-9]{{1,2}})[\s-]({MONTH})\.?,?[\s-]([0-9]{{4}})(?:\s.{{0,40}})?", re.I
)
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_DOTTED = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")  # with dots, the day stands first everywhere
_CJK = re.compile(r"([0-9]{4})\s?[年년]\s?([0-9]{1,2})\s?[月월]\s?([0-9]{1,2})\s?[日일号]")
_SECONDS = (5e8, 5e9)  # since 1970: from 1985 to 2128
_MONTH_DAY = re.compile(rf"({MONTH})\.?\s([0-9]{{1,2}}),?\s([0-9]{{4}})", re.I)


def day_of(value: object) -> date | None:
    """The day of *value*, as it is written there; None for anything that names no single day, such as "05/01/2026".

    Text, Crossref's {"date-parts": [[2026, 11, 18]]}, or seconds or milliseconds since 1970.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _counted(value)
    if isinstance(value, dict) and value.keys() == {"$date"}:  # as MongoDB writes a moment
        return day_of(value["$date"])
    if isinstance(value, dict):
        parts = value.get("date-parts")
        value = parts[0] if isinstance(parts, list) and parts else None
        value = "-".join(map(str, value)) if isinstance(value, list) else None
    text = value.strip() if isinstance(value, str) else ""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return _written(text)


def _counted(number: float) -> date | None:
    """The day of 20261118 or of a moment in seconds or milliseconds; None for any other number, such as a year."""
    if _SECONDS[0] <= number / 1000 < _SECONDS[1]:
        number /= 1000
    if _SECONDS[0] <= number < _SECONDS[1]:
        return datetime.fromtimestamp(number, UTC).date()
    return day_of(str(number)) if isinstance(number, int) and number < 1e8 else None


def _written(text: str) -> date | None:
    try:
        if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text) or _CJK.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DOTTED.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _DAY_MONTH.fullmatch(text):
            return date(int(found[3]), _month(found[2]), int(found[1]))
        if found := _MONTH_DAY.fullmatch(text):
            return date(int(found[3]), _month(found[1]), int(found[2]))
    except ValueError:  # no such day, or no such month
        pass
    return None


def _month(name: str) -> int:
    return SHORT_MONTHS.index(name[:3].lower()) + 1
