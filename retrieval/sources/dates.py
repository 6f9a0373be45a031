"""The day a record names, in the forms that leave no doubt which day is meant. Nothing is guessed."""

from __future__ import annotations

import re
from datetime import date, datetime

from retrieval.text.calendar_words import MONTH, SHORT_MONTHS

_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ].{0,40})?")
# Of mails and feeds ("Wed, 18 Nov 2026 17:05:02 GMT"), and of prose ("18 November 2026", "Nov 18, 2026").
_DAY_MONTH = re.compile(rf"(?:[a-z]{{3,9}},?\s)?\s?([0-9]{{1,2}})\s({MONTH})\.?,?\s([0-9]{{4}})(?:\s.{{0,40}})?", re.I)
_MONTH_DAY = re.compile(rf"({MONTH})\.?\s([0-9]{{1,2}}),?\s([0-9]{{4}})", re.I)


def day_of(value: object) -> date | None:
    """The day of *value*, as it is written there; None for anything that names no single day, such as "05/01/2026".

    Text, or Crossref's {"date-parts": [[2026, 11, 18]]}.
    """
    if isinstance(value, dict):
        parts = value.get("date-parts")
        value = parts[0] if isinstance(parts, list) and parts else None
        value = "-".join(map(str, value)) if isinstance(value, list) else None
    text = value.strip() if isinstance(value, str) else ""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return _written(text)


def _written(text: str) -> date | None:
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_MONTH.fullmatch(text):
            return date(int(found[3]), _month(found[2]), int(found[1]))
        if found := _MONTH_DAY.fullmatch(text):
            return date(int(found[3]), _month(found[1]), int(found[2]))
    except ValueError:  # no such day, or no such month
        pass
    return None


def _month(name: str) -> int:
    return SHORT_MONTHS.index(name[:3].lower()) + 1
