"""Related papers against the plain nearest vectors: papers that answer one question, and papers of one keyword.

    .venv/bin/python -m bench.related FOLDER    # keeps the archives in FOLDER: embedding takes some minutes once

Of litsearch-dev, each paper that answers a question together with others is a query, and those are to be found among
2,000 more. Of the Daily Papers (an archive in FOLDER/daily, if there is one), those that share two of the source's
own keywords, which no ranking here reads, each held by 20 papers at most.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np

from bot.evaluate.files import Judgements, read_judgements
from bot.evaluate.retrieval import score
from retrieval import ingest
from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.vectors import VectorStore
from retrieval.embed.minilm import default_embedder
from retrieval.identity import title_key
from retrieval.index import ExactIndex, nearest
from retrieval.search.alike import alike
from retrieval.sources import jsonl
from retrieval.types import Paper

EVAL = Path(__file__).resolve().parents[1].parent / "shared" / "eval"
OTHERS, QUERIES, RARE, SHARED = 2_000, 300, 20, 2
SHOWN = ("nDCG@10", "recall@5", "recall@10")


def main() -> None:
    """Both sets, both rankings, the differences."""
    if not EVAL.is_dir() or len(sys.argv) != 2:
        sys.exit("usage: python -m bench.related FOLDER, with ../shared/eval beside the project")
    print(f"| set | queries | ranking | {' | '.join(SHOWN)} |\n|---|---|---|{'---|' * len(SHOWN)}")
    database = stand(Path(sys.argv[1]) / "litsearch")
    compared("one question's papers", database, together(Archive(database)))
    if (Path(sys.argv[1]) / "daily" / "archive.db").is_file():
        database = Database(Path(sys.argv[1]) / "daily" / "archive.db")
        compared("two rare keywords", database, of_keywords(Archive(database)))


def stand(folder: Path) -> Database:
    """An archive of all papers that answer a question of litsearch-dev, and of 2,000 others."""
    database = Database(folder / "archive.db")
    archive = Archive(database)
    if not archive.count():
        gold = {name for names in read_judgements(EVAL / "litsearch-dev-qrels.tsv").values() for name in names}
        rows = (EVAL / "litsearch-dev-corpus.jsonl").read_text(encoding="utf-8").splitlines()
        wanted = [row for row in rows if json.loads(row)["id"] in gold]
        others = [row for row in rows if json.loads(row)["id"] not in gold]
        kept = wanted + random.Random(1).sample(others, OTHERS)
        ingest.store(archive, jsonl.parse("\n".join(kept), "litsearch-dev"), ingest.Report())
    ingest.embed_pending(VectorStore(database), default_embedder())
    return database


def together(archive: Archive) -> Judgements:
    """By paper id, the others that answer the same question."""
    found: Judgements = defaultdict(dict)
    for names in read_judgements(EVAL / "litsearch-dev-qrels.tsv").values():
        ids = [archive.find(name).id for name, relevant in names.items() if relevant > 0]
        for one in ids:
            found[one] |= {other: 1 for other in ids if other != one}
    return {one: others for one, others in found.items() if others}


def of_keywords(archive: Archive) -> Judgements:
    """By paper id, the papers that share two rare keywords with it; some hundreds, drawn."""
    holding: dict[str, set[str]] = defaultdict(set)
    for paper in archive.list():
        for keyword in paper.keywords:
            holding[title_key(keyword)].add(paper.id)
    shared: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for ids in holding.values():
        for one in ids if 1 < len(ids) <= RARE else ():
            for other in ids - {one}:
                shared[one][other] += 1
    found = {one: {o: 1 for o, n in others.items() if n >= SHARED} for one, others in sorted(shared.items())}
    known = [one for one, others in found.items() if others]
    return {one: found[one] for one in random.Random(1).sample(known, min(QUERIES, len(known)))}


def compared(name: str, database: Database, judgements: Judgements) -> None:
    """The table's two rows for one set, and how often which ranking is ahead."""
    archive, store = Archive(database), VectorStore(database)
    index = ExactIndex(store)
    papers = {one: archive.find(one) for one in judgements}
    rankings: Mapping[str, Mapping[str, Sequence[str]]] = {
        "nearest vectors": plain(archive, store, papers),
        "related": {one: [each.paper.id for each in alike(archive, index, paper)] for one, paper in papers.items()},
    }
    figures = {ranking: score(found, judgements) for ranking, found in rankings.items()}
    for ranking, values in figures.items():
        means = " | ".join(f"{fmean(each[metric] for each in values.values()):.3f}" for metric in SHOWN)
        print(f"| {name} | {len(judgements)} | {ranking} | {means} |", flush=True)
    differences = [
        figures["related"][one]["nDCG@10"] - figures["nearest vectors"][one]["nDCG@10"] for one in judgements
    ]
    ahead, behind = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
    low, high = np.percentile([fmean(drawn(differences, seed)) for seed in range(2_000)], [2.5, 97.5])
    print(f"{name}: nDCG@10 {fmean(differences):+.3f} ({low:+.3f} to {high:+.3f}), ahead {ahead}, behind {behind}")


def drawn(values: Sequence[float], seed: int) -> list[float]:
    """As many of *values*, drawn with repeats."""
    return random.Random(seed).choices(values, k=len(values))


def plain(archive: Archive, store: VectorStore, papers: Mapping[str, Paper]) -> dict[str, list[str]]:
    """By paper id, the papers nearest by the mean of their passages' vectors."""
    generation = store.serving()
    assert generation is not None
    everybody = {archive.number(paper): paper.id for paper in archive.list()}
    sums: dict[int, np.ndarray] = {}
    for n, _, vector in store.of_papers(generation, list(everybody)):
        sums[n] = sums.get(n, 0) + vector
    numbers = list(sums)
    matrix = np.stack([sums[n] / np.linalg.norm(sums[n]) for n in numbers]).astype(np.float32)
    rows = {everybody[n]: matrix[at] for at, n in enumerate(numbers)}
    return {
        one: [everybody[n] for n, _ in nearest(rows[one], numbers, matrix, 100) if everybody[n] != one]
        for one in papers
    }


if __name__ == "__main__":
    main()
