"""Two processes on one archive and one Chroma server on loopback: do they hinder each other, and is all found?

    .venv/bin/python -m bench.shared [SIZE]     # 10,000 papers by default

Writes `bench/results/shared_SIZE.json`; `python -m bench.tables` puts it into the README.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.generated import Statistics, fill
from bench.scale import RESULTS, abstracts, child
from bot.app import opened
from bot.settings import load
from retrieval.archive.database import Database
from retrieval.embed.minilm import INTEGER

START_SECONDS = 30


def main() -> None:
    """Fill, copy to the server, search alone, search in company while both add papers, count."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as scratch, served(Path(scratch) / "server") as url:
        folder = Path(scratch) / "data"
        database = Database(folder / "archive.db")
        fill(database, size, Statistics.of(abstracts()), INTEGER)
        database.close()
        begun = time.perf_counter()
        rows = copied(folder, url)
        row: dict[str, Any] = {"papers": size, "copied in seconds": time.perf_counter() - begun, "passages": rows}
        row["alone"] = child("index", folder, url)
        with ThreadPoolExecutor(2) as pool:
            row["two at once"] = list(pool.map(lambda _: child("index", folder, url), range(2)))
        row["lost"] = lost(folder, url)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"shared_{size}.json").write_text(json.dumps(row, indent=1) + "\n", "utf-8")
    print(json.dumps(row))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a Chroma server on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("chroma"), "run", "--path", folder, "--host", "127.0.0.1"]
    environment = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([*command, "--port", str(port)], env=environment, stdout=quiet, stderr=quiet)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def copied(folder: Path, url: str) -> int:
    """Bring the server up to the archive; the passages that it holds then."""
    with opened(load({"data": str(folder), "chroma_url": url}, {}), patient=True) as app:
        generation = app.vectors.serving()
        assert generation is not None
        return app.index.rebuild(generation)


def lost(folder: Path, url: str) -> int:
    """How many of the newest 200 passages, added by both, are not found by their own vectors."""
    with opened(load({"data": str(folder), "chroma_url": url}, {}), patient=True) as app:
        generation = app.vectors.serving()
        assert generation is not None
        app.index.sync(generation)
        last, _ = app.vectors.marks(generation)
        seqs, vectors = app.vectors.read(generation, last - 200)
        found = [[seq for seq, _ in app.index.search(vector, 5)] for vector in vectors]
        return sum(seq not in near for seq, near in zip(seqs, found, strict=True))


def _wait(port: int) -> None:
    for _ in range(START_SECONDS * 10):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the Chroma server did not start")


if __name__ == "__main__":
    main()
