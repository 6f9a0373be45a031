"""Text for Slack: escaped, measured as Slack may measure it, and cut into pieces where a reader would cut."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

# The only three characters Slack's text format gives a meaning (docs.slack.dev, "Formatting message text").
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TABLE = str.maketrans(_ENTITIES)
# Where a piece may end, the best first: a paragraph, a sentence, a word. Each match ends at the cut.
_ENDS = (
    re.compile(r"(?=\n)"),
    re.compile(r"[.!?][\"'”’)\]]*(?=\s)|[。！？]"),
    re.compile(r"(?=\s)"),
)


def escaped(text: str) -> str:
    """*text* so that Slack shows it as it is."""
    return text.translate(_TABLE)


def size(text: str) -> int:
    """How long *text* is once escaped, in UTF-16 units: Slack does not say what it counts, and this is never less."""
    return sum(map(_cost, text))


def pieces(text: str, limit: int) -> Iterator[str]:
    """*text* in parts of at most *limit* once escaped; only white space is lost, where it was cut.

    Raises `ValueError` for a limit that not even one escaped character fits.
    """
    if limit < max(map(len, _ENTITIES.values())):
        raise ValueError(f"no piece of text fits into {limit} characters")
    text = text.strip()
    while text:
        end = _end(text, limit)
        yield text[:end].rstrip()
        text = text[end:].lstrip()


def cut(text: str, limit: int) -> str:
    """The beginning of *text*, with an ellipsis if that is not all of it."""
    first = next(pieces(text, limit - 1), "")
    return first if first == text.strip() else first + "…"


def _cost(character: str) -> int:
    return len(_ENTITIES.get(character, "")) or (2 if character > "\uffff" else 1)


def _end(text: str, limit: int) -> int:
    """Where the first piece of *text* ends."""
    fits = bisect_right(list(accumulate(map(_cost, text[:limit]))), limit)
    if fits >= len(text):
        return len(text)
    for pattern in _ENDS:
        # An end in the first half would leave a short piece before a long one.
        ends = [found.end() for found in pattern.finditer(text, 0, fits + 1) if fits // 2 < found.end() <= fits]
        if ends:
            return ends[-1]
    return _between_characters(text, fits)


def _between_characters(text: str, end: int) -> int:
    """*end* or the nearest place before it that takes no mark from its letter; *end* if all of *text* is marks."""
    place = end
    while place and _joins(text[place]):
        place -= 1
    return place or end


def _joins(character: str) -> bool:
    """True for what is drawn onto the character before it: combining marks and skin tones."""
    return unicodedata.category(character).startswith("M") or "\U0001f3fb" <= character <= "\U0001f3ff"
