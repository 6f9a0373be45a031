"""Time phrases of other languages, said in English: "letzte Woche", "depuis juillet", "过去三个月", "先週", "지난주".

A table of whole phrases, then forms with a number, a day, a month or a year in them. What stands there is read as its
English phrase is, so that no date is computed twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from retrieval.window.other_phrases import ROWS
from retrieval.window.other_words import MONTH_OF, NUMBER_OF, PART_OF, UNIT_OF, WEEKDAY_OF

_NOTHING: Mapping[str, str] = {}
_READ: Mapping[str, Mapping[str, str]] = {
    "n": NUMBER_OF, "unit": UNIT_OF, "month": MONTH_OF, "weekday": WEEKDAY_OF, "part": PART_OF,
}  # fmt: skip


def said_in_english(text: str) -> tuple[int, int, str] | None:
    """Where the first time phrase of another language stands in *text*, from and to, and what it is in English."""
    found = [(match, row) for row in ROWS if (match := row.find(text))]
    if not found:
        return None
    match, row = min(found, key=lambda each: (each[0].start(), -each[0].end()))
    return match.start(), match.end(), _english(match, row.english)


def _english(match: re.Match[str], english: str) -> str:
    held = {name: (value or "").lower() for name, value in match.groupdict().items()}
    since = "since " if held.pop("since", "") else ""
    told = english.format(**{name: _READ.get(name, _NOTHING).get(word, word) for name, word in held.items()})
    # "the week before last" is one unit, "the last 3 weeks" are several
    return f"{since}{told}".replace("s before last", " before last").strip()
