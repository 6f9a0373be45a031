"""How Broadsheet grows: generated archives of 10,000 to 300,000 papers, with vectors given.

    .venv/bin/python -m bench.scale [SIZE …]     # 10,000 by default; 300,000 take half an hour and 3 GB of disk

Writes `bench/results/scale_SIZE.json`; `python -m bench.tables` puts them into the README. What a person types is
measured as a process of its own, from its start to its end, with its peak memory; searches in a process that lives on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.generated import LAST_DAY, Statistics, fill
from bench.peers.process import ROOT
from bench.retrieval import EVAL
from bench.speed import LAUNCH
from retrieval.archive.database import Database
from retrieval.embed.minilm import INTEGER

SIZES = (10_000,)
TURNS = 3
RESULTS = ROOT / "bench" / "results"
WEEK = "{}-W{:02}".format(*LAST_DAY.isocalendar()[:2])
NOW = f"{LAST_DAY}T18:00"
COMMANDS = {
    "papers --week": ["papers", "--week", WEEK, "--json"],
    "weekly --dry-run": ["weekly", "--week", WEEK, "--dry-run", "--json"],
    "ask, cold": ["ask", "How does attention help translation models?", "--json"],
    "show, by title": ["show", "Nothing is called this", "--json"],
    "doctor": ["doctor", "--json"],
}


def main() -> None:
    """Each size: fill, rebuild, use, write down."""
    sizes = [int(text) for text in sys.argv[1:]] or SIZES
    known = Statistics.of(abstracts())
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            result = measure(Path(folder), size, known)
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"scale_{size}.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")


def abstracts() -> list[str]:
    """The real ones whose statistics are copied."""
    if not EVAL.is_dir():
        sys.exit("../shared/eval is not here: there are no abstracts to take the statistics of")
    lines = (EVAL / "litsearch-dev-corpus.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["abstract"] for line in lines]


def measure(folder: Path, size: int, known: Statistics) -> dict[str, Any]:
    """Everything about one size; seconds, milliseconds and MB."""
    begun = time.perf_counter()
    database = Database(folder / "archive.db")
    fill(database, size, known, INTEGER)
    database.close()
    row: dict[str, Any] = {"papers": size, "date": datetime.now(UTC).date().isoformat()}
    row["papers in a second"] = size / (time.perf_counter() - begun)
    row["archive MB"] = (folder / "archive.db").stat().st_size / 1e6
    _told(row)
    row["reindex seconds"], row["reindex peak MB"] = run(folder, ["reindex"])
    row["index MB"] = sum(f.stat().st_size for f in (folder / "index").rglob("*") if f.is_file()) / 1e6
    _told(row)
    for name, command in COMMANDS.items():
        turns = [run(folder, command) for _ in range(TURNS)]
        row[name] = sorted(seconds for seconds, _ in turns)[TURNS // 2]
        row[f"{name} peak MB"] = max(peak for _, peak in turns)
    _told(row)
    row |= child("index", folder)
    row |= {f"exact {name}": value for name, value in child("exact", folder).items()}
    _told(row)
    return row


def run(folder: Path, command: list[str]) -> tuple[float, float]:
    """(seconds, peak MB) of `broadsheet COMMAND`, started by a small process: a parent's peak counts as its child's."""
    whole = [sys.executable, "-m", "bot.cli", *command, "--data", str(folder)]
    environment = {**os.environ, "BROADSHEET_NOW": NOW}
    told = subprocess.run(
        [sys.executable, "-c", LAUNCH, *whole], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    seconds, peak, _ = told.stdout.split()
    return float(seconds), int(peak) / 1024


def child(index: str, folder: Path, url: str = "") -> dict[str, float]:
    """What `bench.scale_search` measured in a process of its own."""
    command = [sys.executable, "-m", "bench.scale_search", str(folder), index, url]
    return dict(json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout))


def _told(row: dict[str, Any]) -> None:
    print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
