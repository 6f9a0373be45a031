"""A comparison as a reply, a table for a terminal, Markdown, CSV and JSON. What no abstract says is "not said"."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import TYPE_CHECKING, Any

from bot.compare import Comparison, Row
from bot.render import markdown
from bot.render.papers import date_of
from bot.render.safe import link, safe_line
from bot.render.typeset import typeset
from bot.types import Cell, Reply, Section

if TYPE_CHECKING:
    from rich.text import Text

NOT_SAID = "not said"
NARROWEST = 22
"""Columns of a terminal that each column of a table needs to be read."""
_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would work out


def comparison_reply(found: Comparison) -> Reply:
    """A part for each paper, a line for each column: for surfaces without tables."""
    sections = tuple(_section(found, n, row) for n, row in enumerate(found.rows, start=1))
    header = tuple(Cell(name) for name in ("paper", *found.columns))
    rows = tuple(_cells(found, n, row) for n, row in enumerate(found.rows, start=1))
    return Reply(sections=sections, table=(header, *rows))


def _cells(found: Comparison, n: int, row: Row) -> tuple[Cell, ...]:
    """A row of the table: the paper, then what it says, and where its code is."""
    cells = []
    for name, quote in zip(found.columns, row.cells, strict=True):
        url = _code(row, name)
        cells.append(Cell(f"“{typeset(quote)}”" if quote else NOT_SAID, url, "code" if url else ""))
    return (Cell(f"[{n}] {typeset(row.paper.title)}", link(row.paper.url) or ""), *cells)


def _code(row: Row, column: str) -> str:
    """Where the code of a paper is, in the column that is about it; a link, and no quote."""
    return (link(row.paper.code) or "") if column == "code" else ""


def _section(found: Comparison, n: int, row: Row) -> Section:
    told = zip(found.columns, row.cells, strict=True)
    lines = (f"{name}: {_told(row, name, f'“{typeset(quote)}”' if quote else '')}" for name, quote in told)
    return Section(f"[{n}] {typeset(row.paper.title)} · {date_of(row.paper)}", tuple(lines))


def _told(row: Row, column: str, quote: str) -> str:
    """What a cell says as text: its *quote*, and behind it the address of the code."""
    url = _code(row, column)
    return " ".join(filter(None, (quote, f"link: {url}" if url else ""))) or NOT_SAID


def fits(found: Comparison, columns: int | None) -> bool:
    """Whether a terminal of so many *columns* can show it as a table."""
    return columns is not None and columns >= NARROWEST * (len(found.columns) + 1)


def table(found: Comparison, columns: int | None) -> Text:
    """The comparison for a terminal of so many *columns*, its cells wrapped; for a pipe as wide as can be read."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = columns or NARROWEST * (len(found.columns) + 1)
    made = Table("paper", *found.columns, show_lines=True, width=width)
    for row in found.rows:
        told = zip(found.columns, row.cells, strict=True)
        cells = (_told(row, name, safe_line(typeset(quote)) if quote else "") for name, quote in told)
        made.add_row(Text(safe_line(typeset(row.paper.title))), *map(Text, cells))
    console = Console(color_system=None, width=width)
    with console.capture() as captured:
        console.print(made)
    return Text(captured.get())


def as_markdown(found: Comparison) -> str:
    """A table in GitHub's dialect; nothing in a cell is live."""
    lines = ["| paper | " + " | ".join(map(_cell, found.columns)) + " |", "|---" * (len(found.columns) + 1) + "|"]
    for row in found.rows:
        told = zip(found.columns, row.cells, strict=True)
        quotes = (_cell(_told(row, name, f"“{quote}”" if quote else "")) for name, quote in told)
        cells = [_cell(row.paper.title), *quotes]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return markdown.text(safe_line(text))


def as_csv(found: Comparison) -> str:
    """Comma-separated values: title, id, address, then the columns. No cell is a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["paper", "id", "address", *map(_inert, found.columns)])
    for row in found.rows:
        told = zip(found.columns, row.cells, strict=True)
        cells = [_inert(_told(row, name, quote or "")) for name, quote in told]
        known = row.paper.arxiv_id or row.paper.id
        writer.writerow([_inert(row.paper.title), known, link(row.paper.url) or "", *cells])
    return out.getvalue()


def _inert(text: str) -> str:
    line = safe_line(text)
    return f"'{line}" if line.startswith(_FORMULA) else line


FORMATS: dict[str, Callable[[Comparison], str]] = {"markdown": as_markdown, "csv": as_csv}
"""What is written for other programs, by name."""


def comparison_document(found: Comparison) -> dict[str, Any]:
    """The same as JSON: a cell is null where the abstract does not say."""
    return {
        "columns": list(found.columns),
        "papers": [
            {
                "id": row.paper.id,
                "title": row.paper.title,
                "url": row.paper.url,
                "code_url": row.paper.code,
                "cells": dict(zip(found.columns, row.cells, strict=True)),
            }
            for row in found.rows
        ],
    }
