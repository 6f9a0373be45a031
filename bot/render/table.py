"""Rows of words and figures for a terminal: the first column to the left, the others under one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from retrieval.text.clean import clean_line, inert

if TYPE_CHECKING:
    from rich.text import Text


def table(rows: Sequence[Sequence[str]], lines: Sequence[str] = ()) -> Text:
    """*rows*, the first being the heading, then *lines* under a blank one."""
    from rich.text import Text

    cells = [[inert(clean_line(cell)) for cell in row] for row in rows]
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    out = Text()
    for number, row in enumerate(cells):
        padded = [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]
        out.append("  ".join(padded).rstrip() + "\n", style="bold" if number == 0 else "")
    out.append("\n")
    for line in lines:
        out.append(inert(clean_line(line)) + "\n", style="dim")
    return out
