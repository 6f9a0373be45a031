"""How a name of a period is written down: one row a form, in `forms_relative` and `forms_calendar`.

In a pattern a space is any white space and <token> a group of that name, as `_TOKENS` has it. Patterns match
folded text (see `lookalikes`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

from retrieval.text.calendar_words import MONTH, SHORT_MONTHS
from retrieval.text.number_words import CARDINALS, ORDINALS, ordinals
from retrieval.text.patterns import How, Pattern
from retrieval.types import DateKind
from retrieval.window import dates
from retrieval.window.dates import Period

Found = re.Match[str]

_COUNTS = (*range(1, 13), 15, 20, 30, 60, 90)  # what people count days by; "the past forty weeks" is not said
_NUMBERS = {"a": 1, "an": 1, "couple": 2, "few": 3} | {w: n for w, n in CARDINALS.items() if n in _COUNTS}
_ORDINALS = {w: n for w, n in ORDINALS.items() if n <= 10} | {"latter": 2, "last": -1, "final": -1}
THIRDS = {"early": 1, "beginning": 1, "start": 1, "mid": 2, "middle": 2, "late": 3, "end": 3}
_TOKENS = {
    "yyyy": r"(?:19|20)[0-9]{2}",
    "year": r"(?:19|20)[0-9]{2}|'[0-9]{2}|(?:last|the previous|this|the current) year",
    "month": rf"{MONTH}(?:\.(?=,?\s*[0-9']))?",
    "mm": r"[0-9]{1,2}",
    "day": r"[0-9]{1,2}|" + ordinals(1, 10),
    "last": r"[0-9]{1,2}",
    "n": r"[0-9]{1,3}|" + "|".join(_NUMBERS),
    "unit": r"day|week|fortnight|month|quarter|year|decade",
    "weekday": r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?",
    "season": "|".join(dates.SEASONS),
    "ordinal": r"[0-9]{1,2}(?:st|nd|rd|th)|" + "|".join(_ORDINALS),
    "third": "|".join(THIRDS),
    "which": r"last|this",
    "ww": r"[0-9]{1,2}",
    "q": r"[1-4]|" + ordinals(1, 4),
    "h": r"[12]",
}


@dataclass(frozen=True, slots=True)
class Words(Pattern):
    """A row of words for time, read from their beginning."""

    how: How = field(default="match", kw_only=True)
    flags: re.RegexFlag = field(default=re.NOFLAG, kw_only=True)

    @property
    def regex(self) -> re.Pattern[str]:
        """It, with its spaces and groups."""
        return compiled(self.source)


@dataclass(frozen=True, slots=True)
class Form(Words):
    """One way to name a period.

    *read* may raise what `dates` raises. *about*: which date the name is about if no verb says so. *lap*: the
    days after which the name comes again, 0 if it never does. *stands*: alone, only after a preposition or
    beside a word for papers ("led"), or only inside a longer phrase.
    """

    read: Callable[[Found, date], Period | None]
    about: DateKind = "listed"
    lap: int = 0
    stands: Literal["alone", "led", "inside"] = "alone"

    @property
    def regex(self) -> re.Pattern[str]:
        """It, ending where a word does."""
        return compiled(rf"(?:{self.source})(?!\w)")


@dataclass(frozen=True, slots=True)
class Part(Words):
    """Words before the name of a period that narrow it. *about* None: as the name itself has it."""

    read: Callable[[Found, Period], Period | None]
    about: DateKind | None = None


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the tables as a regular expression."""
    named = re.sub(r"(?<!\?P)<(\w+)>", lambda m: f"(?P<{m[1]}>{_TOKENS[m[1]]})", pattern)
    return re.compile(named.replace(" ", r"\s+"))


def number(m: Found) -> int:
    """The number in digits or in words; a few is 3, a couple 2."""
    return int(m["n"]) if m["n"].isdigit() else _NUMBERS[m["n"]]


def ordinal(words: str) -> int:
    """The number that "3", "3rd" or "third" stands for; the last is -1."""
    digits = re.match(r"[0-9]+", words)
    return int(digits[0]) if digits else _ORDINALS[words]


def month_number(m: Found) -> int:
    """1 to 12."""
    return SHORT_MONTHS.index(m["month"][:3]) + 1


def year_number(m: Found, today: date) -> int:
    """The year in digits (two only after a month or its like: May '24), or this or last year."""
    if m["year"].isdigit():
        return int(m["year"])
    if m["year"].startswith("'"):
        return 2000 + int(m["year"][1:])
    return today.year - (0 if m["year"].startswith(("this", "the current")) else 1)
