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

from retrieval.types import DateKind
from retrieval.window.dates import DAY, Period
from retrieval.window.forms import compiled
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
class Lead:
    """A preposition and what it makes of the period after it.

    *takes*: any name, a "pair" of them, a "sharp" one (that can stand alone, or a day), one with its year
    ("fixed"), one "inside" a longer phrase, or what can stand with no preposition ("alone").
    """

    words: str
    shape: Callable[[Period, date], Sides]
    takes: Literal["any", "pair", "sharp", "fixed", "inside", "alone"] = "any"


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
    Lead(r"(?:in |during )?between", _within, "pair"),
    Lead(rf"(?:after|from) {_EDGE}", _since, "inside"),
    Lead(r"(?:since|after) (?:the )?end of", _after, "inside"),
    Lead(r"before (?:the )?end of", _until, "inside"),
    Lead(
        r"(?:ever )?since|(?:starting|beginning)(?: from| in| on| with)?|as from|(?:in|on|during) or after|not before",
        _since,
    ),
    Lead(r"(?:no|not) (?:earlier|older) than", _since),
    Lead(r"after|(?:later|newer|younger|more recent) than|subsequent to|post", _after),
    Lead(rf"(?:more than|over){_AGO}", _before),
    Lead(rf"(?:less than|under){_AGO}", _since),
    Lead(r"before|(?:earlier|older) than|prior to|preceding|predating|pre", _before),
    Lead(r"(?:up )?(?:until|till)(?: and including)?|up to(?: and including)?|to(?= (?:the )?end of)", _until),
    Lead(r"(?:in|on|during) or before|not after|(?:no|not) (?:later|newer) than|(?:up )?through|as of", _until),
    Lead(r"by", _until, "fixed"),
    Lead(r"so far(?: in| during)?|earlier(?: in| during)?", _so_far),
    Lead(r"(?:back |sometime )?(?:in|during|within|of|from|for|throughout|dated|all through)", _within),
    Lead(r"over(?= the <season>)", _within),
    Lead(r"on|over|across|at|around|towards?", _within, "sharp"),
    Lead(r"", _within, "alone"),
)

PAPERS = r"(?:papers?|preprints?|articles?|publications?|works?|literature|listings?|abstracts?)"
_BESIDE_BEFORE = re.compile(
    rf"(?:{PAPERS}|(?:publish|releas|post|list|featur|dat)ed|submitted|appeared|written|out) ?[(,]? ?$"
)
_BESIDE_AFTER = re.compile(rf"\s+{PAPERS}\b")
_OWNED = re.compile(r"'s?(?!\w)")
_OWNED_PAPERS = re.compile(rf"'s?\s+(?:[\w-]+\s+){{0,3}}?(?:{PAPERS}|page|list|digest|crop|batch)\b")
_STOP = r"(?=\s*(?:$|[?.!,;)]))"
_ONWARDS = re.compile(
    r"\s+(?:(?:onwards?|forwards?|so far|to date|(?:and|or) (?:later|after|newer|onwards?|beyond))\b|on(?=\s+on\b))"
    rf"|(?:\s+on|\+){_STOP}"
)
_EARLIER = re.compile(r"\s+(?:and|or) (?:earlier|before|older)\b")
_GOES_ON = re.compile(r"[\w%$€°@#']|[-/:]\w|[.,][0-9]")  # "2024-style", "2401.12345" when it comes to "2401"


def read_phrase(text: str, at: int, today: date) -> Phrase | None:
    """The time phrase that begins at *at* in folded text, or None."""
    for lead in _LEADS:
        m = compiled(rf"(?:{lead.words})[-\s]\s*" if lead.words else "").match(text, at)
        reading = read_span(text, m.end(), today, lead.takes == "pair", int(lead.takes == "inside")) if m else None
        phrase = _phrase(lead, reading, text, at, today) if reading else None
        if phrase:
            return phrase
    return None


def _phrase(lead: Lead, reading: Reading, text: str, at: int, today: date) -> Phrase | None:
    """The phrase with what belongs to it after the period; None if it is no phrase here."""
    shape, end = lead.shape, reading.end
    onwards = _ONWARDS.match(text, end)
    tail = onwards or _EARLIER.match(text, end)
    owned = _OWNED.match(text, end)
    if tail and shape is _within:
        shape, end = _since if onwards else _until, tail.end()
    elif owned and lead.takes == "alone" and _owns(reading, text):
        end = owned.end()
    elif owned or not _takes(lead, reading, text):
        return None
    if _GOES_ON.match(text, end):
        return None
    return Phrase(at, end, _sides(shape, reading.period, today), reading.about)


def _takes(lead: Lead, reading: Reading, text: str) -> bool:
    """Whether *lead* can stand before this name, here."""
    alone = reading.joined or reading.stands == "alone"
    if lead.takes == "pair":
        return reading.joined
    if lead.takes == "sharp":
        return alone or (reading.period is not None and reading.period.days <= 2)
    if lead.takes == "fixed":
        return reading.lap in (0, 7)
    if lead.takes == "alone":
        return alone or _beside_papers(reading, text)
    return alone or lead.shape is not _within or not _BESIDE_AFTER.match(text, reading.end)  # "in 2024 papers"


def _beside_papers(reading: Reading, text: str) -> bool:
    before = text[max(0, reading.start - 20) : reading.start]
    return bool(_BESIDE_BEFORE.search(before) or _BESIDE_AFTER.match(text, reading.end))


def _owns(reading: Reading, text: str) -> bool:
    """Whether 's means time: "last week's" does, "today's models" and "May's theorem" do not."""
    today = text.endswith("today", reading.start, reading.end)
    return (reading.stands == "alone" and not today) or bool(_OWNED_PAPERS.match(text, reading.end))


def _sides(shape: Callable[[Period, date], Sides], period: Period | None, today: date) -> Sides | None:
    """The two dates, or None if no day lies between them, as in "after next year"."""
    if period is None:
        return None
    start, end = shape(period, today)
    return None if start and end and start >= end else (start, end)
