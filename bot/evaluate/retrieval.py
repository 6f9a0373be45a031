"""How well papers are found: a judged collection through the search that `ask` uses, in an archive of its own."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluate.extra import needed
from bot.evaluate.files import Judgements, Row, data_file, read_judgements, read_queries, read_rows, read_text
from bot.evaluate.run import DataFile, Run
from bot.evaluate.scratch import Progress, embed_all, scratch
from bot.library import Library, Opener
from bot.settings import Settings
from retrieval import ingest
from retrieval.errors import BroadsheetError, UsageError
from retrieval.search import Mode, Searcher
from retrieval.sources import jsonl
from retrieval.types import Paper

# The name we print, and that of `ir_measures`.
METRICS = {
    "nDCG@10": "nDCG@10",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "recall@20": "R@20",
    "recall@100": "R@100",
    "MRR@10": "RR@10",
}
DEPTH = 100


@dataclass(frozen=True, slots=True)
class Collection:
    """A judged collection in BEIR's form: *queries* are those with a relevant document."""

    corpus: Path
    rows: Sequence[Row]
    queries: Mapping[str, str]
    judgements: Judgements
    files: Mapping[str, DataFile]


def read_collection(corpus: Path, queries: Path, qrels: Path) -> Collection:
    """The three files, whole; a `UsageError` names the line of whatever is wrong."""
    judgements, texts = read_judgements(qrels), read_queries(queries)
    wanted = {q: t for q, t in texts.items() if any(score > 0 for score in judgements.get(q, {}).values())}
    if not wanted:
        raise UsageError(f"{qrels.name} judges none of the queries of {queries.name}.", "Do the files belong together?")
    files = {"corpus": data_file(corpus), "queries": data_file(queries), "qrels": data_file(qrels)}
    return Collection(corpus, read_rows(corpus), wanted, judgements, files)


def evaluate_retrieval(
    open_library: Opener,
    settings: Settings,
    collection: Collection,
    mode: Mode,
    keep: Path | None,
    progress: Progress,
) -> Run:
    """Every query of *collection* through the search, in *mode*. Dates play no part: benchmarks have none."""
    needed("ir_measures", "ir-measures")  # what is missing is told before a corpus is embedded
    known = {row.text("_id", "id") for row in collection.rows}
    with scratch(open_library, settings, keep, collection.files["corpus"].sha256) as library:
        refused = _stock(library, collection, mode, progress)
        queries = measure(library.searcher, collection.queries, collection.judgements, known, mode, progress)
        name = library.searcher.embedder.name if library.searcher.embedder and mode != "lexical" else "none"
        counts = {"documents": len(known), "papers": library.archive.count(), "queries": len(queries)}
        configuration = {"mode": mode, "embedder": name, "index": "none" if name == "none" else library.settings.index}
    return Run("retrieval", configuration, collection.files, queries, counts, (*refused, *_missing(collection, known)))


def measure(
    searcher: Searcher,
    queries: Mapping[str, str],
    judgements: Judgements,
    known: set[str],
    mode: Mode,
    progress: Progress,
) -> dict[str, dict[str, float]]:
    """By query: `METRICS`, and the milliseconds of the search. *known* are the ids the judgements speak of."""
    ranked: dict[str, list[str]] = {}
    seconds: dict[str, float] = {}
    for done, (query, text) in enumerate(queries.items(), start=1):
        begun = time.perf_counter()
        found = searcher.search(text, DEPTH, mode=mode)
        seconds[query] = time.perf_counter() - begun
        if found.notes:  # a search that fell back on less than it was asked for would be counted as something else
            raise BroadsheetError(f"Query {query}: {found.notes[0]}", "Correct that, or measure with --mode lexical.")
        ranked[query] = [name for hit in found.hits for name in _names(hit.paper, known)]
        progress("Searching", done, len(queries))
    scores = score(ranked, {query: judgements[query] for query in queries})
    return {query: values | {"ms": round(1000 * seconds[query], 2)} for query, values in scores.items()}


def score(ranked: Mapping[str, Sequence[str]], judgements: Judgements) -> dict[str, dict[str, float]]:
    """`METRICS` by query, of documents ranked best first."""
    ir_measures = needed("ir_measures", "ir-measures")
    names = {measure: name for name, measure in METRICS.items()}
    run = {q: {name: -float(place) for place, name in enumerate(found)} for q, found in ranked.items()}
    values: dict[str, dict[str, float]] = {query: dict.fromkeys(METRICS, 0.0) for query in judgements}
    for found in ir_measures.iter_calc([ir_measures.parse_measure(name) for name in names], judgements, run):
        values[found.query_id][names[str(found.measure)]] = float(found.value)
    return values


def _stock(library: Library, collection: Collection, mode: Mode, progress: Progress) -> tuple[str, ...]:
    """Put the corpus into the archive, with vectors if *mode* needs them; what the reader must know of refusals."""
    report = ingest.Report()
    records = jsonl.parse(read_text(collection.corpus), collection.corpus.name)
    ingest.store(library.archive, records, report)
    if not library.archive.count():
        reason = f": {report.refused[0].reason}" if report.refused else ""
        raise UsageError(f"{collection.corpus.name} holds no paper{reason}.", "Each line needs _id, title and text.")
    if mode != "lexical":
        embed_all(library, progress)
    if not report.refused:
        return ()
    [(reason, _)] = Counter(r.reason for r in report.refused).most_common(1)
    return (f"{len(report.refused):,} documents were refused and cannot be found (mostly: {reason}).",)


def _missing(collection: Collection, known: set[str]) -> tuple[str, ...]:
    judged = {d for q in collection.queries for d, score in collection.judgements[q].items() if score > 0}
    gone = len(judged - known)
    return (f"{gone:,} relevant documents are not in the corpus; they count as not found.",) if gone else ()


def _names(paper: Paper, known: set[str]) -> list[str]:
    """The collection's ids of *paper*: several if the corpus holds it more than once."""
    return [name for name in (paper.id, paper.arxiv_id, *paper.external_ids) if name and name in known]
