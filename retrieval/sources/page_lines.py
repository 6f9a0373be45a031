"""What each line of a Daily Papers page is: words, or one of the small lines that stand around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from retrieval.sources.page_dates import begins_month, day_of, like_a_date
from retrieval.text.clean import clean_text

# "screen" is a button, a counter or a heading of the web page: it says nothing about a paper.
Kind = Literal["screen", "authors", "organization", "dot", "date", "prose"]

_AUTHORS = re.compile(
    r"\W{0,3}(?:著者 ?)?(?P<count>\d[\d,.]{0,6}) ?(?:authors?|autor(?:en|es|as|a)?|auteure?s?"
    r"|[位名人个]?(?:の?著者|作者)|[名人]|명의 저자)\.?|(?:저자|著者|作者) ?(?P<behind>\d[\d,.]{0,6}) ?[명名位人]?",
    re.IGNORECASE,
)
# "• 5 authors" in a language not known here
_COUNT = re.compile(r"[•●] ?(?:[^\W\d_][^\n.!?\d]{0,16})?(?P<count>\d[\d,.]{0,6}) ?[^\n.!?\d]{0,24}")
_DATE_UNDER_DOT = re.compile(r"(?=.*\d).{1,40}")
_DOT = re.compile(r"[·•∙⋅‧・●]")
_SCREEN = re.compile(
    r"subscribe|daily papers|trending papers|hugging face|get trending papers in your email inbox.{0,20}"
    r"|by ?ak and the research community|and the research community|log in|sign up"
    r"|up-?votes?:? ?\d*|comments?:? ?\d*|\d+ (?:up-?votes?|comments?)|abstract:?|share|reply"
    r"|submitted by\b.{0,60}|#\d+ paper of the (?:day|week|month)|add to collection|show more|load more"
    r"|(?:view|read) (?:all|more|papers?|pdf|arxiv(?: page)?)|\W?(?:previous|next|back|home)\W?"
    r"|arxiv(?: page)?|pdf|git ?hub(?: [\d.,]+k?)?|project page"
    r"|https?://huggingface\.co/(?:papers|login|akhaliq)\S*|[^\w(\[]{0,3}\d+(?:[.,]\d+)*k?|[\W_]+",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"new|by|ak|daily|weekly|monthly|models|datasets|spaces|buckets|docs|enterprise|pricing|community"
    r"|collections?|website",
    re.IGNORECASE,
)
_HEADING = re.compile(r"\W*(?:daily papers|by ?ak and the research community|get trending papers\b.*)", re.IGNORECASE)
_MARKUP = re.compile(r"^(?:#{1,6} |[*-] (?=\w+$))")  # Markdown headings, and the buttons of a list
_LONGEST_SMALL_LINE = 150  # characters
_COMPANY = re.compile(r"\b(?:inc|ltd|co|corp|llc)\.$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?。！？…۔।][\"'”’»)\]}]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not empty, cleaned and stripped, and what it is. *gap*: an empty line came before."""

    kind: Kind
    text: str
    gap: bool = False


def lines(text: str) -> list[Line]:
    """The lines of *text* that are not empty, each with its kind."""
    found: list[Line] = []
    gap = True
    for raw in clean_text(text).split("\n"):
        for part in _parts(raw.strip()):
            kind = _kind(part)
            if kind == "prose" and _is_screen_here(part, found, gap):
                kind = "screen"
            if kind == "prose" and found and _is_unread_date(part, found[-1], gap):
                kind = "date"
            found.append(Line(kind, part, gap))
            gap = False
        gap = gap or not raw.strip()
    _mend_cut_end(found)
    _mend_unread_head(found)
    for i, (line, below) in enumerate(pairwise(found)):
        if line.kind == "prose" and below.kind in ("dot", "date") and _COUNT.fullmatch(line.text):
            found[i] = Line("authors", line.text, line.gap)
    return [Line("organization", x.text, x.gap) if _is_organization(found, i) else x for i, x in enumerate(found)]


def is_heading(line: Line) -> bool:
    """Whether *line* belongs to the head of a Daily Papers page and to no other."""
    return line.kind == "screen" and _HEADING.fullmatch(line.text) is not None


def ends_sentence(text: str) -> bool:
    """Whether *text* ends as a sentence does."""
    return _SENTENCE_END.search(text) is not None


