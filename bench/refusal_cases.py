"""Questions that an archive can or cannot answer, each with what the search finds.

Refusal is fitted and measured on them. Needs `../shared/eval` and `../shared/pages`. The three archives are built
once and kept in a folder; their vectors take about 20 minutes. Questions are put to copies, from which the papers
that answer one can be taken out and put back: the search then meets an archive that does not hold them.
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from retrieval import sources
from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.vectors import VectorStore
from retrieval.embed.minilm import default_embedder
from retrieval.index import ExactIndex
from retrieval.ingest import Report, embed_pending, store
from retrieval.search import POOL, Found, Searcher
from retrieval.types import Paper

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SOURCES = {
    "daily": ("eval/daily-papers.jsonl",),
    "litsearch": ("eval/litsearch-dev-corpus.jsonl",),
    "pages": ("pages/plants-and-generalization.txt", "pages/generalization-properties.txt"),
}
_INDEX = "INSERT INTO papers_fts"
_THESE = "FROM papers WHERE n IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Case:
    """A question put to an archive. *about* tells which cases ask the same: they are never split by a fold."""

    group: str
    about: str
    question: str
    answerable: bool
    found: Found


class Remembering:
    """The default embedder; a question that was embedded once is not embedded again."""

    def __init__(self) -> None:
        self._embedder = default_embedder()
        self._one = cache(lambda text: self._embedder.embed([text]))
        self.name, self.dimension = self._embedder.name, self._embedder.dimension
        self.max_tokens, self.count_tokens = self._embedder.max_tokens, self._embedder.count_tokens

    def embed(self, texts: Sequence[str]) -> Any:
        """As the embedder does."""
        return self._one(texts[0]) if len(texts) == 1 else self._embedder.embed(texts)


class Stand:
    """An archive to put questions to; its excerpts are made beside it."""

    def __init__(self, path: Path, embedder: Remembering) -> None:
        self.path, self.embedder = path, embedder
        self.database = Database(path)
        self.archive, self.vectors = Archive(self.database), VectorStore(self.database)
        self._index = ExactIndex(self.vectors)
        self._searcher = Searcher(self.archive, self._index, embedder)
        with self.database.read() as db:
            self.numbers: list[int] = [row[0] for row in db.execute("SELECT n FROM papers ORDER BY n")]

    def papers(self) -> dict[int, Paper]:
        """All papers by row number."""
        return self.archive.get(self.numbers)

    def ask(self, question: str, dropped: Iterable[int] = ()) -> Found:
        """What is found when the papers *dropped* are not there."""
        with self._without(list(dropped)):
            return self._searcher.search(question, POOL)

    def excerpt(self, size: int, holding: Iterable[int] = (), avoiding: Iterable[int] = ()) -> Stand:
        """An archive of *size* papers of this one: those it must hold, and others drawn at random."""
        held, avoided = sorted(set(holding)), set(avoiding) | set(holding)
        others = [n for n in self.numbers if n not in avoided]
        chosen = held + random.Random(size).sample(others, max(0, size - len(held)))
        papers, generation = self.archive.get(chosen), self.vectors.serving()
        assert generation
        path = Path(tempfile.mkdtemp(dir=self.path.parent)) / "archive.db"
        archive = Archive(Database(path))
        archive.put(papers.values())
        texts: dict[int, tuple[list[str], list[Any]]] = {n: ([], []) for n in papers}
        for n, text, vector in self.vectors.of_papers(generation, list(papers)):
            texts[n][0].append(text)
            texts[n][1].append(vector)
        store_of = VectorStore(archive.database)
        copy = store_of.open(generation.embedder, generation.dimension)
        store_of.add(copy, ((archive.number(p), p.title, p.abstract, *texts[n]) for n, p in papers.items()))
        archive.database.close()
        return Stand(path, self.embedder)

    @contextmanager
    def _without(self, dropped: Sequence[int]) -> Iterator[None]:
        """Takes papers out and puts them back as they were."""
        if not dropped:
            yield
            return
        these = [json.dumps(dropped)]
        kept: list[tuple[str, list[sqlite3.Row]]] = []
        with self.database.write() as db:
            db.execute(
                f"{_INDEX} (papers_fts, rowid, title, abstract) SELECT 'delete', n, title, abstract {_THESE}", these
            )
            for table in ("passages", "aliases", "papers"):
                columns = ", ".join(row["name"] for row in db.execute(f"PRAGMA table_info({table})"))
                found = db.execute(f"SELECT {columns} {_THESE.replace('papers', table)}", these).fetchall()
                kept.append((f"{table} ({columns})", found))
                db.execute(f"DELETE {_THESE.replace('papers', table)}", these)
        self._index.close()  # it tells a change by counts, and as many others may have been out before
        yield
        with self.database.write() as db:
            for table, rows_of in reversed(kept):
                marks = ", ".join("?" * (table.count(",") + 1))
                db.executemany(f"INSERT INTO {table} VALUES ({marks})", [tuple(row) for row in rows_of])
            db.execute(f"{_INDEX} (rowid, title, abstract) SELECT n, title, abstract {_THESE}", these)
        self._index.close()


def stands(folder: Path, work: Path) -> dict[str, Stand]:
    """Copies in *work* of the three archives, which are made in *folder* if they are not there yet."""
    embedder, made = Remembering(), {}
    for name, files in SOURCES.items():
        database = Database(folder / name / "archive.db")
        archive = Archive(database)
        if not archive.count():
            for file in files:
                text = (SHARED / file).read_text(encoding="utf-8")
                store(archive, sources.read(text, file, today=date(2026, 11, 22)), Report())
        embed_pending(VectorStore(database), embedder)
        database.close()
        (work / name).mkdir()
        made[name] = Stand(Path(shutil.copy(database.path, work / name)), embedder)
    return made


def abstain(stand: Stand, group: str = "abstain") -> Iterator[Case]:
    """abstain-dev: questions about papers of the archive, and about medicine and flight."""
    for row in rows("abstain-dev.jsonl"):
        yield Case(group, row["id"], row["question"], row["answerable"], stand.ask(row["question"]))


def near_domain(stand: Stand, group: str = "near-domain") -> Iterator[Case]:
    """litsearch-dev: each question with the papers that answer it, and without them."""
    gold = answers(stand)
    for row in rows("litsearch-dev-queries.jsonl"):
        for answerable in (True, False):
            found = stand.ask(row["text"], () if answerable else gold[row["id"]])
            yield Case(group, row["id"], row["text"], answerable, found)


def plain(stand: Stand, group: str = "plain", near: bool = True) -> Iterator[Case]:
    """Short questions in our own words: about the two pages' papers, near them, and about anything else."""
    text = (ROOT / "bench" / "refusal_questions.jsonl").read_text(encoding="utf-8")
    for row in map(json.loads, text.splitlines()):
        if near or not (row["answerable"] or row.get("near")):
            yield Case(group, row["question"], row["question"], row["answerable"], stand.ask(row["question"]))


def rows(name: str) -> list[dict[str, Any]]:
    """The objects of a JSONL file in `../shared/eval`."""
    return [json.loads(line) for line in (SHARED / "eval" / name).read_text(encoding="utf-8").splitlines()]


def answers(stand: Stand) -> dict[str, list[int]]:
    """litsearch-dev: the row numbers of the papers that answer each question."""
    by_id = {external: n for n, paper in stand.papers().items() for external in paper.external_ids}
    found: dict[str, list[int]] = {}
    for line in (SHARED / "eval" / "litsearch-dev-qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, paper, _ = line.split("\t")
        found.setdefault(query, []).append(by_id[paper])
    return found
