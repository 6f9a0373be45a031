"""Papers as the arXiv API answers them: an Atom feed. Its manual: https://info.arxiv.org/help/api/user-manual.html

XML from outside may declare entities that unpack without end or read local files: any declaration is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from retrieval.errors import SourceError
from retrieval.identity import arxiv_id_of
from retrieval.sources.record import build, iso_day
from retrieval.text.clean import clean_line
from retrieval.types import Paper, Refused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME = "arxiv"

_ATOM = "{http://www.w3.org/2005/Atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@dataclass(frozen=True, slots=True)
class PageSize:
    """How many *entries* one page of a search holds, of how many results in *total*."""

    entries: int
    total: int


def recognises(text: str) -> bool:
    """True for XML, and for Atom that leaves out the XML declaration."""
    head = text[:4096].lstrip("\ufeff \t\r\n")
    return head.startswith("<?xml") or (head.startswith("<") and _ATOM.strip("{}") in head)


def parse(text: str, where: str, listed: date | None = None) -> Iterator[Paper | Refused]:
    """The papers of a feed, in its order; a feed may hold none. *listed* is passed on to each paper."""
    for n, entry in enumerate(_entries(_feed(text, where), where), start=1):
        yield _record(entry, f"{where}, entry {n}", listed)


def page_size(text: str, where: str) -> PageSize:
    """The entries and the total of one page of a search. Raises `SourceError` if it does not tell."""
    feed = _feed(text, where)
    total = _said(feed, f"{_OPENSEARCH}totalResults")
    if not (total.isascii() and total.isdigit() and len(total) < 10):
        raise SourceError(f"{where} does not say how many results there are.", "Check the base address.")
    return PageSize(len(_entries(feed, where)), int(total))


def _feed(text: str, where: str) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        feed: Element = fromstring(text.lstrip("\ufeff"), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        hint = "arXiv sends no such thing: check the address it came from."
        raise SourceError(f"{where}: feed refused: it declares a document type or an entity.", hint) from error
    except (ParseError, ValueError) as error:
        hint = "Fetch it again: it may have been cut off on the way."
        raise SourceError(f"{where} is not valid XML: {error}", hint) from error
    if feed.tag != f"{_ATOM}feed":
        raise SourceError(f"{where} is not an Atom feed.", "Check the address it came from.")
    return feed


def _entries(feed: Element, where: str) -> list[Element]:
    """The feed's entries, unless one of them is how the API reports an error."""
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        if "/api/errors" in _said(entry, f"{_ATOM}id"):
            said = clean_line(_said(entry, f"{_ATOM}summary"))[:200]
            raise SourceError(f"{where}: arXiv answered with an error: {said}", "Check what was asked for.")
    return entries


def _record(entry: Element, where: str, listed: date | None) -> Paper | Refused:
    arxiv_id = arxiv_id_of(_said(entry, f"{_ATOM}id"))
    if arxiv_id is None:
        return Refused(where, "no arXiv id")
    return build(
        where,
        NAME,
        _said(entry, f"{_ATOM}title"),
        _said(entry, f"{_ATOM}summary"),
        published=iso_day(_said(entry, f"{_ATOM}published")),
        listed_on=listed,
        authors=[_said(author, f"{_ATOM}name") for author in entry.findall(f"{_ATOM}author")],
        arxiv_id=arxiv_id,
        url=f"https://arxiv.org/abs/{arxiv_id}",
    )


def _said(element: Element, tag: str) -> str:
    """The text of the first *tag* in *element*, that of elements within it included; empty without one."""
    child = element.find(tag)
    return "" if child is None else "".join(child.itertext()).strip()
