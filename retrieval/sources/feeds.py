"""Feeds of papers, Atom and RSS (2.0 and 1.0), as entries of one form.

XML from outside may declare entities that unpack without end or read local files: any declaration is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.errors import SourceError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ROOTS = frozenset({"feed", "rss", "RDF"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its *ids* and addresses, *authors* each a name or a line of them; what is not there is empty."""

    ids: tuple[str, ...]
    title: str
    summary: str
    published: str
    authors: tuple[str, ...]
    updated: str
    comment: str
    categories: tuple[str, ...]
    journal_ref: str
    doi: str
    kind: str
    """How arXiv announces it: new, cross, replace or replace-cross."""


def read_feed(text: str, where: str) -> Element:
    """The feed *text* is. Raises `SourceError` if it is none, is broken or declares anything."""
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
    # RSS without a title is no feed of anybody's: broken is never empty.
    if local(feed) not in _ROOTS or (local(feed) != "feed" and feed.find("./{*}channel/{*}title") is None):
        raise SourceError(f"{where} is not an Atom or RSS feed.", "Check the address it came from.")
    return feed


def entries(feed: Element) -> list[Entry]:
    """The entries of *feed*, in its order."""
    day = said(feed, "channel/{*}date")  # RSS 1.0 gives the day once for all
    found = feed.findall("{*}entry") + feed.findall("{*}item") + feed.findall("{*}channel/{*}item")
    return [_entry(element, day) for element in found]


def said(element: Element, *names: str) -> str:
    """The text of the first of *names* in *element* that has any, that of elements within it included."""
    children = (child for name in names for child in element.findall(f"{{*}}{name}"))
    return next((text for child in children if (text := "".join(child.itertext()).strip())), "")


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def _entry(element: Element, day: str) -> Entry:
    return Entry(
        ids=tuple(text for text in _ids(element) if text),
        title=said(element, "title"),
        summary=said(element, "summary", "description", "encoded", "content"),
        published=said(element, "published", "pubDate", "date") or day,
        authors=tuple(_authors(element)),
        updated=said(element, "updated"),
        comment=said(element, "comment"),
        categories=tuple(_categories(element)),
        journal_ref=said(element, "journal_ref", "journal_reference"),
        doi=said(element, "doi", "DOI"),
        kind=said(element, "announce_type"),
    )


def _ids(element: Element) -> Iterator[str]:
    yield from (said(element, name) for name in ("id", "guid", "identifier", "link"))
    yield from (link.get("href", "") for link in element.findall("{*}link"))
    yield from (value for name, value in element.attrib.items() if name.endswith("}about"))


def _categories(element: Element) -> Iterator[str]:
    """The primary one first."""
    found = element.findall("{*}primary_category") + element.findall("{*}category")
    yield from dict.fromkeys(c.get("term") or "".join(c.itertext()).strip() for c in found)


def _authors(element: Element) -> Iterator[str]:
    for author in element.findall("{*}author"):
        yield said(author, "name") or "".join(author.itertext())
    yield from ("".join(creator.itertext()) for creator in element.findall("{*}creator"))
