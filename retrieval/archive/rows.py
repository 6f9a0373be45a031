"""A paper as a row of the archive, and a row as a paper. What is damaged in a row keeps nobody from the others."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from functools import lru_cache
from typing import Any

from retrieval.types import Paper, Place

COLUMNS = (
    "id title abstract published year_inferred listed_on authors author_count organization upvotes comments "
    "arxiv_id url ai_summary keywords code_url external_ids sources stars project_url pdf_url submitter media "
    "discussion version updated comment categories journal_ref doi withdrawn places"
).split()
LISTS = ("authors", "keywords", "external_ids", "sources", "media", "categories")
DATES = ("published", "listed_on", "updated")
FLAGS = ("year_inferred", "withdrawn")


def paper_in(row: sqlite3.Row) -> Paper:
    """The paper that *row* holds."""
    held = dict(zip(row.keys(), row, strict=True))  # a row itself looks for a name in all of them
    fields: dict[str, Any] = {column: held[column] for column in COLUMNS}
    for column in LISTS:
        fields[column] = _list(fields[column])
    for column in DATES:
        fields[column] = day_in(fields[column])
    for column in FLAGS:
        fields[column] = bool(fields[column])
    fields["places"] = _places(fields["places"])
    return Paper(**fields)


@lru_cache(4_096)  # many rows have the same, and the best of one question are often those of the next
def _list(kept: str) -> tuple[str, ...]:
    """The list in a row; of a damaged one nothing, so that one row keeps nobody from the others."""
    try:
        found = json.loads(kept)
    except (ValueError, TypeError, RecursionError):
        return ()
    return tuple(map(str, found)) if isinstance(found, list) else ()


@lru_cache(4_096)
def _places(kept: str) -> tuple[Place, ...]:
    try:
        found = json.loads(kept)
        return tuple(Place(str(source), int(rank), query and str(query)) for source, rank, query in found)
    except (ValueError, TypeError, RecursionError):
        return ()


def day_in(kept: str | None) -> date | None:
    """The day in a row; None for one that is none."""
    try:
        return date.fromisoformat(kept) if kept else None
    except (ValueError, TypeError):
        return None


def values_of(paper: Paper) -> list[Any]:
    """The values of *paper* for `COLUMNS`."""
    values: list[Any] = []
    for column in COLUMNS:
        value = getattr(paper, column)
        if column in LISTS:
            value = json.dumps(value, ensure_ascii=False)
        elif column == "places":
            value = json.dumps([[place.source, place.rank, place.query] for place in value], ensure_ascii=False)
        elif column in DATES and value is not None:
            value = value.isoformat()
        values.append(value)
    return values
