"""Whether a line can be read by itself: it begins, it ends, nobody speaks for himself, and
nothing in it means what was said before it.
"""

from __future__ import annotations

import re

from retrieval.text.patterns import Pattern
from retrieval.text.words import stem, terms

_TOLD = 4
"""Content words a line must have beyond the title's to tell something."""
_HEAD = 5
"""Letters by which words of one family are known."""
_OF_ANY_PAPER = frozenset(
    word[:_HEAD] for word in "proposes presents introduces develops describes shows studies novel new".split()
)
"""Words that tell nothing, as they stand over any paper."""

_JOINED = Pattern(
    r"(?:however|therefore|thus|hence|moreover|furthermore|additionally|instead|then"
    r"|in (?:addition|contrast|response|turn)|also|further|finally|besides|consequently|nevertheless|meanwhile"
    r"|similarly|conversely|accordingly|yet|but|and|so"
    r"|next|first(?:ly)?(?=,)|second(?:ly)?|third(?:ly)?|it|they|both|here|herein|in fact|to do so)\b"
    r"|[^,]{1,30}, (?:in contrast|by contrast|however|therefore|thus|instead|then|moreover|meanwhile|in turn"
    r"|on the other hand),",
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
# "In the approach, …", "Explains the method": of which nothing was said before.
_THE_THING = Pattern(
    r"(?:(?:\S+ ){0,2}the (?:proposed |resulting |new |novel |full |above )*"
    r"|(?:by|with|through|via|using|unlike|in) [^,]{1,120}, the (?:[\w-]+ ){0,2})(?:methods?|approach(?:es)?|models?"
    r"|frameworks?|algorithms?|systems?|techniques?|architectures?|formulations?|schemes?|pipelines?|strateg(?:y|ies)"
    r"|designs?|solutions?|modules?|mechanisms?|networks?|objectives?|procedures?|datasets?|benchmarks?)\b"
    r"(?! (?:of|that|which|called|where|for)\b)",
    "In the approach, a filter is learnt.",
    "In the approach of Kim, a filter is learnt.",
    how="match",
)
# A lead-in that speaks of something by a pronoun, before anything was named.
_IT_BEFORE = Pattern(
    r"(?:to|by|in|for|with|while|when|since|as|because|if|although|after|before|given|without)\b[^,]{0,60}"
    r"\b(?:it|them|they|their|its|so|both)(?=,| \w+ly,)",
    "To cope with it, a layer is added.",
    "To cope with noise, a layer is added.",
    how="match",
)
# "Defines it as …", "Solves both": what for?
_DOES_IT = Pattern(
    r"(?:the authors )?(?:\w+ly )?[\w-]+s (?:it|them|this|both|the (?:two|three|former|latter))"
    r"(?=\W*$| (?:as|by|with|via|using|to|into|through|from|on|in|at|for)\b)",
    "Defines it as the Tern hypothesis.",
    "Defines the hypothesis as it stands.",
    how="match",
)
_WISHES = Pattern(
    r"(?:the authors )?(?:hopes?|believes?|envisions?|aims?|expects?) |the (?:main |key )?contributions? ",
    "Hopes to help.",
    "Shows help.",
    how="match",
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
        or _IT_BEFORE.find(line)
        or _DOES_IT.find(line)
    )
    return not broken and not _points_back(line)


def names_it(line: str) -> bool:
    """Whether *line* says what it speaks of: not of "the method" before any was named."""
    return not _THE_THING.find(line)


def tells(line: str, title: str) -> bool:
    """Whether *line* says something that *title* does not."""
    told, titled = ({word[:_HEAD] for word in terms(text)} for text in (line, title))
    return len(told - titled - _OF_ANY_PAPER) >= _TOLD


def _points_back(line: str) -> bool:
    """Whether "this problem" is said in *line* of a problem that is not in it."""
    for found in _POINTER.regex.finditer(line):
        before = {stem(word) for word in terms(line[: found.start()])}
        if not before & {stem(word) for word in terms(found["what"])}:
            return True
    return False
