"""Kill an ingest again and again, and count afterwards. Usage: kill_loop.py FOLDER SEED KILLS

A worker stores, embeds and indexes papers without end and writes down, fsynced, what it has reported. It is
killed with SIGKILL at a random moment and started again, KILLS times. Then an outsider counts: everything
reported is there, once, whole, and found by its own vector. Workers are forks of one process that has imported
everything, so that a thousand kills take minutes.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

TESTS = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(place) for place in (Path(__file__).parent, TESTS, TESTS / "helpers", TESTS.parent)]

import chromadb  # noqa: F401, E402 - imported once, before the forks
from conftest import paper  # noqa: E402
from loopback import in_fork  # noqa: E402

from retrieval.archive import Archive  # noqa: E402
from retrieval.archive.database import Database  # noqa: E402
from retrieval.archive.vectors import VectorStore  # noqa: E402
from retrieval.embed import HashingEmbedder  # noqa: E402
from retrieval.index.folder import ChromaIndex  # noqa: E402
from retrieval.ingest import Report, embed_pending, store  # noqa: E402

BATCH = 7


def text(number: int) -> str:
    """An abstract of 40 words like no other: near twins would be hard to tell apart for any index."""
    draw = random.Random(number)
    return " ".join(f"word{draw.randrange(500)}" for _ in range(40))


def work(folder: Path) -> NoReturn:
    """Go on from where the archive stands, for ever."""
    archive = Archive(Database(folder / "archive.db"))
    vectors, embedder = VectorStore(archive.database), HashingEmbedder()
    index = ChromaIndex(folder / "index", vectors, patient=True)
    number = archive.count()
    with (folder / "reported").open("a") as reported:
        while True:
            papers = [paper(f"Paper {i}", text(i)) for i in range(number, number + BATCH)]
            report = Report()
            store(archive, papers, report)
            number += report.new
            reported.write(f"{number}\n")
            reported.flush()
            os.fsync(reported.fileno())
            index.sync(embed_pending(vectors, embedder))
            if number % (BATCH * 5) == 0:
                index.close()  # a clean end now and then, so that both kinds of start are tried


def verify(folder: Path) -> int:
    """0 if all that was reported is there, once and whole, and found by its own vector after the repair."""
    reported = max((int(line) for line in (folder / "reported").read_text().split()), default=0)
    archive = Archive(Database(folder / "archive.db"))
    with archive.database.read() as db:
        sound = db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    titles = {p.title for p in archive.list()}
    vectors = VectorStore(archive.database)
    generation = embed_pending(vectors, HashingEmbedder())
    index = ChromaIndex(folder / "index", vectors, patient=True)
    index.sync(generation)
    seqs, matrix = vectors.read(generation)
    lost = sum(seq not in [s for s, _ in index.search(v, 20)] for seq, v in zip(seqs, matrix, strict=True))
    index.close()
    missing = {f"Paper {i}" for i in range(reported)} - titles
    print(f"reported {reported}, stored {len(titles)}, missing {len(missing)}, unreachable {lost}, sound {sound}")
    return int(bool(missing or lost or not sound or archive.count() != len(titles) or len(seqs) != len(titles)))


def main() -> int:
    """Kill, verify, print."""
    folder, seed, kills = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reported").touch()
    draw = random.Random(seed)
    died = 0
    for _ in range(kills):
        pid = in_fork(lambda: work(folder))
        time.sleep(draw.uniform(0.01, 0.25))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        died += os.WIFEXITED(status)  # it should have been killed, not have ended by itself
    sys.stdout.flush()
    _, status = os.waitpid(in_fork(lambda: (verify(folder), sys.stdout.flush())[0]), 0)
    print(f"seed {seed}, {kills} kills, {died} workers failed by themselves")
    return int(bool(status or died))


if __name__ == "__main__":
    sys.exit(main())
