"""Papers of Semantic Scholar, as its API answers them and its datasets hold them: https://api.semanticscholar.org/"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from retrieval.sources.fields import Fields
from retrieval.sources.jsonl import first_record, records
from retrieval.sources.record import build
from retrieval.sources.references import appeared_in
from retrieval.sources.said import said
from retrieval.types import Paper, Refused

NAME = "semantic_scholar"

_OWN = {"externalids", "corpusid", "s2fieldsofstudy", "openaccesspdf", "publicationtypes", "publicationdate", "tldr"}
_NO_ABSTRACT = "no abstract: ask the API for the field “abstract”; in the datasets it stands in a file of its own"


def recognises(text: str) -> bool:
    """True if the first record has one of the fields that nobody else has."""
    names = {name.lower() for name in first_record(text)}
    return "title" in names and bool(names & {"paperid", "corpusid"}) and bool(names & _OWN)


def parse(text: str, where: str, listed: date | None = None) -> Iterator[Paper | Refused]:
    """A paper or a refusal for every record; a `SourceError` if there is no object at all."""
    return (_record(value, here, listed) for here, value in records(text, where))


def _record(value: object, where: str, listed: date | None) -> Paper | Refused:
    if not isinstance(value, dict):
        return value if isinstance(value, Refused) else Refused(where, "not a JSON object")
    fields = Fields(value)
    if fields.abstract() is None:
        return Refused(where, _NO_ABSTRACT)
    known = said(fields, listed)
    journal, short = fields.get("journal"), fields.get("tldr")
    name = Fields(journal).get("name") if isinstance(journal, dict) else journal
    known["journal_ref"] = appeared_in(*(text for text in (fields.get("venue"), name) if isinstance(text, str)))
    known["ai_summary"] = short.get("text") if isinstance(short, dict) else short
    known["categories"] = fields.get("fieldsofstudy") or ()
    ids = (fields.get("paperid"), fields.get("corpusid"))
    known["external_ids"] = [str(value) for value in ids if isinstance(value, str | int)]
    return build(where, NAME, fields.title(), fields.abstract(), **known)
