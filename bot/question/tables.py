"""What is asked for that is no answer in sentences: a table of papers, papers like one, a trend, a reference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.text.patterns import Pattern

Kind = Literal["compare", "related", "trend", "cite"]

_COLUMNS = r"(?:tasks?|methods?|data|data ?sets?|results?|code)"
_TABLE = Pattern(
    r"(?:please )?(?:compare|put|show|list)(?: me)? (?P<names>.+?) (?:in|into|as) an? table(?: by (?P<by>.+))?",
    "compare the first two in a table",
    "compare the first two",
    how="fullmatch",
)
_BY = Pattern(
    rf"(?:please )?compare (?P<names>.+) by (?P<by>{_COLUMNS}(?:(?:, | and |, and ){_COLUMNS})*)",
    "compare LoRA and QLoRA by data and method",
    "compare LoRA and QLoRA by accuracy",
    how="fullmatch",
)
_WITH = Pattern(
    r"(?:please )?compare (?P<names>(?:\[?[1-9]\d?\]?(?:,? and |, | with | to | vs\.? )\S.*"
    r"|\S.*?(?:,? and |, | with | to | vs\.? )\[?[1-9]\d?\]?))",
    "compare 1 and LoRA",
    "compare LoRA and QLoRA",
    how="fullmatch",
)
_CITE = Pattern(
    r"(?:please )?(?:(?:give|show|get)(?: me| us)? )?(?:the |a )?"
    r"(?:cite|export|bib ?tex)(?: entr(?:y|ies))?(?: (?:of|for))?(?P<names>(?: \S.{0,300}?)?)"
    r"(?: (?:as|in|to) bib ?tex)?",
    "bibtex of the second one",
    "which papers cite it",
    how="fullmatch",
)
_LIKE = Pattern(
    r"(?:(?:which|what|any|show(?: me)?|find(?: me)?) )?(?:other )?(?:papers? |works? )?(?:(?:are|is) )?"
    r"(?:related to|similar to|like) (?P<names>.+?)(?P<more>(?:,? (?:but newer|newest first|most upvoted first"
    r"|(?:and )?with code))*)",
    "papers like the second but newer",
    "papers on ships",
    how="fullmatch",
)
_SIMILAR = Pattern(
    r"(?:and |is there )*(?:similar (?:stuff|ones?|papers?|works?|things?)"
    r"|(?:anything|something|any(?: other)?(?: papers?| works?)?|(?:other )?papers?|more)(?: else)?"
    r" (?:similar|related|like (?:it|this|that)))(?: to (?:it|this|that))?"
    r"(?P<more>,? (?:but newer|newest first|but more recent|with code))?",
    "anything similar",
    "anything similar to ships",
    how="fullmatch",
)
_TREND = Pattern(
    r"(?:(?:show(?: me)?|draw|what is) )?(?:the )?trends? (?:of|for) (?P<names>.+?)(?: by (?P<by>week|month))?",
    "trend of diffusion, agents by week",
    "trends in shipping",
    how="fullmatch",
)
_ROSE = Pattern(r"what (?:rose|has risen|grew|is rising) (?:the )?most", "what rose most", "what rose", how="fullmatch")
_PARTED = re.compile(r"\s*[,;]\s*(?:and )?|\s+and\s+")
_SEVERAL = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|with|to|vs\.?)\s+")
_NAMES = re.compile(r"\s*[,;\n]\s*")
_LONGEST = 600  # characters: more is a text, not a wish
_LONGEST_COLUMN = 2  # words: what is longer after "by" belongs to a title


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished for: of the papers or topics called *names*, *by* these columns or this step.

    *more* are words about the order of related papers.
    """

    kind: Kind
    names: str
    by: tuple[str, ...] = ()
    more: str = ""


def read_wish(text: str) -> Wish | None:
    """What *text*, one line, wishes for; None for anything else."""
    bare = text.strip(" ?.!")
    if len(bare) > _LONGEST:
        return None
    if found := _BY.find(bare) or _TABLE.find(bare):
        return Wish("compare", found["names"], columns(found["by"] or ""))
    if found := _WITH.find(bare):
        return Wish("compare", found["names"])
    if found := _CITE.find(bare):
        return Wish("cite", found["names"].strip() or "them")
    if found := _TREND.find(bare):
        return Wish("trend", found["names"], (found["by"].lower(),) if found["by"] else ())
    if found := _LIKE.find(bare):
        return Wish("related", found["names"], (), found["more"].lower())
    if found := _SIMILAR.find(bare):
        return Wish("related", "it", (), (found["more"] or "").lower())
    return Wish("trend", "") if _ROSE.find(bare) else None


def several_names(text: str) -> list[str]:
    """The names in *text*, parted by commas, "and", "with", "to" or "vs"."""
    return [name for name in _SEVERAL.split(text.strip()) if name]


def first_and_rest(text: str) -> list[str]:
    """The first name in *text*, and all that follows as one."""
    return _SEVERAL.split(text.strip(), maxsplit=1)


def columns(text: str) -> tuple[str, ...]:
    """The columns of "method, data and result"."""
    return tuple(part for part in _PARTED.split(text.strip()) if part)


def names_and_columns(text: str) -> tuple[str, tuple[str, ...]]:
    """What stands before the last "by", and the columns after it; a title may have a "by" of its own."""
    names, by, after = text.rpartition(" by ")
    by_columns = columns(after)
    if not by or any(len(name.split()) > _LONGEST_COLUMN for name in by_columns):
        return text, ()
    return names, by_columns


def listed_names(text: str) -> Sequence[str]:
    """The names in *text*, parted by commas."""
    return [name for name in _NAMES.split(text.strip()) if name]
