"""Abstracts cut into sentences, verbatim: every sentence is a slice of the text it came from."""

from __future__ import annotations

import re

# A full stop after these ends no sentence.
_ABBREVIATION = re.compile(
    r"a\.k\.a|aka|al|approx|ca|cf|dept|dr|e\.?g|eqs?|figs?|i\.?e|inc|mr|ms|no|prof|ref|resp|sec|st|tab"
    r"|u\.s|vol|vs|w\.r\.t|wrt|[a-z]"  # a single letter is an initial
)
_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s|$)|\n{2,}")


def sentences(text: str) -> list[str]:
    """The sentences of *text* in order, stripped; joined they lose nothing but white space."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if _ends_here(text, start, end):
            found.append(text[start : end.end()].strip())
            start = end.end()
    found.append(text[start:].strip())
    return [s for s in found if s]


def _ends_here(text: str, start: int, end: re.Match[str]) -> bool:
    """Whether the mark at *end* closes a sentence: no abbreviation, no initial, no lower case after it."""
    if end[0].startswith("\n"):
        return True
    rest = text[end.end() :].lstrip()
    if rest and rest[0].islower() and not re.match(r"[a-z]+[A-Z0-9]", rest):
        return False  # "e.g. this": but "pLSTM beats" does open a sentence
    word = re.search(r"[\w.]*$", text[start : end.start()])
    last = word[0].lower() if word else ""
    if not end[0].startswith(".") or not last:
        return True
    return not _ABBREVIATION.fullmatch(last)
