"""Retrieval on litsearch-dev and on sets made of summaries, through the search code that `ask` uses.

    .venv/bin/python -m bench.retrieval FOLDER [OUT]   # keeps the archives in FOLDER: embedding takes ten minutes once

Every set is searched by words, by vectors and by both; OUT gets a run a set and mode, to be compared with those of
another version by `broadsheet eval compare`. The summaries, each a question whose answer is the paper it sums up:
one person's line of SciTLDR (dev split), and three keywords of a Daily Paper. Their papers are searched for among all
of the three corpora.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.evaluate.files import Judgements, data_file, read_judgements
from bot.evaluate.retrieval import measure
from bot.evaluate.run import Run, run_document
from retrieval import ingest
from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.vectors import VectorStore
from retrieval.embed.minilm import INTEGER, default_embedder
from retrieval.index import ExactIndex
from retrieval.search import MODES, Searcher
from retrieval.sources import jsonl

EVAL = Path(__file__).resolve().parents[1].parent / "shared" / "eval"
CORPORA = ("litsearch-dev-corpus.jsonl", "scitldr-train.jsonl", "scitldr-dev.jsonl", "daily-papers.jsonl")
SHOWN = ("recall@5", "recall@20", "nDCG@10", "ms")
SAMPLE = 250

Set = tuple[str, str, dict[str, str], Judgements]


def main() -> None:
    """Ingest if need be, search, print the table."""
    if not EVAL.is_dir() or len(sys.argv) not in (2, 3):
        sys.exit("usage: python -m bench.retrieval FOLDER [OUT], with ../shared/eval beside the project")
    print(f"| set | ranking | {' | '.join(SHOWN)} |\n|---|---|{'---|' * len(SHOWN)}")
    for archive, files in (("litsearch", CORPORA[:1]), ("all", CORPORA)):
        searcher, database, known = _stand(Path(sys.argv[1]) / archive, files)
        for held, name, queries, judgements in sets():
            if held == archive:
                for mode in MODES:
                    values = measure(searcher, queries, judgements, known, mode, lambda *_: None)
                    run = Run("retrieval", {"mode": mode, "set": name}, {"corpus": data_file(EVAL / files[-1])}, values)
                    _told(run, name, mode)
        database.close()


def sets() -> Iterator[Set]:
    """(archive, name, questions, judgements)."""
    questions = {row["id"]: row["text"] for row in _rows("litsearch-dev-queries.jsonl")}
    judgements = read_judgements(EVAL / "litsearch-dev-qrels.tsv")
    for archive in ("litsearch", "all"):
        yield archive, f"litsearch-dev in {archive}", questions, judgements
    drawn = random.Random(1)
    lines = {row["id"]: row["refs"][-1] for row in drawn.sample(_rows("scitldr-dev.jsonl"), SAMPLE)}
    yield "all", "SciTLDR lines", lines, {name: {name: 1} for name in lines}
    keyed = [row for row in _rows("daily-papers.jsonl") if len(row.get("ai_keywords") or ()) > 3]
    words = {row["arxiv_id"]: ", ".join(drawn.sample(row["ai_keywords"], 3)) for row in drawn.sample(keyed, SAMPLE)}
    yield "all", "three keywords", words, {name: {name: 1} for name in words}


def _stand(folder: Path, files: tuple[str, ...]) -> tuple[Searcher, Database, set[str]]:
    database = Database(folder / "archive.db")
    archive, vectors, embedder = Archive(database), VectorStore(database), default_embedder()
    if not archive.count():
        for file in files:
            ingest.store(archive, jsonl.parse((EVAL / file).read_text(encoding="utf-8"), file), ingest.Report())
    ingest.embed_pending(vectors, embedder, lambda done, total: print(f"\rembedding {done}/{total}", end=""))
    known = {name for p in archive.list() for name in (*p.external_ids, p.arxiv_id) if name}
    return Searcher(archive, ExactIndex(vectors), embedder), database, known


def _told(run: Run, name: str, mode: str) -> None:
    figures = run.figures()
    values = " | ".join(f"{figures[metric].mean:.3f}" for metric in SHOWN)
    print(f"| {name} | {mode} | {values} |", flush=True)
    if len(sys.argv) == 3:
        out = Path(sys.argv[2])
        out.mkdir(exist_ok=True)
        text = json.dumps(run_document(run, datetime.now(UTC)))
        (out / f"{name.replace(' ', '-')}-{mode}-{INTEGER}.json").write_text(text, encoding="utf-8")


def _rows(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (EVAL / name).read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