def authors_of(text: str) -> int | None:
    """The number in "• 5 authors", in whatever language; None if the line says no such thing."""
    found = _AUTHORS.fullmatch(text) or _COUNT.fullmatch(text)
    return int(re.sub(r"\D", "", found["count"] or found["behind"])) if found else None


def without_handle(name: str) -> str:
    """An organization's name without the account's handle before it: "tencent Tencent" is "Tencent"."""
    handle, _, rest = name.partition(" ")
    return rest if rest and _is_handle(handle, rest) else name


def _parts(text: str) -> list[str]:
    """The line *text* as a list, or its parts if it holds a whole "• 5 authors · Apr 29 1"."""
    parts = re.split(r" ?[·•] ?", text) if len(text) <= _LONGEST_SMALL_LINE else []
    if len(parts) > 1 and (day_of(parts[-1]) or (any(parts[:-1]) and like_a_date(parts[-1]))):
        return [part for part in parts[:-1] if part] + ["·", parts[-1]]
    text = _MARKUP.sub("", text)
    return [text] if text else []


def _kind(text: str) -> Kind:
    if _AUTHORS.fullmatch(text):
        return "authors"
    if _DOT.fullmatch(text):
        return "dot"
    if day_of(text):
        return "date"
    return "screen" if _SCREEN.fullmatch(text) else "prose"


def _is_screen_here(text: str, before: Sequence[Line], gap: bool) -> bool:
    """Whether *text*, a line after *before*, is a menu's word or the account that submitted a paper."""
    last = before[-1] if before else Line("screen", "")
    if last.text.lower().rstrip(":") == "submitted by":
        return " " not in text
    # Right under words that go on, it may be their last, broken to fit a width.
    goes_on = last.kind == "prose" and not gap and not ends_sentence(last.text)
    return _MENU.fullmatch(text) is not None and not goes_on


def _is_unread_date(text: str, last: Line, gap: bool) -> bool:
    """Whether *text*, a line after *last*, stands where a date does, and nobody here can read it: it is no title."""
    if last.kind == "dot" and not gap:
        return _DATE_UNDER_DOT.fullmatch(text) is not None
    return is_heading(last) and like_a_date(text)


def _mend_unread_head(found: list[Line]) -> None:
    """Under the page's name, short words with a number above a title and its abstract are a date as well."""
    for i, (head, line, title) in enumerate(zip(found, found[1:], found[2:], strict=False), start=1):
        if is_heading(head) and line.kind == title.kind == "prose" and _DATE_UNDER_DOT.fullmatch(line.text):
            below = found[i + 2] if i + 2 < len(found) else None
            apart = below and below.kind == "prose" and title.gap and below.gap
            if below and apart and ends_sentence(below.text) and not ends_sentence(title.text):
                found[i] = Line("date", line.text, line.gap)


def _mend_cut_end(found: list[Line]) -> None:
    """Where the text was cut inside "• 5 authors" or "Oct 24", what is left is no prose either."""
    if len(found) < 2:
        return
    last, before = found[-1].text, found[-2].kind
    if re.fullmatch(r"[•·] ?\d[\d,]*(?: a?u?t?h?o?r?)?", last):
        found[-1] = Line("authors", last, found[-1].gap)
    elif before in ("dot", "authors") and begins_month(last):
        found[-1] = Line("date", last, found[-1].gap)


def _is_organization(found: list[Line], at: int) -> bool:
    """Whether the line *at* stands where a page has an organization, and reads like one."""
    if found[at].kind != "prose" or not 0 < at < len(found) - 1:
        return False
    text = found[at].text
    if found[at + 1].kind not in ("dot", "date") or len(text) > 80 or len(text.split()) > 10:
        return False
    before = next((found[i].kind for i in range(at - 1, -1, -1) if found[i].kind != "screen"), None)
    named = not ends_sentence(text) or bool(_COMPANY.search(text)) or without_handle(text) != text
    return named and before in ("prose", "authors")


def _is_handle(word: str, rest: str) -> bool:
    """Whether *word* is an account's name: lower case, marked as one, or made of what follows."""
    if word.islower() or re.search(r"[-_\d]", word):
        return True
    handle, words = word.casefold(), re.findall(r"\w+", rest.casefold())
    if handle in words or any(len(w) > 3 and w in handle for w in words):
        return True
    initials = "".join(re.findall(r"\b[A-Z]", rest)).casefold()
    return len(handle) > 2 and (handle in "".join(words) or handle == initials)
