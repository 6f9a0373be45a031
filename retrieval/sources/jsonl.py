"""Papers as JSON objects, one a line, under the names that data sets use for the fields.

A JSON list of such objects is read too, as `broadsheet papers --json` prints it, a single object, and what other
programs wrap around them: see `unwrap` and `fields`.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from retrieval.errors import SourceError
from retrieval.sources import huggingface
from retrieval.sources.fields import Fields
from retrieval.sources.record import build
from retrieval.sources.said import said
from retrieval.sources.unwrap import literal, unwrapped
from retrieval.types import Paper, Refused

NAME = "jsonl"

_BLANK = "\ufeff\u00a0 \t\r\n"


def recognises(text: str) -> bool:
    """True if some line is a JSON object, or the text a list of papers, and no answer of the papers API."""
    if text.lstrip(_BLANK).startswith("["):
        return _lists_papers(_first_of_list(text))
    by_line = (value for _, line in _lines(text) if (value := _object(line)) is not None)
    found = next(by_line, None) or next(iter(_document(text) or ()), None)
    if not isinstance(found, dict):
        return False
    alone = "\n{" not in text
    return not (alone and ("error" in found or huggingface.recognises(text)))


def _lists_papers(first: object) -> bool:
    if isinstance(first, dict):
        return not huggingface.is_answer(first) and isinstance(unwrapped(first)[0], dict)
    return first is not None and isinstance(unwrapped(first)[0], dict)  # a record written out, or a list of records


def first_record(text: str) -> dict[str, Any]:
    """The first record of *text* with its fields; empty if *text* does not begin with JSON or holds none."""
    head = text.lstrip(_BLANK)[:1]
    if head == "[":
        first = _first_of_list(text)
    elif head == "{":
        by_line = (value for _, line in _lines(text) if (value := _object(line)) is not None)
        first = next(by_line, None) or next(iter(_document(text) or ()), None)
    else:
        return {}
    record = unwrapped(first)[0]
    return record if isinstance(record, dict) else {}


def parse(text: str, where: str, listed: date | None = None) -> Iterator[Paper | Refused]:
    """A paper or a refusal for every record; a `SourceError` if there is no object at all.

    *listed* is the day of listing for records that name none.
    """
    return (_record(value, here, listed) for here, value in records(text, where))


def records(text: str, where: str) -> Iterator[tuple[str, object]]:
    """Each record with its place: the value, or a `Refused` for a line that is no JSON.

    Raises a `SourceError` if there is no object at all.
    """
    document = _document(text)
    if document is not None:
        found = [record for value in document for record in unwrapped(value)]
        return ((f"{where}, entry {n}", value) for n, value in enumerate(found, start=1))
    if not any(_object(line) is not None for _, line in _lines(text)):
        hint = "Each line must be an object with a title and an abstract. If it was cut off, fetch it again."
        raise SourceError(f"{where} holds no JSON object", hint)
    return (record for n, line in _lines(text) for record in _line(line, f"{where}, line {n}"))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1. A line separator inside a string ends none."""
    lines = enumerate(io.StringIO(text, newline=None), start=1)
    return ((n, line) for n, line in lines if line.strip(_BLANK))


def _load(text: str) -> object:
    """The JSON value *text* is; a `ValueError` in short words if it is none."""
    try:
        # Objects taken out of a list line by line keep its commas.
        return json.loads(re.sub(r"\},$", "}", text.strip(_BLANK)), parse_constant=lambda _: None)  # NaN: nothing
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} (character {error.pos + 1})") from error
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _object(line: str) -> dict[str, Any] | None:
    """The object a line is, if it is one."""
    try:
        value = _value(line) if line.lstrip(_BLANK).startswith("{") else None
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _value(line: str) -> object:
    """The value of a line: JSON, or an object as Python prints it. A `ValueError` says why JSON it is not."""
    try:
        return _load(line)
    except ValueError:
        if not line.lstrip(_BLANK).startswith(("{'", '{"')):
            raise
        try:
            return literal(line.strip(_BLANK))
        except ValueError:
            pass
        raise


def _first_of_list(text: str) -> object:
    start = re.compile(r"[\ufeff\s]*\[\s*").match(text)
    try:
        value, _ = json.JSONDecoder().raw_decode(text, start.end() if start else 0)
    except (ValueError, RecursionError):
        return _document(text)  # as Python prints a list, perhaps
    return value


def _document(text: str) -> list[object] | None:
    """The records of a text that is one JSON list, or one object over several lines; None if it is neither."""
    head = text.lstrip(_BLANK)[:1]
    _, first = next(_lines(text), (0, ""))
    if head != "[" and (head != "{" or _object(first) is not None):
        return None
    try:
        value = _load(text)
    except ValueError:
        try:
            value = literal(text.strip(_BLANK))
        except ValueError:
            return None
    return value if isinstance(value, list) else [value]


def _line(line: str, where: str) -> Iterator[tuple[str, object]]:
    try:
        found = unwrapped(_value(line))
    except ValueError as error:
        yield where, Refused(where, f"not JSON: {error}")
        return
    for n, record in enumerate(found, start=1):
        yield (f"{where}, entry {n}" if len(found) > 1 else where), record


def _record(value: object, where: str, listed: date | None) -> Paper | Refused:
    if isinstance(value, Refused):
        return value
    if not isinstance(value, dict):
        return Refused(where, "a string, not a JSON object" if isinstance(value, str) else "not a JSON object")
    nested = value.get("paper")
    if huggingface.is_answer(value) and not isinstance(nested, dict) and "abstract" not in value:
        return huggingface.record(value, where, listed)
    if isinstance(nested, dict):
        if "summary" in nested:
            return huggingface.record(value, where, listed)
        value = value | nested
    fields = Fields(value)
    built = build(where, NAME, fields.title(), fields.abstract(), **said(fields, listed))
    if isinstance(built, Refused):
        return built
    return replace(built, external_ids=tuple(i for i in built.external_ids if i != built.id))
