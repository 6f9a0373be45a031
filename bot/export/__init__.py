"""Papers for other programs: reference managers, notes, scripts. One file and one row a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.export.bibtex import bibtex
from bot.export.jsonl import jsonl
from bot.export.markdown import markdown
from bot.export.ris import ris
from retrieval.errors import UsageError
from retrieval.types import Paper

# (papers, one-line TL;DRs by paper id) to the text of a file.
FORMATS: dict[str, Callable[[Sequence[Paper], Mapping[str, str]], str]] = {
    "bibtex": bibtex,
    "ris": ris,
    "markdown": markdown,
    "jsonl": jsonl,
}


def export(papers: Sequence[Paper], form: str, lines: Mapping[str, str]) -> str:
    """*papers* in the format *form*. Raises `UsageError` for one that is not in the table."""
    if form not in FORMATS:
        raise UsageError(f"There is no format “{form}”.", f"Known are: {', '.join(FORMATS)}.")
    return FORMATS[form](papers, lines)
