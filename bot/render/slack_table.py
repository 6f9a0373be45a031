"""A table as Slack draws it, within its limits: https://docs.slack.dev/reference/block-kit/blocks/table-block

A workspace that does not know the block refuses the message; it is sent the same as text then (`bot.slack.courier`).
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.render.safe import link, safe, safe_line
from bot.render.slack_blocks import LONGEST_LINK, Part
from bot.render.slack_rich import Span, rich
from bot.render.split import size
from bot.types import Cell, Reply

MOST_ROWS, MOST_COLUMNS, MOST_ROOM = 100, 20, 9_000
"""Rows and cells of a row are documented; the room of a whole message is not (`bot.render.slack_parts`)."""


def table(reply: Reply) -> Part | None:
    """The table of *reply*, its header in bold; None if it has none, or one that is too large to be drawn.

    What notifications and screen readers get of it is its parts as text.
    """
    if not reply.table or len(reply.table) > MOST_ROWS or max(map(len, reply.table)) > MOST_COLUMNS:
        return None
    header, *rows = reply.table
    drawn = [[_cell(cell, bold=True) for cell in header]]
    drawn += [[_cell(cell, bold=n == 0) for n, cell in enumerate(row)] for row in rows]
    room = sum(part.size for row in drawn for part in row)
    if room > MOST_ROOM:
        return None
    return Part(_block([[part.block for part in row] for row in drawn], len(header)), _told(reply), room)


def _block(rows: Sequence[Sequence[dict[str, object]]], columns: int) -> dict[str, object]:
    wrapped = [{"is_wrapped": True} for _ in range(columns)]
    return {"type": "table", "rows": [list(row) for row in rows], "column_settings": wrapped}


def _cell(cell: Cell, bold: bool) -> Part:
    url = link(cell.url) or ""
    url = url if len(url) <= LONGEST_LINK else ""
    words = safe(cell.text) or "–"
    if not cell.label:
        return rich([Span(words, url, bold=bold)])
    return rich([Span(f"{words}\n"), Span(safe_line(cell.label), url)]) if url else rich([Span(words, bold=bold)])


def _told(reply: Reply) -> str:
    parts = ("\n".join((safe_line(part.heading), *map(safe, part.paragraphs))) for part in reply.sections)
    told = "\n".join(parts)
    return told if size(told) else "A table"
