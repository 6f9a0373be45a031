"""Time phrases as they stand in a question: "since June", "no later than 2022", "2023 onwards", "last week's".

A preposition (a row of `_LEADS`, the last one empty) and the name of a period make two dates [start, end).
Nothing from the future is known: what has no end in words ends with today.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from retrieval.text.patterns import Pattern
from retrieval.types import DateKind
from retrieval.window.dates import DAY, Period
from retrieval.window.forms import Words, compiled
from retrieval.window.phrases import Reading, read_span

Sides = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time phrase at text[start:end]; *sides* is None if it names no days ("31 June")."""

    start: int
    end: int
    sides: Sides | None
    about: DateKind


@dataclass(frozen=True, slots=True)
class Lead(Words):
    """A preposition and what it makes of the period after it.

    *wants*: any name, a "pair" of them, a "sharp" one (that can stand alone, or a day), one with its year
    ("fixed"), one "inside" a longer phrase, or what can stand with no preposition ("alone").
    """

    shape: Callable[[Period, date], Sides]
    wants: Literal["any", "pair", "sharp", "fixed", "inside", "alone"] = "any"

    @property
    def regex(self) -> re.Pattern[str]:
        """It, and the gap after it."""
        return compiled(rf"(?:{self.source})[-\s]\s*" if self.source else "")


def _within(period: Period, _: date) -> Sides:
    return period.start, period.end


def _so_far(period: Period, today: date) -> Sides:
    return period.start, min(period.end, today + DAY)


def _since(period: Period, today: date) -> Sides:
    return period.start, today + DAY


def _after(period: Period, today: date) -> Sides:
    return period.end, today + DAY


def _before(period: Period, _: date) -> Sides:
    return None, period.start


def _until(period: Period, _: date) -> Sides:
    return None, period.end


_EDGE = r"(?:the )?(?:start|beginning) of"
_AGO = r"(?=(?: [a-z0-9]+){2,4} ago\b)"
_LEADS = (
    Lead(r"(?:in |during )?between", "between may and july", "among may and july", _within, "pair"),
    Lead(rf"(?:after|from) {_EDGE}", "from the start of june", "at the start of june", _since, "inside"),
    Lead(r"(?:since|after) (?:the )?end of", "after the end of june", "at the end of june", _after, "inside"),
    Lead(r"before (?:the )?end of", "before the end of june", "by the end of june", _until, "inside"),
    Lead(
        r"(?:ever )?since|(?:starting|beginning)(?: from| in| on| with)?|as from|(?:in|on|during) or after|not before",
        "starting from june",
        "apart from june",
        _since,
    ),
    Lead(r"(?:no|not) (?:earlier|older) than", "no older than june", "older than june", _since),
    Lead(
        r"after|(?:later|newer|younger|more recent) than|subsequent to|post",
        "more recent than june",
        "as recent as june",
        _after,
    ),
    Lead(rf"(?:more than|over){_AGO}", "more than two years ago", "more than two years", _before),
    Lead(rf"(?:less than|under){_AGO}", "less than a week ago", "less than a week", _since),
    Lead(
        r"before|(?:earlier|older) than|prior to|preceding|predating|pre", "prior to june", "compared to june", _before
    ),
    Lead(
        r"(?:up )?(?:until|till)(?: and including)?|up to(?: and including)?|to(?= (?:the )?end of)",
        "up to and including june",
        "to june",
        _until,
    ),
    Lead(
        r"(?:in|on|during) or before|not after|(?:no|not) (?:later|newer) than|(?:up )?through|as of",
        "no later than june",
        "later than june",
        _until,
    ),
    Lead(r"by", "by 2024", "near 2024", _until, "fixed"),
    Lead(r"so far(?: in| during)?|earlier(?: in| during)?", "so far this year", "so this year", _so_far),
    Lead(
        r"(?:back |sometime )?(?:in|during|within|of|from|for|throughout|dated|all through)",
        "back in june",
        "inside june",
        _within,
    ),
    Lead(r"over(?= the <season>)", "over the summer", "over the years", _within),
    Lead(r"on|over|across|at|around|towards?", "on monday", "only monday", _within, "sharp"),
    Lead(r"", "last week", None, _within, "alone"),
)

