"""What a record of any data set calls its fields: arXiv's snapshot, OpenAlex, Semantic Scholar, Crossref, crawlers.

Names are compared without case, "_", "-" and blanks: "publishedAt" is "published_at".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from retrieval.identity import arxiv_id_of
from retrieval.sources.addresses import paper_address
from retrieval.sources.dates import day_of
from retrieval.sources.unwrap import written_list

TITLE = ("title", "displayname", "papertitle")
_ABSTRACT = (
    "abstract", "text", "summary", "abstractnote", "abstracttext", "paperabstract", "contenttext", "contenthtml",
    "description",
)  # fmt: skip
_DATES = (
    "published", "publishedat", "publicationdate", "publisheddate", "datepublished", "pubdate", "submitted",
    "submittedat", "submitteddate", "created", "createdat", "createddate", "date", "publishedonline", "issued",
)  # fmt: skip
_IDS = ("arxivid", "arxiv", "eprint", "paperid", "id", "_id", "identifier", "externalid", "doi", "guid")
_ADDRESSES = (
    "url", "abs", "link", "links", "absurl", "arxivurl", "entryid", "pdf", "pdfurl", "landingpageurl", "htmlurl",
    "openaccesspdf", "bestoalocation", "primarylocation", "locations", "href",
)  # fmt: skip
_NESTED = ("externalids", "ids")
# Any other name that speaks of the paper's own day; not of when a record was changed or collected.
_DATED = re.compile(
    r"(?:publi|submi|creat|post|releas|announc|issu)[a-z]*(?:date|day|at|on|time|timestamp)?|[a-z]*pubdate|pdate"
)
# Names of which a value says more of other papers.
_OF_OTHERS = re.compile(
    r"references?|citations?|related.*|cites|supersedes|comments?|notes?|extra|abstract.*|title|summary|text"
)
_VERSION = re.compile(r"v([0-9]{1,3})(?:\.pdf)?$")
_MAX_WORDS = 20_000
# The first two digits are a year, the next two a month: no other number with a dot in it is an arXiv id.
_BARE = re.compile(r"(?:[a-z-]+(?:\.[A-Z]{2})?/)?[0-9]{2}(?:0[1-9]|1[0-2])[0-9.]+(?:v[0-9]+)?", re.I)


class Fields:
    """The fields of one record under plain names. What is null or empty is absent."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._values: dict[str, Any] = {}
        for name, value in record.items():
            if isinstance(value, dict) and value.keys() == {"value"}:  # as OpenReview has every field
                value = value["value"]
            if value not in (None, "", [], {}):
                self._values.setdefault(_folded(name), value)

    def get(self, *names: str) -> Any:
        """The value of the first of *names* that is there."""
        return next((self._values[name] for name in names if name in self._values), None)

    def title(self) -> object:
        """The title; of Crossref's list the first."""
        value = self.get(*TITLE)
        return value[0] if isinstance(value, list) and len(value) == 1 else value

    def abstract(self) -> object:
        """The abstract, put together from OpenAlex's index of words if there is no other."""
        found = self.get(*_ABSTRACT) or _from_index(self.get("abstractinvertedindex"))
        if isinstance(found, list) and all(isinstance(part, str) for part in found):
            return "\n\n".join(found)  # its paragraphs
        return found

    def published(self) -> date | None:
        """The day of the first version, or the first day under a name that data sets give it."""
        versions = self.get("versions")
        first = versions[0] if isinstance(versions, list) and versions else None
        first = Fields(first).get("created") if isinstance(first, dict) else None
        others = [name for name in self._values if _DATED.fullmatch(name)]
        found = (day_of(value) for value in (first, *(self.get(name) for name in (*_DATES, *others)), self._in_parts()))
        return next((day for day in found if day), None)

    def _in_parts(self) -> str:
        return "-".join(str(self.get(part)) for part in ("year", "month", "day"))

    def arxiv_id(self) -> str | None:
        """The arXiv id, under whatever name an id or an address of arXiv's stands."""
        return next((found for value in self._identifying() if (found := _arxiv_id(value))), None)

    def url(self) -> str | None:
        """The first address of a host that papers live on."""
        return next((found for name in _ADDRESSES for v in texts(self.get(name)) if (found := paper_address(v))), None)

    def version(self) -> int | None:
        """The number of the newest version, or the one an arXiv id or address ends in."""
        given, versions = self.get("version"), self.get("versions")
        if isinstance(given, int):
            return given
        last = versions[-1] if isinstance(versions, list) and versions else None
        texts = [last.get("version") if isinstance(last, dict) else last, given]
        texts += [value for value in self._identifying() if _arxiv_id(value)]
        found = (_VERSION.search(text) for text in texts if isinstance(text, str))
        return next((int(number[1]) for number in found if number), None)

    def doi(self) -> object:
        """The DOI, which Semantic Scholar and OpenAlex keep among other ids."""
        nested = (self.get(name) for name in _NESTED)
        return self.get("doi") or next((Fields(ids).get("doi") for ids in nested if isinstance(ids, dict)), None)

    def authors(self) -> list[object]:
        """The names of the authors. Affiliations in a line of them are left to what the snapshot parsed from it."""
        line, parsed = self.get("authors", "author", "authorships", "creator", "creators"), self.get("authorsparsed")
        if isinstance(parsed, list) and (line is None or (isinstance(line, str) and "(" in line)):
            return [_parsed(name) for name in parsed]
        return names(line)

    def external_ids(self) -> list[str]:
        """The ids by which others know the paper."""
        values = (self.get(name) for name in ("id", "_id", "externalid"))
        return [str(value) for value in values if isinstance(value, str | int)]

    def _identifying(self) -> Iterator[object]:
        for name in _NESTED:
            nested = self.get(name)
            if isinstance(nested, dict):
                yield Fields(nested).get("arxiv", "arxivid")
                yield Fields(nested).get("doi")
        yield from (self.get(name) for name in _IDS)
        for name in _ADDRESSES:
            yield from texts(self.get(name))
        for name, value in self._values.items():
            if (
                isinstance(value, str)
                and not _OF_OTHERS.fullmatch(name)
                and (name.endswith("id") or "arxiv" in value.lower())
            ):
                yield value


