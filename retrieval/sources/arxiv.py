"""Papers as arXiv answers them: the API's Atom feed, and the feeds of new papers (Atom, RSS 2.0 and the older RSS 1.0).

Their manuals: https://info.arxiv.org/help/api/user-manual.html and https://info.arxiv.org/help/rss.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from retrieval.errors import SourceError
from retrieval.identity import arxiv_id_of
from retrieval.sources.dates import day_of
from retrieval.sources.feeds import Entry, entries, read_feed, said
from retrieval.sources.markup import plain
from retrieval.sources.record import build
from retrieval.text.clean import clean_line
from retrieval.types import Paper, Refused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME = "arxiv"

_FORMS = ("http://www.w3.org/2005/Atom", "<rss", "http://purl.org/rss/1.0/")
_ANNOUNCED = re.compile(r"announce type:\s*([a-z-]{1,20})", re.I)
# The older feeds: "Tides in Attention. (arXiv:2611.01234v1 [cs.LG] UPDATED)"
_MARK = re.compile(r"\.?\s?\(arXiv:[^()]{1,60}\)$", re.I)
_VERSION = re.compile(r"v([0-9]{1,3})(?:\.pdf)?$")
_AFFILIATION = re.compile(r"\([^()]{0,200}\)")


@dataclass(frozen=True, slots=True)
class PageSize:
    """How many *entries* one page of a search holds, of how many results in *total*."""

    entries: int
    total: int


def recognises(text: str) -> bool:
    """True for XML, and for a feed that leaves out the XML declaration."""
    head = text[:4096].lstrip("\ufeff \t\r\n")
    return head.startswith("<?xml") or (head.startswith("<") and any(form in head for form in _FORMS))


def parse(text: str, where: str, listed: date | None = None) -> Iterator[Paper | Refused]:
    """The papers of a feed, in its order; a feed may hold none. *listed* is passed on to each paper."""
    for n, entry in enumerate(_entries(read_feed(text, where), where), start=1):
        yield _record(entry, f"{where}, entry {n}", listed)


def page_size(text: str, where: str) -> PageSize:
    """The entries and the total of one page of a search. Raises `SourceError` if it does not tell."""
    feed = read_feed(text, where)
    total = said(feed, "totalResults")
    if not (total.isascii() and total.isdigit() and len(total) < 10):
        raise SourceError(f"{where} does not say how many results there are.", "Check the base address.")
    return PageSize(len(_entries(feed, where)), int(total))


def _entries(feed: Element, where: str) -> list[Entry]:
    """The feed's entries, unless one of them is how the API reports an error."""
    found = entries(feed)
    for entry in found:
        if any("/api/errors" in text for text in entry.ids):
            error = clean_line(entry.summary)[:200]
            raise SourceError(f"{where}: arXiv answered with an error: {error}", "Check what was asked for.")
    return found


def _record(entry: Entry, where: str, listed: date | None) -> Paper | Refused:
    arxiv_id = next((found for text in entry.ids if (found := arxiv_id_of(text))), None)
    if arxiv_id is None:
        return Refused(where, "no arXiv id")
    return build(
        where,
        NAME,
        _MARK.sub("", entry.title[:2_000]),
        entry.summary,
        published=_published(entry, arxiv_id),
        listed_on=listed,
        authors=list(_authors(entry)),
        arxiv_id=arxiv_id,
        url=f"https://arxiv.org/abs/{arxiv_id}",
        version=_version(entry),
        updated=None if _announced(entry) else day_of(entry.updated),
        comment=entry.comment,
        categories=entry.categories,
        journal_ref=entry.journal_ref,
        doi=entry.doi,
    )


def _version(entry: Entry) -> int | None:
    """The 3 of "http://arxiv.org/abs/2611.01234v3"."""
    found = (_VERSION.search(text) for text in entry.ids if arxiv_id_of(text))
    return next((int(version[1]) for version in found if version), None)


def _published(entry: Entry, arxiv_id: str) -> date | None:
    """The day in the entry; a feed's own day only if it can be the paper's, whose id names its month."""
    day = None if _replaces(entry) else day_of(entry.published)
    if day is None or not _announced(entry):
        return day
    months = (day, day - timedelta(days=7))  # what comes in at the end of a month is announced in the next
    return day if any(arxiv_id.startswith(f"{month:%y%m}.") for month in months) else None


def _replaces(entry: Entry) -> bool:
    """True for a new version of a paper that appeared on another day, which the feed does not tell."""
    return _announced(entry).lower().startswith("replace") or "UPDATED)" in entry.title[-10:]


def _announced(entry: Entry) -> str:
    """How a feed of new papers announces the entry; "" for an answer of the API."""
    announced = _ANNOUNCED.search(entry.summary[:300])
    return entry.kind or (announced[1] if announced else "")


def _authors(entry: Entry) -> Iterator[str]:
    """The names, one by one: the feeds of new papers give them in one line, the older ones with links and places."""
    if len(entry.authors) > 1:
        yield from entry.authors
    else:
        for line in entry.authors:
            yield from re.split(r",|\band\b", _AFFILIATION.sub("", plain(line)))
