"""Retrieval on litsearch-dev: each half alone and both fused, through the search code that `ask` uses.

    .venv/bin/python -m bench.retrieval FOLDER    # keeps the archive in FOLDER: embedding takes ten minutes once

nDCG with binary gains and log2 discounts (Järvelin and Kekäläinen 2002); recall as the mean share of relevant papers.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from pathlib import Path

from retrieval import ingest, sources
from retrieval.archive import Archive
from retrieval.database import Database
from retrieval.index import ExactIndex
from retrieval.minilm import default_embedder
from retrieval.search import Searcher
from retrieval.types import Hit
from retrieval.vectors import VectorStore

EVAL = Path(__file__).resolve().parents[1].parent / "shared" / "eval"


def main() -> None:
    """Ingest if need be, search, print the table."""
    if not EVAL.is_dir() or len(sys.argv) != 2:
        sys.exit("usage: python -m bench.retrieval FOLDER, with ../shared/eval beside the project")
    database = Database(Path(sys.argv[1]) / "archive.db")
    archive, vectors, embedder = Archive(database), VectorStore(database), default_embedder()
    corpus = EVAL / "litsearch-dev-corpus.jsonl"
    if not archive.count():
        ingest.store(archive, sources.read(corpus.read_text(), corpus.name), ingest.Report())
    ingest.embed_pending(vectors, embedder, lambda done, total: print(f"\rembedding {done}/{total}", end=""))
    searcher = Searcher(archive, ExactIndex(vectors), embedder)
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (EVAL / "litsearch-dev-qrels.tsv").read_text().splitlines()[1:]:
        query, document, _ = line.split("\t")
        relevant[query].add(document)
    found = {}
    for line in (EVAL / "litsearch-dev-queries.jsonl").read_text().splitlines():
        query = json.loads(line)
        found[query["id"]] = searcher.search(query["text"], 200).hits
    print("\n| ranking | recall@5 | recall@20 | nDCG@10 |\n|---|---|---|---|")
    for name in ("full-text", "dense", "both"):
        rows = [_figures(_ranked(hits, name), relevant[q]) for q, hits in found.items()]
        means = [sum(row[i] for row in rows) / len(rows) for i in range(3)]
        print(f"| {name} | {means[0]:.3f} | {means[1]:.3f} | {means[2]:.3f} |")
    database.close()


def _ranked(hits: tuple[Hit, ...], name: str) -> list[Hit]:
    """*hits* by their rank in one list, or as fused."""
    if name == "both":
        return list(hits)
    return sorted((hit for hit in hits if name in hit.ranks), key=lambda hit: hit.ranks[name])


def _figures(hits: list[Hit], relevant: set[str]) -> tuple[float, float, float]:
    gains = [bool(relevant & set(hit.paper.external_ids)) for hit in hits]
    ideal = sum(1 / math.log2(i + 2) for i in range(min(10, len(relevant))))
    gain = sum(1 / math.log2(i + 2) for i, g in enumerate(gains[:10]) if g)
    return sum(gains[:5]) / len(relevant), sum(gains[:20]) / len(relevant), gain / ideal


if __name__ == "__main__":
    main()