def names(authors: object) -> list[object]:
    """Names from a list of them, also a written one, of objects, or from one line: "A; B" or "A, B and C"."""
    if isinstance(authors, str):
        if authors.lstrip().startswith("["):
            return names(written_list(authors))
        if ";" in authors:
            return [in_order(name) for name in authors.split(";")]
        return list(re.split(r",|\band\b", authors))
    return [name_of(author) for author in authors] if isinstance(authors, list) else []


def name_of(value: object) -> object:
    """The name in an object about a person or an organization; anything else as it is."""
    if not isinstance(value, dict):
        return value
    fields = Fields(value)
    name = fields.get("fullname", "name", "displayname", "rawauthorname")
    parts = (fields.get("given", "firstname", "first"), fields.get("family", "lastname", "last"))
    whole = " ".join(part for part in parts if isinstance(part, str))
    return name or whole or name_of(fields.get("author"))


def in_order(name: str) -> str:
    """ "Brook, Ada" as it is said: "Ada Brook"; "Brook, Jr, Ada" is "Ada Brook Jr"."""
    parts = [part.strip() for part in name.split(",")]
    return " ".join((*parts[-1:], *parts[:-1])) if 1 < len(parts) < 4 else name


def _folded(name: str) -> str:
    return name[:1].lower() + re.sub(r"[\s_-]", "", name[1:60]).lower()


def _arxiv_id(value: object) -> str | None:
    text = value if isinstance(value, str) and len(value) < 300 else ""
    found = arxiv_id_of(re.sub(r"\s\[[\w.-]{2,20}\]$", "", text))  # "arXiv:2611.01234 [cs.LG]"
    return found if found and _BARE.fullmatch(found) else None


def texts(value: object, depth: int = 3) -> Iterator[str]:
    """The texts in *value*, a few levels deep: an address, a list of them, or objects that hold some."""
    if isinstance(value, str):
        yield value
    elif depth and isinstance(value, dict | list):
        for child in list(value.values() if isinstance(value, dict) else value)[:50]:
            yield from texts(child, depth - 1)


def _from_index(index: object) -> str | None:
    """The text of {"We": [0], "train": [1, 7]}; None if it is no such index."""
    if isinstance(index, str):
        try:
            index = json.loads(index)
        except (ValueError, RecursionError):
            return None
    index = index.get("InvertedIndex", index) if isinstance(index, dict) else None
    if not isinstance(index, dict):
        return None
    at = [(n, word) for word, ns in index.items() if isinstance(ns, list) for n in ns if isinstance(n, int)]
    return " ".join(word for _, word in sorted(at)[:_MAX_WORDS]) or None


def _parsed(name: object) -> object:
    """A name of arXiv's snapshot, ["Brook", "Ada", "Jr"], in the order it is said."""
    parts = [part for part in name if isinstance(part, str)] if isinstance(name, list) else []
    return " ".join(part for part in (*parts[1:2], *parts[:1], *parts[2:3]) if part)
