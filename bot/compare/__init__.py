"""Papers side by side in a table: each cell is a verbatim quote that has passed the gate, or "not said"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.compare.columns import USUAL, Asked, column, sentence_for
from bot.gate.quotes import check
from bot.types import Evidence
from retrieval.errors import UsageError
from retrieval.text.statements import statements
from retrieval.types import Paper

MOST_PAPERS, MOST_COLUMNS = 12, 8
_LONGEST = 1_500  # characters: no sentence, and nothing to read in a cell


@dataclass(frozen=True, slots=True)
class Row:
    """A *paper* and its *cells*, one a column: a quote of its abstract, None where that does not say."""

    paper: Paper
    cells: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """*rows* under the names of *columns*."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def compare(papers: Sequence[Paper], by: Sequence[str] = ()) -> Comparison:
    """*papers* compared *by* these columns, or by the usual ones. Raises `UsageError` where that is no table."""
    if len(papers) < 2:
        raise UsageError("It takes two papers to compare.", "Name at least two, parted by commas.")
    if len(papers) > MOST_PAPERS:
        raise UsageError(f"{len(papers)} papers are too many for one table.", f"Name up to {MOST_PAPERS}.")
    columns = list(dict.fromkeys(column(name) for name in by or USUAL if name.strip()))
    if not columns or len(columns) > MOST_COLUMNS:
        raise UsageError(f"A table has up to {MOST_COLUMNS} columns.", "Compare by method, data, result, for instance.")
    return Comparison(tuple(asked.name for asked in columns), tuple(_row(paper, columns) for paper in papers))


def _row(paper: Paper, columns: Sequence[Asked]) -> Row:
    told = [text for text in statements(paper.abstract, paper.title) if len(text) <= _LONGEST]
    return Row(paper, tuple(_quoted(paper, sentence_for(asked, paper, told)) for asked in columns))


def _quoted(paper: Paper, sentence: str | None) -> str | None:
    """*sentence* in the abstract's own words, if the gate lets it through."""
    if not sentence:
        return None
    raw = {"text": sentence, "evidence": [{"source": 1, "quote": sentence}]}
    checked = check(raw, [Evidence(1, paper, paper.abstract)])
    return checked.claim.citations[0].quote if checked.verdict == "supported" and checked.claim else None
