"""Whether a line can be read by itself: it begins, it ends, nobody speaks for himself, and
nothing in it means what was said before it.
"""

from __future__ import annotations

import re

from retrieval.text.patterns import Pattern
from retrieval.text.words import stem, terms

_TOLD = 4
"""Content words a line must have beyond the title's to tell something."""
_OF_ANY_PAPER = frozenset(map(stem, "proposes presents introduces develops describes shows studies novel new".split()))
"""Those that tell nothing, as they stand over any paper."""

_JOINED = Pattern(
    r"(?:however|therefore|thus|hence|moreover|furthermore|additionally|instead|then"
    r"|in (?:addition|contrast|response|turn)|also|further|finally|besides|consequently|nevertheless|meanwhile"
    r"|similarly|conversely|accordingly|yet|but|and|so"
    r"|next|second(?:ly)?|third(?:ly)?|it|they|both|here|herein)\b",
    "However, it is slow.",
    "How it is slow.",
    how="match",
)
_POINTER = Pattern(
    r"\b(?:this|these|those|such(?! as\b)(?: an?)?|the (?:latter|former|above|aforementioned|resulting|same))"
    r"(?! (?:paper|work|study|article|report|survey)\b)(?P<what>(?: [\w-]+){0,3})",
    "solves this problem",
    "solves problems such as noise",
)
_WISHES = Pattern(
    r"(?:the authors )?(?:hopes?|believes?|envisions?|aims?|expects?) ", "Hopes to help.", "Shows help.", how="match"
)
_RESIDUE = Pattern(r"[\\${}^~]|\btext(?:tt|bf|it|sc|rm)\b|``", r"\textbf{Tern}", "Tern")
_UNENDED = Pattern(
    r"\b(?:along|at|spanning \S+|on the \w+|called|termed|named|an?|the|of|to|and|or|for|with|by|from|in|as|that"
    r"|which)\W*$|…$",
    "released at.",
    "released.",
)
_FIRST_PERSON = Pattern(
    r"(?<![\w-])(?:[Ww]e|[Oo]urs?|us|I|[Mm]y)(?![\w-])", "In it, I ask.", "Asks of TWLV-I.", flags=re.NOFLAG
)


def stands_alone(line: str) -> bool:
    """Whether *line* needs no sentence before or after it, states something, and holds no markup."""
    broken = (
        _JOINED.find(line)
        or _WISHES.find(line)
        or _RESIDUE.find(line)
        or _UNENDED.find(line)
        or _FIRST_PERSON.find(line)
    )
    return not broken and not _points_back(line)


def tells(line: str, title: str) -> bool:
    """Whether *line* says something that *title* does not."""
    told, titled = ({stem(word) for word in terms(text)} for text in (line, title))
    return len(told - titled - _OF_ANY_PAPER) >= _TOLD


def _points_back(line: str) -> bool:
    """Whether "this problem" is said in *line* of a problem that is not in it."""
    for found in _POINTER.regex.finditer(line):
        before = {stem(word) for word in terms(line[: found.start()])}
        if not before & {stem(word) for word in terms(found["what"])}:
            return True
    return False
