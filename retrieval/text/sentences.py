"""Abstracts cut into sentences, verbatim: every sentence is a slice of the text it came from."""

from __future__ import annotations

import re

# A full stop after these ends no sentence.
_ABBREVIATION = re.compile(
    r"a\.k\.a|aka|al|approx|ca|cf|dept|dr|e\.?g|eqs?|figs?|i\.?e|inc|mr|ms|no|prof|ref|resp|sec|st|tab"
    r"|u\.s|vol|vs|w\.r\.t|wrt|[a-z]"  # a single letter is an initial
)
_LONGEST = 6  # characters of the longest of them
# Each run of marks is read once, and nothing that was read is given back: linear in whatever is written.
_END = re.compile(r"(?<![.!?])[.!?]++[\"'”’)\]]*+(?=\s|$)|\n{2,}+")
_SPACE = re.compile(r"\s*+")
_NAME = re.compile(r"[a-z]++[A-Z0-9]")  # "pLSTM"
_LAST = re.compile(r"[\w.]*+$")


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
    space = _SPACE.match(text, end.end())
    after = space.end() if space else end.end()
    if text[after : after + 1].islower() and not _NAME.match(text, after):
        return False  # "e.g. this": but "pLSTM beats" does open a sentence
    # One character more than an abbreviation has tells a longer word; a line may end between it and its mark.
    word = _LAST.search(text[max(start, end.start() - _LONGEST - 2) : end.start()])
    last = word[0].lower() if word else ""
    if not end[0].startswith(".") or not last:
        return True
    return not _ABBREVIATION.fullmatch(last)
