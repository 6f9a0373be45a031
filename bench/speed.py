"""The speed table: ratios between Broadsheet and the bare parts it stands on, measured in one run.

    .venv/bin/python -m bench.speed            # 10,000 papers, about five minutes
    .venv/bin/python -m bench.speed --large    # adds the windows over 100,000 papers

The two sides of a ratio are measured in turn, again and again, and the median of the ratios is printed with its
range, so that a busy machine slows both alike. Times are the processor's, of all threads: what a busy machine makes
one wait for is not counted.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bench.corpus import fill, papers
from bot.app import QUICKER_EXACTLY
from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.vectors import VectorStore
from retrieval.embed.chunk import embedded_text, passages
from retrieval.embed.minilm import INTEGER, default_embedder
from retrieval.index import ExactIndex
from retrieval.index.folder import ChromaIndex
from retrieval.ingest import Report, embed_pending, store
from retrieval.search import Searcher
from retrieval.types import Window

ROOT = Path(__file__).resolve().parents[1]
BARE = """
import sys, chromadb
from retrieval.embed.minilm import default_embedder
vector = default_embedder().embed([sys.argv[2]])
client = chromadb.PersistentClient(sys.argv[1])
client.get_collection("passages", embedding_function=None).query(query_embeddings=vector, n_results=8)
"""
LAUNCH = """
import os, sys, time
begun = time.perf_counter()
quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
usage = os.wait4(pid, 0)[2]
print(time.perf_counter() - begun, usage.ru_maxrss, usage.ru_utime + usage.ru_stime)
"""


def main() -> None:
    """Measure and print."""
    large = "--large" in sys.argv
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        rows = [*warm(folder / "one", 1_000), *warm(folder / "ten", 10_000)]
        rows += [*cold(folder / "ten"), *taking_in(folder / "in"), help_text()]
        if large:
            rows += windows(folder / "hundred", 100_000)
    print("| what (processor time) | ratio (median, range) | aim | a | b |\n|---|---|---|---|---|")
    for what, ratios, aim, a, b in rows:
        middle, low, high = statistics.median(ratios), min(ratios), max(ratios)
        print(f"| {what} | {middle:.2f} ({low:.2f}–{high:.2f}) | ≤ {aim} | {a} | {b} |")


Row = tuple[str, list[float], str, str, str]


def warm(folder: Path, count: int) -> list[Row]:
    """Search against what it replaces: embedding the query and asking Chroma; of new words, then of known ones."""
    searcher, index, embedder, questions, database = _open(folder, count)
    rows = []
    for words in ("words not asked for before", "the same again"):
        ratios, ours, theirs = [], [], []
        for question in questions:
            ours.append(_seconds(lambda q=question: searcher.search(q, 8)))
            theirs.append(_seconds(lambda q=question: index.search(embedder.embed([q])[0], 10)))
            ratios.append(ours[-1] / theirs[-1])
        what = f"search at {count:,} papers, {words} / (embed the query + raw Chroma query)"
        rows.append((what, ratios, "1.25", _ms(ours), _ms(theirs)))
    index.close()
    database.close()
    return rows


def windows(folder: Path, count: int) -> list[Row]:
    """A search in one week against a search in everything."""
    searcher, index, _, questions, database = _open(folder, count)
    last = Archive(database).list(limit=1)[0].listed_on
    assert last is not None
    week = Window(last - timedelta(days=6), last + timedelta(days=1), "listed")
    ratios, inside, everywhere = [], [], []
    for question in questions:
        inside.append(_seconds(lambda q=question: searcher.search(q, 8, week)))
        everywhere.append(_seconds(lambda q=question: searcher.search(q, 8)))
        ratios.append(inside[-1] / everywhere[-1])
    held = Archive(database).count(week)
    index.close()
    database.close()
    return [(f"search in a week ({held} papers) / in {count:,} papers", ratios, "2", _ms(inside), _ms(everywhere))]


def cold(folder: Path) -> list[Row]:
    """A whole `ask` from the shell against a bare script that does the least of it."""
    [place] = [path for path in (folder / "index").iterdir() if path.is_dir()]
    question = "How does retrieval help language models?"
    ask = [sys.executable, "-m", "bot.cli", "ask", question, "--json", "--data", str(folder)]
    bare = [sys.executable, "-c", BARE, str(place), question]
    times, memory = [], []
    pairs = []
    for _ in range(7):
        pairs.append((_run(ask), _run(bare)))
        times.append(pairs[-1][0][0] / pairs[-1][1][0])
        memory.append((pairs[-1][0][1] - pairs[-1][1][1]) / 1024)
    a, b = ([p[i][0] for p in pairs] for i in (0, 1))
    more = f"{statistics.median(memory):+.0f} MB"
    return [(f"cold ask / bare script (memory {more}, aim ≤ +100 MB)", times, "1.1", _ms(a), _ms(b))]


def taking_in(folder: Path) -> list[Row]:
    """Ingest against the embedder alone on the same passages; and an unchanged file against the first time."""
    embedder, records = default_embedder(), list(papers(60, seed=7))
    ratios, ours, theirs, again = [], [], [], []
    for turn in range(3):
        database = Database(folder / str(turn) / "archive.db")
        archive, vectors = Archive(database), VectorStore(database)
        ours.append(_seconds(lambda a=archive, v=vectors: (store(a, records, Report()), embed_pending(v, embedder))))
        texts = [embedded_text(p.title, t, embedder) for p in records for t in passages(p.title, p.abstract, embedder)]
        theirs.append(_seconds(lambda t=texts: embedder.embed(t)))
        again.append(_seconds(lambda a=archive, v=vectors: (store(a, records, Report()), embed_pending(v, embedder))))
        ratios.append(ours[-1] / theirs[-1])
        database.close()
    unchanged = [b / a for a, b in zip(ours, again, strict=True)]
    return [
        ("ingest of 60 papers / the embedder alone", ratios, "1.15", _ms(ours), _ms(theirs)),
        ("the same again, nothing changed / the first time", unchanged, "0.05", _ms(again), _ms(ours)),
    ]


def help_text() -> Row:
    """`broadsheet --help` against importing typer."""
    ratios, a, b = [], [], []
    for _ in range(9):
        a.append(_run([sys.executable, "-m", "bot.cli", "--help"])[0])
        b.append(_run([sys.executable, "-c", "import typer"])[0])
        ratios.append(a[-1] / b[-1])
    return ("broadsheet --help / python -c 'import typer'", ratios, "2", _ms(a), _ms(b))


def _open(folder: Path, count: int) -> tuple[Searcher, ChromaIndex, object, list[str], Database]:
    database = Database(folder / "archive.db")
    fill(database, count, INTEGER)
    vectors, embedder = VectorStore(database), default_embedder()
    index = ChromaIndex(folder / "index", vectors, patient=True)
    serving = vectors.serving()
    assert serving is not None
    index.sync(serving)
    titles = [paper.title for paper in Archive(database).list(limit=2_000)[::20]]
    questions = [f"What is known about {' '.join(title.split()[:6])}?" for title in titles]
    small = vectors.count(serving) <= QUICKER_EXACTLY  # as the product chooses
    searcher = Searcher(Archive(database), ExactIndex(vectors) if small else index, embedder)
    for question in questions[:10]:
        searcher.search(question)
        index.search(embedder.embed([question])[0], 10)
    return searcher, index, embedder, questions, database


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _run(command: list[str]) -> tuple[float, int]:
    """(seconds, peak resident kB) of a process, started by a small one: a parent's peak counts as its child's."""
    told = subprocess.run(
        [sys.executable, "-c", LAUNCH, *command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    _, peak, seconds = told.stdout.split()
    return float(seconds), int(peak)


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.1f} ms"


if __name__ == "__main__":
    main()
