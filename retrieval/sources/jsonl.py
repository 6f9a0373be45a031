"""Papers as JSON objects, one a line, under the names that data sets use for the fields.

A JSON list of such objects is read too, as `broadsheet papers --json` prints it, and a single object.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NoReturn

from retrieval.errors import SourceError
from retrieval.sources.record import build, iso_day
from retrieval.types import Paper, Refused

NAME = "jsonl"

_BLANK = "\ufeff\u00a0 \t\r\n"
_ABSTRACT = ("abstract", "text", "summary")
_IDS = ("id", "_id", "external_id", "external id")


def recognises(text: str) -> bool:
    """True if some line is a JSON object, or the text a list of papers, and no answer of the papers API."""
    if text.lstrip(_BLANK).startswith("["):
        first = _first_of_list(text) or {}
        return "title" in first and "paper" not in first and bool(first.keys() & {"abstract", "text"})
    by_line = (value for _, line in _lines(text) if (value := _object(line)) is not None)
    found = next(by_line, None) or next(iter(_document(text) or ()), None)
    if not isinstance(found, dict):
        return False
    alone = "\n{" not in text
    return not (alone and ("error" in found or found.keys() >= {"summary", "publishedAt"}))


def parse(text: str, where: str, listed: date | None = None) -> Iterator[Paper | Refused]:
    """A paper or a refusal for every line that is not blank; a `SourceError` if no line is an object.

    *listed* is the day of listing for records that name none.
    """
    document = _document(text)
    if document is not None:
        return (_record(value, f"{where}, entry {n}", listed) for n, value in enumerate(document, start=1))
    if not any(_object(line) is not None for _, line in _lines(text)):
        hint = "Each line must be an object with a title and an abstract. If it was cut off, fetch it again."
        raise SourceError(f"{where} holds no JSON object", hint)
    return (_line(line, f"{where}, line {n}", listed) for n, line in _lines(text))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1. A line separator inside a string ends none."""
    lines = enumerate(io.StringIO(text, newline=None), start=1)
    return ((n, line) for n, line in lines if line.strip(_BLANK))


def _load(text: str) -> object:
    """The JSON value *text* is; a `ValueError` in short words if it is none."""
    try:
        return json.loads(text.strip(_BLANK), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} (character {error.pos + 1})") from error
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")


def _object(line: str) -> dict[str, Any] | None:
    """The object a line is, if it is one."""
    try:
        value = _load(line) if line.lstrip(_BLANK).startswith("{") else None
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _first_of_list(text: str) -> dict[str, Any] | None:
    start = re.compile(r"[\ufeff\s]*\[\s*").match(text)
    try:
        value, _ = json.JSONDecoder().raw_decode(text, start.end() if start else 0)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _document(text: str) -> list[object] | None:
    """The records of a text that is one JSON list, or one object over several lines; None if it is neither."""
    head = text.lstrip(_BLANK)[:1]
    _, first = next(_lines(text), (0, ""))
    if head != "[" and (head != "{" or _object(first) is not None):
        return None
    try:
        value = _load(text)
    except ValueError:
        return None
    return value if isinstance(value, list) else [value]


def _line(line: str, where: str, listed: date | None) -> Paper | Refused:
    try:
        return _record(_load(line), where, listed)
    except ValueError as error:
        return Refused(where, f"not JSON: {error}")


def _record(value: object, where: str, listed: date | None) -> Paper | Refused:
    if not isinstance(value, dict):
        return Refused(where, "not a JSON object")

    def field(*names: str) -> Any:
        return next((value[name] for name in names if value.get(name) not in (None, "")), None)

    record = build(
        where,
        NAME,
        field("title"),
        field(*_ABSTRACT),
        published=iso_day(field("published", "publishedAt", "date")),
        year_inferred=field("year_inferred") is True,
        listed_on=iso_day(field("listed_on", "listedOn")) or listed,
        authors=_names(field("authors")),
        author_count=field("author_count"),
        organization=_name(field("organization")),
        upvotes=field("upvotes"),
        comments=field("comments", "numComments"),
        arxiv_id=field("arxiv_id", "arxivId", "paper_id"),
        url=field("url"),
        ai_summary=field("ai_summary"),
        keywords=_list(field("keywords", "ai_keywords")),
        code_url=field("code_url", "github_repo", "githubRepo"),
        external_ids=[str(i) for name in _IDS if isinstance(i := field(name), str | int)],
    )
    if isinstance(record, Refused):
        return record
    return replace(record, external_ids=tuple(i for i in record.external_ids if i != record.id))


def _names(authors: object) -> list[object]:
    """Names from a list of them, from a list of objects, or from one line: "A; B" or "A, B and C"."""
    if isinstance(authors, str):
        return list(re.split(r";" if ";" in authors else r",|\band\b", authors))
    return [_name(author) for author in _list(authors)]


def _name(value: object) -> object:
    return (value.get("fullname") or value.get("name")) if isinstance(value, dict) else value


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
