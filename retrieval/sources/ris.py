"""RIS, as Zotero, EndNote, publishers' pages and `export` write it: a tag and a value a line, "ER" ends a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from retrieval.sources.dates import day_of
from retrieval.sources.fields import in_order
from retrieval.sources.record import build
from retrieval.sources.references import NO_ABSTRACT, appeared_in, arxiv_in
from retrieval.types import Paper, Refused

NAME = "ris"

_BEGINS = re.compile(r"^\ufeff?TY {1,2}- ?[A-Z]{2,6}\s*$", re.M)
_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?")
_Record = dict[str, list[str]]


def recognises(text: str) -> bool:
    """True if a record begins near the beginning; some publishers put their name above it."""
    return _BEGINS.search(text[:4096]) is not None


def parse(text: str, where: str, listed: date | None = None) -> Iterator[Paper | Refused]:
    """A paper or a refusal for every record, in the file's order; the last may lack its end."""
    for n, record in enumerate(_records(text), start=1):
        yield _paper(record, f"{where}, record {n}", listed)


def _records(text: str) -> Iterator[_Record]:
    record: _Record = {}
    tag = ""
    for line in text.lstrip("\ufeff").splitlines():
        found = _LINE.fullmatch(line.rstrip())
        if found:
            tag, value = found[1], (found[2] or "").strip()
            if tag in ("TY", "ER") and record:
                yield record
                record = {}
            if tag not in ("TY", "ER") and value:
                record.setdefault(tag, []).append(value)
        elif line.strip() and record.get(tag):
            record[tag][-1] += f"\n{line.strip()}"  # a long value goes on
    if record:
        yield record


def _paper(record: _Record, where: str, listed: date | None) -> Paper | Refused:
    def first(*tags: str) -> str:
        return next((record[tag][0] for tag in tags if tag in record), "")

    abstract = first("AB", "N2")
    if not abstract.strip():
        return Refused(where, NO_ABSTRACT)
    places = [value for tag in ("AN", "DO", "UR", "M1", "N1", "L1", "JO", "T2", "C1") for value in record.get(tag, [])]
    arxiv_id, version = arxiv_in(places)
    return build(
        where,
        NAME,
        first("TI", "T1", "CT") or None,
        abstract,
        published=next((day for tag in ("DA", "Y1", "PY") if (day := day_of(first(tag).rstrip("/")))), None),
        listed_on=listed,
        authors=[in_order(name) for tag in ("AU", "A1") for name in record.get(tag, [])],
        arxiv_id=arxiv_id,
        version=version,
        doi=first("DO"),
        url=first("UR"),
        pdf_url=first("L1"),
        keywords=record.get("KW", []),
        journal_ref=appeared_in(first("JO"), first("JF"), first("T2")),
        withdrawn="withdrawn" in map(str.lower, record.get("N1", [])),
    )
