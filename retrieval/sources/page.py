"""A Daily Papers page of Hugging Face, saved as plain text.

After a head and the page's own day come the entries: a title, an abstract, and small lines that may be
missing: "• 5 authors" or an organization, a dot, a date with the number of comments behind it. Dates of
the page's year have no year, nor has the page's day, so that the year has to be inferred. Only on a day's page
is the page's day that on which its papers were listed (see `page_kind`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from retrieval.errors import SourceError
from retrieval.sources.page_dates import Day, PageDates, day_of, page_dates
from retrieval.sources.page_kind import PageKind, kind_dated, kind_said, query_said
from retrieval.sources.page_lines import Line, authors_of, ends_sentence, is_heading, lines, without_handle
from retrieval.sources.page_prose import Entry, entries, paragraphs
from retrieval.sources.record import build
from retrieval.types import Paper, Place, Refused

NAME = "page"

_ENOUGH = 200_000  # characters from the beginning that tell whether a text is a page
_LONG = 200  # characters of a line that is no title
_LETTER = {"screen": "s", "authors": "a", "organization": "o", "dot": ".", "date": "d", "prose": "p"}


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of prose up to some small lines, and these; only the page's last block may have none."""

    prose: tuple[Line, ...]
    small: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """What all entries of a page share: its *name* as a source, what it is, its dates, and what was searched for."""

    name: str
    kind: PageKind | None
    dates: PageDates
    query: str | None


@dataclass(frozen=True, slots=True)
class _Head:
    """The page's own *day*, what the words *said* it is, and the *query* of a search if they name it.

    *plain*: the day stands right under the page's name.
    """

    day: Day | None
    plain: bool
    said: PageKind | None
    query: str | None
    body: Sequence[Line]


def recognises(text: str) -> bool:
    """True if the beginning of *text* has the lines that a Daily Papers page has and other texts have not."""
    return _is_page(lines(text[:_ENOUGH]))


def parse(
    text: str, where: str, listed: date | None = None, *, today: date | None = None, kind: PageKind | None = None
) -> Iterator[Paper | Refused]:
    """The entries of the page *text*, in order; a `SourceError` if it is no such page or has no entry.

    *listed*, if the user gives it, is the page's day and tells the year of dates that name none. Without
    it the year is inferred (see `page_dates`), from *today* if the page names no year at all. *kind*, if the user
    gives it, is what the page is; a page whose day the user gives is a day's page unless they say otherwise.
    """
    found = lines(text)
    head = _split_head(found)
    blocks = _blocks(head.body)
    if not _is_page(found) or not blocks:
        hint = "Save the page as plain text: select all of it in the browser, copy, and paste into a file."
        raise SourceError(f"{where} holds no entry of a Daily Papers page", hint)
    days = [d for line in head.body if line.kind == "date" and (d := day_of(line.text))]
    dates = page_dates(head.day, days, listed, today)
    kind = kind or ("day" if listed else _kind(head, days, dates, len(blocks)))
    # Each page is a source of its own: a paper that stands on two of them is merged, not unchanged.
    name = ":".join(str(part) for part in (NAME, kind, dates.day if kind else None) if part)
    return _records(blocks, where, _Page(name, kind, dates, head.query))


def _kind(head: _Head, days: Sequence[Day], dates: PageDates, entries: int) -> PageKind | None:
    """What the page is, by its head and its dates; None if that cannot be told, or it is several pages in one."""
    if head.said:
        return head.said
    if dates.day is None or not head.plain or any(map(is_heading, head.body)):
        return None
    return kind_dated(dates.day, [on for d in days if (on := d.on(dates.year))], entries)


def _is_page(found: Sequence[Line]) -> bool:
    """Whether there is a page's head, or an entry's small lines, or a date under a title and an abstract."""
    heads = sum(map(is_heading, found))
    if heads > 1 or (heads and any(line.kind == "date" for line in found)):
        return True
    if any(line.kind == "authors" and line.text.startswith("•") for line in found):
        return True
    if any(a.kind in ("dot", "authors") and b.kind in ("date", "dot") for a, b in pairwise(found)):
        return True
    shape = "".join(_LETTER[line.kind] if len(line.text) < _LONG else _LETTER[line.kind].upper() for line in found)
    return "pPd" in shape or "pPod" in shape


def _split_head(found: Sequence[Line]) -> _Head:
    """What the page's head says, and the lines after it."""
    end = next((i for i, line in enumerate(found) if _starts_entries(line)), len(found))
    heads = [i for i in range(end) if is_heading(found[i])]
    days = [i for i in range(end) if found[i].kind == "date"]
    if not heads and any(line.kind == "prose" for line in found[: days[0] if days else 0]):
        days = []  # it belongs to an entry without an abstract
    start = max([*heads, *days], default=-1) + 1
    while heads and start < end and kind_said([found[start].text]):
        start += 1
    day = day_of(found[days[0]].text) if days else None
    between = found[max((i for i in heads if i < days[0]), default=-1) + 1 : days[0]] if days else []
    plain = bool(heads) and heads[0] < days[0] if days else False
    plain = plain and day is not None and day.comments is None and all(line.kind == "screen" for line in between)
    said = kind_said(line.text for line in found[:start]) if heads else None
    query = query_said(line.text for line in found[:start]) if said == "search" else None
    return _Head(day, plain, said, query, found[start:])


def _starts_entries(line: Line) -> bool:
    prose = line.kind == "prose" and (len(line.text) >= _LONG or ends_sentence(line.text))
    return prose or line.kind in ("authors", "dot", "organization")


def _blocks(body: Sequence[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    prose: list[Line] = []
    small: list[Line] = []
    gap = False
    for line in body:
        if line.kind == "prose":
            if small:
                blocks.append(_Block(tuple(prose), tuple(small)))
                prose, small = [], []
            prose.append(replace(line, gap=line.gap or gap))
        elif line.kind != "screen":
            small.append(line)
        gap = line.kind == "screen"
    blocks.append(_Block(tuple(prose), tuple(small)))
    return [block for block in blocks if block.prose]


def _records(blocks: Sequence[_Block], where: str, page: _Page) -> Iterator[Paper | Refused]:
    n = 0
    for block in blocks:
        cut = not block.small
        found = entries(paragraphs(block.prose), cut=cut)
        for entry in found:
            n += 1
            here, last = f"{where}, entry {n}", entry is found[-1]
            if last and cut and not (entry.abstract and ends_sentence(entry.abstract[-1])):
                yield Refused(here, "cut off: the text ends inside this entry")
            else:
                yield _record(entry, block.small if last else (), here, page, n)


def _record(entry: Entry, small: Sequence[Line], where: str, page: _Page, n: int) -> Paper | Refused:
    """The *n*th entry with what its *small* lines say."""
    said = {line.kind: line.text for line in reversed(small)}  # the first of a kind counts
    day = day_of(said.get("date", ""))
    published = day.on(page.dates.year) if day else None
    return build(
        where,
        page.name,
        entry.title,
        "\n\n".join(entry.abstract),
        published=published,
        year_inferred=day is not None and day.year is None,
        listed_on=page.dates.day if page.kind == "day" else None,
        author_count=authors_of(said.get("authors", "")),
        organization=without_handle(said["organization"]) if "organization" in said else None,
        comments=day.comments if day else None,
        places=(Place(page.name, n, page.query),) if page.kind == "search" else (),
    )