PAPERS = r"(?:papers?|preprints?|articles?|publications?|works?|literature|listings?|abstracts?)"
_BESIDE_BEFORE = Pattern(
    rf"(?:{PAPERS}|(?:publish|releas|post|list|featur|dat)ed|submitted|appeared|written|out) ?[(,]? ?$",
    "papers published ",
    "models trained ",
    flags=re.NOFLAG,
)
_BESIDE_AFTER = Pattern(rf"\s+{PAPERS}\b", " papers", " models", how="match", flags=re.NOFLAG)
_OWNED = Pattern(r"'s?(?!\w)", "'s papers", "'stop", how="match", flags=re.NOFLAG)
_OWNED_PAPERS = Pattern(
    rf"'s?\s+(?:[\w-]+\s+){{0,3}}?(?:{PAPERS}|page|list|digest|crop|batch)\b",
    "'s most upvoted papers",
    "'s models",
    how="match",
    flags=re.NOFLAG,
)
_STOP = r"(?=\s*(?:$|[?.!,;)]))"
_ONWARDS = Pattern(
    r"\s+(?:(?:onwards?|forwards?|so far|to date|(?:and|or) (?:later|after|newer|onwards?|beyond))\b|on(?=\s+on\b))"
    rf"|(?:\s+on|\+){_STOP}",
    " and later",
    " and layer",
    how="match",
    flags=re.NOFLAG,
)
_EARLIER = Pattern(
    r"\s+(?:and|or) (?:earlier|before|older)\b", " or earlier", " or early", how="match", flags=re.NOFLAG
)
_GOES_ON = Pattern(
    r"[\w%$€°@#']|[-/:]\w|[.,][0-9]", "-style", ", style", how="match", flags=re.NOFLAG
)  # "2024-style", "2401.12345" when it comes to "2401"


def read_phrase(text: str, at: int, today: date) -> Phrase | None:
    """The time phrase that begins at *at* in folded text, or None."""
    for lead in _LEADS:
        m = lead.find(text, at)
        reading = read_span(text, m.end(), today, lead.wants == "pair", int(lead.wants == "inside")) if m else None
        phrase = _phrase(lead, reading, text, at, today) if reading else None
        if phrase:
            return phrase
    return None


def _phrase(lead: Lead, reading: Reading, text: str, at: int, today: date) -> Phrase | None:
    """The phrase with what belongs to it after the period; None if it is no phrase here."""
    shape, end = lead.shape, reading.end
    onwards = _ONWARDS.find(text, end)
    tail = onwards or _EARLIER.find(text, end)
    owned = _OWNED.find(text, end)
    if tail and shape is _within:
        shape, end = _since if onwards else _until, tail.end()
    elif owned and lead.wants == "alone" and _owns(reading, text):
        end = owned.end()
    elif owned or not _takes(lead, reading, text):
        return None
    if _GOES_ON.find(text, end):
        return None
    return Phrase(at, end, _sides(shape, reading.period, today), reading.about)


def _takes(lead: Lead, reading: Reading, text: str) -> bool:
    """Whether *lead* can stand before this name, here."""
    alone = reading.joined or reading.stands == "alone"
    if lead.wants == "pair":
        return reading.joined
    if lead.wants == "sharp":
        return alone or (reading.period is not None and reading.period.days <= 2)
    if lead.wants == "fixed":
        return reading.lap in (0, 7)
    if lead.wants == "alone":
        return alone or _beside_papers(reading, text)
    return alone or lead.shape is not _within or not _BESIDE_AFTER.find(text, reading.end)  # "in 2024 papers"


def _beside_papers(reading: Reading, text: str) -> bool:
    before = text[max(0, reading.start - 20) : reading.start]
    return bool(_BESIDE_BEFORE.find(before) or _BESIDE_AFTER.find(text, reading.end))


def _owns(reading: Reading, text: str) -> bool:
    """Whether 's means time: "last week's" does, "today's models" and "May's theorem" do not."""
    today = text.endswith("today", reading.start, reading.end)
    return (reading.stands == "alone" and not today) or bool(_OWNED_PAPERS.find(text, reading.end))


def _sides(shape: Callable[[Period, date], Sides], period: Period | None, today: date) -> Sides | None:
    """The two dates, or None if no day lies between them, as in "after next year"."""
    if period is None:
        return None
    start, end = shape(period, today)
    return None if start and end and start >= end else (start, end)
