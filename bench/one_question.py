"""One question in a fresh process: over the archive's own vectors against over Chroma, which has to be opened first.

    .venv/bin/python -m bench.one_question [papers …, default 4000 12000 36000]

Abstracts are made up with the statistics of real ones. The turns alternate; the machine is best left alone.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.generated import Statistics, fill
from bench.peers.process import ROOT
from bench.scale import abstracts, run
from retrieval.archive.database import Database
from retrieval.archive.vectors import VectorStore
from retrieval.embed.minilm import INTEGER

TURNS = 6
QUESTION = "How does retrieval help language models?"
ASK = """
import sys, time
begun = time.perf_counter()
import bot.app
from bot.settings import load
bot.app.QUICKER_EXACTLY = int(sys.argv[2])
app = bot.app.App(load({"data": sys.argv[1]}))
app.searcher.search(sys.argv[3], 8)
app.close()
print(time.perf_counter() - begun)
"""


def main() -> None:
    """Measure every size, a line each."""
    known = Statistics.of(abstracts())
    print("| papers | passages | own vectors | Chroma | Chroma / own |\n|---|---|---|---|---|")
    for size in [int(given) for given in sys.argv[1:]] or [4_000, 12_000, 36_000]:
        with tempfile.TemporaryDirectory() as scratch:
            print(measured(Path(scratch), size, known), flush=True)


def measured(folder: Path, size: int, known: Statistics) -> str:
    """A row: medians in seconds, and the median and the range of the ratios of pairs."""
    database = Database(folder / "archive.db")
    fill(database, size, known, INTEGER)
    serving = VectorStore(database).serving()
    assert serving is not None
    passages = VectorStore(database).count(serving)
    database.close()
    run(folder, ["reindex"])
    pairs = [(asked(folder, passages), asked(folder, 0)) for _ in range(TURNS)]
    ratios = sorted(chroma / own for own, chroma in pairs)
    own, chroma = (statistics.median(times) for times in zip(*pairs, strict=True))
    told = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"
    return f"| {size:,} | {passages:,} | {own:.2f} s | {chroma:.2f} s | {told} |"


def asked(folder: Path, quicker: int) -> float:
    """Seconds from the first import to the end of one search; exact up to *quicker* passages."""
    command = [sys.executable, "-c", ASK, str(folder), str(quicker), QUESTION]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    main()
