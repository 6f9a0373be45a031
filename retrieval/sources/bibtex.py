"""BibTeX and BibLaTeX, as Zotero, JabRef and `export` write it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date

from retrieval.sources.dates import day_of
from retrieval.sources.fields import in_order
from retrieval.sources.record import build
from retrieval.sources.references import NO_ABSTRACT, appeared_in, arxiv_in
from retrieval.text.clean import clean_line
from retrieval.types import Paper, Refused

NAME = "bibtex"

_BEGINS = re.compile(r"[@%]")
_ENTRY = re.compile(
    r"^[ \t]{0,20}@(?!string|comment|preamble)[a-z]{2,30}\s{0,5}[{(]\s{0,5}[^\s,{}]{0,200}\s{0,5},", re.I | re.M
)
_NAMED = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~",
          "textasciicircum": "^", "textless": "<", "textgreater": ">", "ldots": "…", "dots": "…"}  # fmt: skip
_TEX = re.compile(
    r"(?P<math>\$[^$]{1,2000}\$)|\\(?P<name>" + "|".join(_NAMED) + r")(?:\{\})?|\\(?P<mark>[%&#_$])"
    r"|\\(?:emph|text[a-z]{2}|mbox|url)\b\s?|(?P<tie>~)|[{}]"
)
_AND = re.compile(r"\s+and\s+", re.I)


def recognises(text: str) -> bool:
    """True for a text that begins with an entry, or with a comment above one."""
    text = text.lstrip("\ufeff \t\r\n")
    return _BEGINS.match(text) is not None and _ENTRY.search(text[:200_000]) is not None


def parse(text: str, where: str, listed: date | None = None) -> Iterator[Paper | Refused]:
    """A paper or a refusal for every entry, in the file's order."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import Entry, ParsingFailedBlock

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it could not read is told below
    for block in parse_string(text.lstrip("\ufeff")).blocks:
        if isinstance(block, Entry):
            fields = {name.lower(): str(field.value) for name, field in block.fields_dict.items()}
            yield _record(fields, f"{where}, {block.key}", listed)
        elif isinstance(block, ParsingFailedBlock) and "@" in (block.raw or ""):
            yield Refused(f"{where}, line {(block.start_line or 0) + 1}", f"no whole entry: {_why(block.error)}")


def _why(error: Exception) -> str:
    return clean_line(str(error)).partition(". ")[0][:200] or "it cannot be read"


def _record(fields: Mapping[str, str], where: str, listed: date | None) -> Paper | Refused:
    if not fields.get("abstract", "").strip():
        return Refused(where, NO_ABSTRACT)
    said = {name: _plain(value) for name, value in fields.items()}
    given = ("eprint", "url", "doi", "number", "note", "journal", "howpublished", "annotation")
    arxiv_id, version = arxiv_in(said[name] for name in given if name in said)
    return build(
        where,
        NAME,
        said.get("title"),
        said.get("abstract"),
        published=day_of(said.get("date")) or day_of(" ".join(said.get(n, "") for n in ("day", "month", "year"))),
        listed_on=listed,
        authors=[in_order(_plain(name)) for name in _AND.split(fields.get("author", ""))],
        arxiv_id=arxiv_id,
        version=version,
        doi=said.get("doi"),
        url=said.get("url"),
        keywords=re.split(r"[,;]", said.get("keywords", "")),
        categories=[said.get("primaryclass") or said.get("eprintclass")],
        journal_ref=appeared_in(said.get("journal", ""), said.get("journaltitle", ""), said.get("booktitle", "")),
        comment=said.get("note") if arxiv_id is None or "arxiv" not in said.get("note", "").lower() else None,
    )


def _plain(tex: str) -> str:
    """*tex* as text: braces and escapes go, mathematics stays as it is."""

    def read(found: re.Match[str]) -> str:
        return found["math"] or _NAMED.get(found["name"] or "", "") or found["mark"] or (" " if found["tie"] else "")

    return _TEX.sub(read, tex).strip()
