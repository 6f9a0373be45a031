"""Works of OpenAlex, as its API answers them and its snapshot holds them: https://docs.openalex.org/api-entities/works"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from retrieval.sources.fields import Fields, name_of
from retrieval.sources.jsonl import first_record, records
from retrieval.sources.record import build
from retrieval.sources.references import appeared_in
from retrieval.sources.said import said
from retrieval.types import Paper, Refused

NAME = "openalex"

_NO_ABSTRACT = "no abstract: OpenAlex holds none of this work"


def recognises(text: str) -> bool:
    """True if the first record has OpenAlex's id or its index of an abstract's words."""
    first = first_record(text)
    return "abstract_inverted_index" in first or str(first.get("id")).startswith("https://openalex.org/")


def parse(text: str, where: str, listed: date | None = None) -> Iterator[Paper | Refused]:
    """A paper or a refusal for every work; a `SourceError` if there is no object at all."""
    return (_record(value, here, listed) for here, value in records(text, where))


def _record(value: object, where: str, listed: date | None) -> Paper | Refused:
    if not isinstance(value, dict):
        return value if isinstance(value, Refused) else Refused(where, "not a JSON object")
    fields = Fields(value)
    if fields.abstract() is None:
        return Refused(where, _NO_ABSTRACT)
    known = said(fields, listed)
    known["keywords"] = [name_of(word) for word in fields.get("keywords") or ()]
    known["journal_ref"] = _journal(fields.get("primarylocation"))
    locations = (fields.get(name) for name in ("bestoalocation", "primarylocation"))
    known["pdf_url"] = next((url for location in locations if (url := _pdf(location))), None)
    return build(where, NAME, fields.title(), fields.abstract(), **known)


def _journal(location: object) -> str | None:
    source = location.get("source") if isinstance(location, dict) else None
    name = source.get("display_name") if isinstance(source, dict) else None
    return appeared_in(name) if isinstance(name, str) else None


def _pdf(location: object) -> object:
    return location.get("pdf_url") if isinstance(location, dict) else None
