"""The records in a JSON value, however they are packed: in lists, under "data" or "results", or as strings.

Some dumps hold each record as the text Python prints for it. Such text is read as a literal, never run.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

from retrieval.identity import arxiv_id_of

DEPTH = 6
MAX_LITERAL = 1_000_000  # characters: reading one takes some fifty times its size in memory

_TITLES = ("title", "Title", "TITLE", "display_name")
_BODIES = (
    "abstract", "Abstract", "ABSTRACT", "summary", "text", "description", "abstract_inverted_index", "abstractNote",
    "content_text", "content_html", "paper",
)  # fmt: skip
_WITHIN = ("content", "data", "attributes", "fields", "metadata", "row", "_source")
"""Where a record keeps what describes the paper, with its ids beside it."""
_ASIDE = frozenset({"authors", "references", "citations", "related", "locations"})
_STRING = r"""'(?:[^'\\]|\\[\\'"abfnrtv0-7xuU])*+'|"(?:[^"\\]|\\[\\'"abfnrtv0-7xuU])*+\""""
_LITERAL = re.compile(rf"(?:{_STRING}|-?[0-9]++(?:\.[0-9]++)?+|True|False|None|[\s{{}}\[\](),:])*+")

# What else Python prints in a record: moments in time, and a number that is none.
_MOMENT = re.compile(
    r"\bdatetime\.date(?:time)?\(([0-9]{4}), ([0-9]{1,2}), ([0-9]{1,2})"
    r"(?:, (?:[0-9]{1,6}|(?:fold|tzinfo)=(?:[\w.]{1,40}(?:\(\))?))){0,7}\)"
)
_NAN = re.compile(r"(?<=[:\[,] )nan(?=[,}\]])")


def unwrapped(value: object) -> list[object]:
    """The records in *value*, in order; what holds none is itself the one thing there is."""
    return list(_records(value, DEPTH)) or [value]


def literal(text: str) -> Any:
    """The dict or list that Python prints as *text*. Raises `ValueError` for anything else."""
    if len(text) > MAX_LITERAL:
        raise ValueError(f"a Python literal of more than {MAX_LITERAL:,} characters")
    if not _LITERAL.fullmatch(text):  # nothing but strings, numbers and brackets comes near the parser
        text = _NAN.sub("None", _MOMENT.sub(r"'\1-\2-\3'", text))
        if not _LITERAL.fullmatch(text):
            raise ValueError("not a Python literal")
    try:
        return ast.literal_eval(text.strip())
    except (SyntaxError, TypeError, RecursionError, MemoryError) as error:
        raise ValueError("not a Python literal") from error


def written_list(text: str) -> list[object]:
    """The list that JSON or Python has written as *text*; empty for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        try:
            found = literal(text)
        except ValueError:
            return []
    return found if isinstance(found, list) else []


def _records(value: object, depth: int) -> Iterator[object]:
    """The objects in *value* that look like papers, and in a list of them whatever stands between."""
    if isinstance(value, str):
        value = _written_out(value)
    if depth == 0:
        return
    if isinstance(value, dict):
        value = _beside(value)
        if _is_record(value):
            yield value
            return
        inside = [list(_records(_named(name, child), depth - 1)) for name, child in value.items() if name not in _ASIDE]
        if not any(inside) and any(name in value for name in _TITLES):
            yield value
        for found in inside:
            yield from found
    elif isinstance(value, list):
        inside = [list(_records(child, depth - 1)) for child in value]
        for child, found in zip(value, inside, strict=True):
            yield from found or ([child] if any(inside) else [])


def _beside(value: dict[str, Any]) -> dict[str, Any]:
    """*value* with the fields that describe its paper beside its own, if it keeps them a level deeper."""
    for name in _WITHIN:
        within = value.get(name)
        if isinstance(within, dict) and _is_record(within):
            return {key: child for key, child in value.items() if key not in _WITHIN} | within
    return value


def _named(name: str, child: object) -> object:
    """*child*, with the arXiv id under which it is filed."""
    if isinstance(child, dict) and "id" not in child and arxiv_id_of(name):
        return {"id": name, **child}
    return child


def _is_record(value: dict[str, Any]) -> bool:
    named = any(name in value for name in _TITLES) and any(name in value for name in _BODIES)
    nested = value.get("paper")
    # "description" also stands beside the title of a whole feed of papers.
    whole = not any(isinstance(value.get(name), list) for name in ("items", "papers", "entries", "results"))
    return (named and whole) or (isinstance(nested, dict) and "title" in nested)


def _written_out(text: str) -> object:
    """What *text* is as JSON or as a Python literal, if it is an object; else None."""
    text = text.strip()
    if not (text.startswith("{") and text.endswith("}")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return literal(text)
    except ValueError:
        return None
