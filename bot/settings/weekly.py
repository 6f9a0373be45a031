"""The settings of the weekly post, as they are written. Each reader raises `ValueError` saying what it must be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from retrieval.text.calendar_words import SHORT_WEEKDAYS

WEIGHTS = ("upvotes", "comments", "topics", "recency", "votes")
RANKING = "upvotes=1, comments=0.3, topics=1.5, recency=0.1, votes=1"
"""The weights as shipped: what others liked, but a channel's own topics and votes weigh as much."""
TEAM = "team"
"""The channel of a file, feed or mail list that was given no name."""
_WORD, _LABEL = r"[\w!#$%&'*+/=?^`{|}~-]+", r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"(?!.*=\?)(?=.{{1,254}}\Z)(?=.{{1,64}}@){_WORD}(?:\.{_WORD})*@{_LABEL}(?:\.{_LABEL})*", re.ASCII
)


@dataclass(frozen=True, slots=True, order=True)
class Destination:
    """A *sink* (a row of `bot.sinks`) and whom it reaches there: a Slack channel, an address, a name."""

    sink: str
    channel: str

    def __str__(self) -> str:
        return f"{self.sink} {self.channel}"


def is_address(text: str) -> bool:
    """Whether *text* is a mail address every server and mail program reads alike: RFC 5321's Dot-string, in ASCII.

    Without `=?`, which programs decode (RFC 2047), and within the limits of 64 and 254 characters.
    """
    return _ADDRESS.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Moment:
    """A weekday (0 is Monday) and a time of day; of a daily post, whole days after its day."""

    weekday: int
    time: time


def weights(text: str) -> dict[str, float]:
    """`upvotes=1, topics=2`: what is left out weighs nothing."""
    found = dict.fromkeys(WEIGHTS, 0.0)
    for part in filter(None, re.split(r"[,\s]+", text)):
        name, _, number = part.partition("=")
        if name not in WEIGHTS:
            raise ValueError(f"{name!r} is none of {', '.join(WEIGHTS)}")
        found[name] = float(number)
    return found


def moment(text: str) -> Moment:
    """`mon 09:00`."""
    day, _, clock = text.lower().partition(" ")
    if day not in SHORT_WEEKDAYS:
        raise ValueError("it must begin with mon, tue, wed, thu, fri, sat or sun")
    return Moment(SHORT_WEEKDAYS.index(day), time.fromisoformat(clock.strip()))


def hour(text: str) -> Moment:
    """`09:00`, on the day after."""
    return Moment(0, time.fromisoformat(text.strip()))


def waits(text: str) -> bool:
    """`wait` or `say`."""
    if text not in ("wait", "say"):
        raise ValueError("it must be wait or say")
    return text == "wait"


def places(text: str) -> tuple[Destination, ...]:
    """`slack:C0123456789, file, feed:vision, mail:team@example.org`, each once.

    Whether there is such a sink, and what it may be given, its row in `bot.sinks` says.
    """
    parts = [part.partition(":") for part in re.split(r"[,\s]+", text) if part]
    return tuple(dict.fromkeys(Destination(sink, channel or TEAM) for sink, _, channel in parts))
