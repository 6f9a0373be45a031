"""A time that is named without a preposition: "top 5 by upvotes 2025", "diffusion models, December only"."""

from __future__ import annotations

from collections.abc import Callable

from retrieval.text.calendar_words import MONTHS, SHORT_MONTHS
from retrieval.text.patterns import Pattern

_MONTH = "|".join((*MONTHS, *SHORT_MONTHS))
_TIME = rf"(?:(?:{_MONTH})(?: 20[0-3]\d)?|20[0-3]\d)"
_SET_OFF = Pattern(
    rf"(?P<rest>.*\w)\s*(?:[,;:(–]|\s-)\s*(?:only |just )?(?P<time>{_TIME})(?: only)?\s*\)?\W*",
    "diffusion models, december only",
    "models of may, only small ones",
    how="fullmatch",
)
_AT_THE_END = Pattern(
    rf"(?P<rest>.*\w)\s+(?:only )?(?P<time>{_TIME})(?: only)?\W*", "top 5 by upvotes 2025", "top 5 of 2025 models",
    how="fullmatch",
)  # fmt: skip


_OF_ONES = Pattern(
    rf"\W*(?:only |just )?(?:the |those |from )*(?P<time>{_TIME}) (?:ones?|papers)(?: only| please)?\W*",
    "just the december ones",
    "just the december issue",
    how="fullmatch",
)
_BARE = Pattern(rf"(?:only |just )?(?P<time>{_TIME})", "only 2025", "since 2025", how="fullmatch")
_ONLY = Pattern(r"[\s,;(–-]+only\s*\)?(?P<mark>[?.!]*)\s*$", "papers on sails (only)", "papers on only sails")


def without_only(text: str) -> str:
    """*text* without the "only" that was said of a time."""
    found = _ONLY.find(text)
    return f"{text[: found.start()]}{found['mark']}" if found else text


def led(words: str) -> str:
    """The time *words* as they stand in a sentence: "only 2025" as "in 2025"."""
    found = _BARE.find(words)
    return f"in {found['time']}" if found else words


def of_ones(text: str) -> str | None:
    """The time that *text* wants of what was shown, "just the December ones", with "in"; None if it wants none."""
    found = _OF_ONES.find(text)
    return f"in {found['time']}" if found else None


def with_preposition(text: str, asks_for_fields: Callable[[str], bool]) -> str | None:
    """*text* with "in" before the time that stands at its end; None if none does.

    Without a comma before it "2025" may belong to a name, "AIME 2025": it counts as a time only where what is left
    *asks_for_fields* of the archive.
    """
    if found := _SET_OFF.find(text):
        return f"{found['rest']} in {found['time']}"
    found = _AT_THE_END.find(text)
    return f"{found['rest']} in {found['time']}" if found and asks_for_fields(found["rest"]) else None
