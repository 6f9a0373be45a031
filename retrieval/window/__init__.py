"""Which days a question is about, read from its words by code: "last week", "since June", "2026-W31".

Weeks are ISO 8601, Monday first. "The past N days" are the N days that end today. "Since" ends today too:
nothing from the future is known. Too vague for days, and left in the question: "in recent years",
"recent advances", "nowadays", "latest" (an order, not a window).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from retrieval.errors import UsageError
from retrieval.text.calendar_words import SHORT_MONTHS
from retrieval.text.patterns import Pattern
from retrieval.types import DateKind, Window
from retrieval.window import dates
from retrieval.window.dates import DAY, Period
from retrieval.window.lookalikes import fold
from retrieval.window.other_languages import said_in_english
from retrieval.window.phrases import read_period
from retrieval.window.prepositions import PAPERS, Phrase, read_phrase

RECENT_DAYS = 14

_WORD = re.compile(r"(?<![\w./:@#$'=+~^\\-])[a-z0-9]")
_RECENT = Pattern(
    # "recent papers", "recent LLM papers", "anything recent on"; not "recent advances"
    r"recent(?=\s+(?:(?!in\b|on\b|of\b|for\b|that\b|advances|progress|trends|developments|years)[\w-]+\s+){0,2}"
    rf"(?:{PAPERS}|research|stud(?:y|ies))\b|\s+(?:on|about|in|from)\b|\s*(?:$|[?.!,;]))"
    # "published recently", "what was recently listed on"; not "recently proposed", "the recently released model"
    r"|(?<=[a-z] )recently(?=\s+(?:on|about|in|from|for|by|that|which)\b|\s*(?:$|[?.!,;]))"
    r"|recently(?=\s+(?:published|released|posted|listed|featured|submitted|appeared|uploaded|c[oa]me\s+out)"
    rf"(?:\s+(?:on|about|in|from|by|at|to|that|which)\b|(?:\s+[\w-]+){{0,2}}\s+{PAPERS}\b|\s*(?:$|[?.!,;])))"
    r"|lately\b|of\s+late(?=\s*(?:$|[?.!,;]))",
    "recent papers on grokking",
    "recent advances in grokking",
    how="match",
    flags=re.NOFLAG,
)
# "appeared on Daily Papers" is one sign, and it is about the listing.
_SIGN = Pattern(
    r"(?P<listed>(?:(?:published|released|appeared|appearing|submitted|came out|come out)\s+)?"
    r"(?:on|in|to)\s+(?:the\s+)?(?:hugging\s*face\s+|hf\s+)?(?:daily[\s-]papers?|page)\b"
    r"|\b(?:listed|listings?|posted|featured|trending|trended|daily[\s-]papers?)\b)"
    r"|\b(?:publish(?:ed|es|ing)?|publications?|releas(?:ed?|es|ing)|appear(?:ed|ing)|written|wrote"
    r"|c[oa]m(?:e|es|ing)\s+out|preprinted|submit(?:ted)?|(?:on|to)\s+arxiv)\b",
    "what came out",
    "what is known",
    flags=re.NOFLAG,
)
_WEEK = Pattern(r"([0-9]{4})-?[Ww]([0-9]{1,2})", "2026-W31", "2026-31", how="fullmatch", flags=re.NOFLAG)
_BACK = Pattern(r"([0-9]{1,4})([dwmy])", "7d", "7h", how="fullmatch", flags=re.NOFLAG)
_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}


def read_window(
    question: str, now: datetime, about: DateKind | None = None, recent_days: int = RECENT_DAYS
) -> tuple[Window | None, str]:
    """The window that the first time phrase of *question* names, and the question without that phrase.

    *now* carries the reader's time zone: its date is today. *about* overrides what the words say. Without a
    time phrase, or with one that names no days (31 June), the answer is None and the question as it was. The
    rest is "" if the question was nothing but the phrase.
    """
    found = _first(fold(question), now.date(), recent_days)
    found = _elsewhere(question, now.date(), recent_days, found) or found
    if found is None or found.sides is None:
        return None, question
    rest = question[: found.start] + question[found.end :]
    kind = about or _sign(fold(rest), found.start) or found.about
    return Window(*found.sides, kind, question[found.start : found.end]), _tidy(rest)


def _first(text: str, today: date, recent_days: int) -> Phrase | None:
    """The first phrase that names days."""
    at = 0
    for word in _WORD.finditer(text):
        if word.start() < at:
            continue  # inside what turned out to be no date
        found = _recent(text, word.start(), today, recent_days) or read_phrase(text, word.start(), today)
        if found and found.sides:
            return found
        at = found.end if found else at
    return None


def _elsewhere(text: str, today: date, recent_days: int, known: Phrase | None) -> Phrase | None:
    """The first phrase of another language, unless one in English stands before it: "seit August" begins at "seit"."""
    said = said_in_english(text)
    if said is None or (known and known.start < said[0]):
        return None
    start, end, english = said
    found = _first(fold(english), today, recent_days)
    return replace(found, start=start, end=end) if found else None


def _recent(text: str, at: int, today: date, recent_days: int) -> Phrase | None:
    found = _RECENT.find(text, at)
    if found is None:
        return None
    period = dates.past(today, recent_days, "day")
    return Phrase(at, found.end(), (period.start, period.end), "listed")


def _sign(text: str, at: int) -> DateKind | None:
    """What the nearest verb before *at* says the dates are about, or else the first one after it."""
    signs = list(_SIGN.regex.finditer(text))
    nearest = max((s for s in signs if s.start() < at), key=lambda s: s.start(), default=signs[0] if signs else None)
    if nearest is None:
        return None
    return "listed" if nearest["listed"] else "published"


def _tidy(text: str) -> str:
    """*text* without what the phrase leaves behind: double spaces, empty brackets, orphaned marks."""
    text = re.sub(r"\(\s*\)|\[\s*\]", "", text)
    text = re.sub(r"\s+([?.!,;:)\]])", r"\1", " ".join(text.split()))
    text = re.sub(r"[,;:]+(?=[?.!,;:)])", "", text)
    return re.sub(r"^[\s,;:.?!-]+|[\s,;:-]+$", "", text)


def week_window(week: str) -> Window:
    """The listing window of an ISO week such as "2026-W31"; a `UsageError` if there is no such week."""
    found = _WEEK.find(week.strip())
    try:
        period = dates.week(int(found[1]), int(found[2])) if found else None
    except (ValueError, OverflowError):
        period = None
    if period is None:
        raise UsageError(
            f"There is no week {week!r}.",
            "Write year and ISO week, as in 2026-W31. Week 53 exists only in some years.",
        )
    return Window(period.start, period.end, "listed", week)


def given_window(
    since: str | None, until: str | None, week: str | None, now: datetime, about: DateKind = "listed"
) -> Window | None:
    """The window of the options --since, --until and --week; None if none of them is given.

    A side is a day, a month, a year or an ISO week (2024-05-31, 2024-05, 2024, 2026-W31), today, yesterday,
    or so many days, weeks, months or years before today (7d, 2w, 3m, 1y). *until* is inclusive; without it the
    window ends with today. A `UsageError` names what cannot be read, and windows that hold no day.
    """
    if week is not None:
        if since is not None or until is not None:
            raise UsageError("A week cannot be combined with since or until.", "Give either the week or the dates.")
        return replace(week_window(week), about=about)
    if since is None and until is None:
        return None
    today = now.date()
    start = _side(since, today).start if since is not None else None
    end = _side(until, today).end if until is not None else today + DAY
    if start is not None and start >= end:
        raise UsageError(
            f"No day lies between since {since} and until {until or 'today'}.",
            "Give a since that is not after the until, and not in the future.",
        )
    words = [f"since {since}" if since is not None else "", f"until {until}" if until is not None else ""]
    return Window(start, end, about, " ".join(w for w in words if w))


def _side(words: str, today: date) -> Period:
    text = words.strip().lower()
    found = _BACK.find(text)
    if found:
        try:
            return dates.day(dates.back(today, int(found[1]), _UNITS[found[2]]))
        except (ValueError, OverflowError):
            raise UsageError(f"{words} before today is before the calendar begins.", "Give a smaller number.") from None
    reading = read_period(text, 0, today)
    if reading is None or reading.period is None or reading.end != len(text):
        raise UsageError(
            f"{words!r} is not a date.",
            "Write 2024-05-31, 2024-05, 2024, 2026-W31, today, yesterday, 7d, 2w, 3m or 1y.",
        )
    return reading.period


def describe(window: Window, today: date) -> str:
    """*window* in words for its reader: "listed 1–7 Sep 2026", "published before 1 Jan 2024".

    What ends with *today* is said as "since".
    """
    start, last = window.start, window.end - DAY if window.end else None
    if start and last == start:
        return f"{window.about} {written(start)}"
    if start is None:
        return f"{window.about} before {written(window.end)}" if window.end else f"{window.about} at any time"
    if last is None or last == today:
        return f"{window.about} since {written(start)}"
    if start.year != last.year:
        return f"{window.about} {written(start)} – {written(last)}"
    if start.month != last.month:
        return f"{window.about} {start.day} {_month(start)} – {written(last)}"
    return f"{window.about} {start.day}–{written(last)}"


def written(day: date) -> str:
    """*day* as people write it: 14 Oct 2025."""
    return f"{day.day} {_month(day)} {day.year}"


def _month(day: date) -> str:
    return SHORT_MONTHS[day.month - 1].title()
