"""What kind of Daily Papers page a text is: only a day's page says on which day its papers were listed.

A page of search results is headed like a day's, with the day it was looked at. Words of the head tell some kinds
apart; where they are silent the dates do, for the Daily Papers take a paper up to 14 days after its publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, get_args

from retrieval.text.calendar_words import MONTH

PageKind = Literal["day", "week", "month", "trending", "organization", "search"]
KINDS: tuple[PageKind, ...] = get_args(PageKind)

LATEST = timedelta(days=14)
_FEWEST = 3  # entries with a date: fewer may be the chance remains of another kind of page

_QUERY = re.compile(r"(?:search results|results|\d{0,6} ?(?:papers|results)) for:? ?(.{1,200})", re.IGNORECASE)
_WORDS: tuple[tuple[PageKind, str], ...] = (
    ("search", r"search results\b.{0,200}|\d{0,6} ?(?:papers|results) for\b.{1,200}|results"),
    ("trending", r"trending papers"),
    (
        "week",
        r"weekly papers|papers of the week|week (?:of .{1,40}|\d{1,2}(?:,? \d{4})?)|\d{4}-w\d\d"
        rf"|{MONTH}\.? \d{{1,2}}(?:, \d{{4}})? ?[-–—] ?(?:{MONTH}\.? )?\d{{1,2}}(?:, \d{{4}})?",
    ),
    ("month", rf"monthly papers|papers of the month|{MONTH}\.?,? \d{{4}}|\d{{4}}-\d\d"),
    ("organization", r".{1,80}['’]s papers|papers (?:by|of) .{1,80}|team members ?\d{0,5}|activity feed"),
)


def kind_said(head: Iterable[str]) -> PageKind | None:
    """The kind that a line of the *head* names; None if none does."""
    texts = list(head)
    return next(
        (kind for kind, words in _WORDS if any(re.fullmatch(words, text, re.IGNORECASE) for text in texts)), None
    )


def query_said(head: Iterable[str]) -> str | None:
    """What was searched for, if a line of the *head* says it: "Results for “owls at night”"."""
    found = (_QUERY.fullmatch(text) for text in head)
    return next((query[1].strip("“”\"'«»„ ") for query in found if query), None)


def kind_dated(day: date, published: Sequence[date], entries: int) -> PageKind | None:
    """The kind of a page headed *day* by the dates of its *entries*; None if too few of them have one."""
    if not all(day - LATEST <= when <= day for when in published):
        return "search"
    return "day" if len(published) >= max(_FEWEST, entries / 2) else None
