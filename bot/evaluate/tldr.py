"""How good one-line TL;DRs are, against lines that people wrote."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.evaluate.extra import needed
from bot.evaluate.files import Row, data_file, read_rows
from bot.evaluate.run import Run
from bot.evaluate.scratch import Progress
from bot.library import Library
from bot.tldr import TldrMaker
from bot.tldr.contract import faults, likeness, word_count
from bot.types import Tldr
from retrieval.archive.database import Database
from retrieval.errors import UsageError
from retrieval.identity import paper_id, title_key
from retrieval.text.clean import clean_line
from retrieval.types import Paper

_ROUGE = {"rouge1": "ROUGE-1", "rouge2": "ROUGE-2", "rougeL": "ROUGE-L"}


def evaluate_tldr(library: Library, data: Path, progress: Progress) -> Run:
    """A line for every row of *data* (id, title, abstract, refs), made anew by *app*'s model on its budget.

    ROUGE is F1 with stemming, in percent, against the best of a paper's references, as SciTLDR reports it (Cachola
    et al., Findings of EMNLP 2020). It rewards a copied title, so what it hides is measured beside it. The lines
    are kept nowhere.
    """
    _scorer()  # what is missing is told before anything is spent
    rows = read_rows(data)
    papers = {row.where: _paper(row) for row in rows}
    references = {row.where: _references(row) for row in rows}
    made: dict[str, Tldr] = {}
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "lines.db")
        try:
            maker = TldrMaker(database, library.model(), library.prompt("tldr"), library.settings.clock)
            for where, line in zip(papers, maker.lines(papers.values()), strict=True):
                made[where] = line
                progress("Writing", len(made), len(rows))
        finally:
            database.close()
    queries = _by_id(rows, {where: _values(made[where], references[where]) for where in papers})
    configuration = {"model": library.bare_model.name, "prompt": library.prompt("tldr").version}
    ways = Counter(f"made by {line.made_by}" for line in made.values())
    notes = tuple(dict.fromkeys(line.note for line in made.values() if line.note))
    return Run("tldr", configuration, {"data": data_file(data)}, queries, {**ways, **_spent(made.values())}, notes)


def _scorer() -> Any:
    """Raises `UsageError` where ROUGE is not installed."""
    return needed("rouge_score.rouge_scorer", "rouge-score").RougeScorer(list(_ROUGE), use_stemmer=True)


def _values(made: Tldr, references: Sequence[str]) -> dict[str, float]:
    scores = [_scorer().score(reference, made.line) for reference in references]
    return {name: 100 * max(s[key].fmeasure for s in scores) for key, name in _ROUGE.items()} | {
        "breaks the contract": float(bool(faults(made.line, made.paper))),
        "words": float(word_count(made.line)),
        "like the title": likeness(made.line, made.paper.title),
        "is the title": float(title_key(made.line) == title_key(made.paper.title)),
    }


def _paper(row: Row) -> Paper:
    title, abstract = clean_line(row.text("title")), clean_line(row.text("abstract"))
    return Paper(paper_id(title), title, abstract)


def _references(row: Row) -> list[str]:
    found: Any = row.value.get("refs")
    references = [found] if isinstance(found, str) else found
    if not isinstance(references, list) or not references or not all(isinstance(r, str) and r for r in references):
        raise UsageError(f"{row.where} has no refs.", "Every line needs them: a list of one-line summaries by people.")
    return references


def _by_id(rows: Sequence[Row], values: Mapping[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """The values under the rows' ids: an id that stands twice would silently lose a paper."""
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        name = row.text("id", "_id") if "id" in row.value or "_id" in row.value else row.where
        if name in found:
            raise UsageError(f"{row.where} repeats the id {name}.", "Every line needs an id of its own.")
        found[name] = values[row.where]
    return found


def _spent(made: Iterable[Tldr]) -> dict[str, float]:
    usages = [line.usage for line in made]
    return {
        "tokens": sum(u.prompt_tokens + u.completion_tokens for u in usages),
        "seconds": round(sum(u.seconds for u in usages), 1),
    }
