"""Searches in a process that lives on, told as one JSON object. Usage: scale_search FOLDER index|exact [CHROMA_URL]

Also what a day's hundred new papers cost: to store them, and to bring the index up to them.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bench.generated import LAST_DAY
from bench.peers.serving import peak
from bot.app import App
from bot.settings import load
from retrieval.ingest import embed_pending
from retrieval.search import Searcher
from retrieval.types import Paper, Window

QUESTIONS = 60
WINDOWS = {
    "everything": None,
    "a week": Window(LAST_DAY - timedelta(days=6), LAST_DAY + timedelta(days=1), "listed"),
    "a quarter": Window(LAST_DAY - timedelta(days=89), LAST_DAY + timedelta(days=1), "listed"),
}


def main() -> None:
    """Search, then add a day's papers."""
    folder, index = Path(sys.argv[1]), sys.argv[2]
    url = sys.argv[3] if len(sys.argv) > 3 else ""
    settings = load({"data": str(folder), "index": "exact" if index == "exact" else "chroma", "chroma_url": url}, {})
    app = App(settings, patient=True)
    app.warm_up()
    questions = [f"What is known about {' '.join(p.title.split()[1:7])}?" for p in app.archive.list(limit=QUESTIONS)]
    found = searches(app.searcher, questions)
    if index != "exact":
        found["a day's papers seconds"] = _seconds(lambda: add_day(app))
    print(json.dumps({**found, "search peak MB": peak()}))
    app.close()


def searches(searcher: Searcher, questions: list[str]) -> dict[str, float]:
    """p50 and p95 in milliseconds, with and without windows, taken in turn."""
    taken: dict[str, list[float]] = {name: [] for name in WINDOWS}
    for question in questions:
        for name, window in WINDOWS.items():
            taken[name].append(1000 * _seconds(lambda q=question, w=window: searcher.search(q, 8, w)))
    return {
        f"search {name} {kind}": value
        for name, times in taken.items()
        for kind, value in (("p50", statistics.median(times)), ("p95", statistics.quantiles(times, n=20)[-1]))
    }


def add_day(app: App) -> None:
    """A hundred papers with one short sentence each, so that embedding takes next to nothing."""
    stamp = time.time_ns()
    listed = LAST_DAY + timedelta(days=1)
    app.archive.put(
        [Paper(f"{stamp + n:020x}", f"Day {stamp} {n}", f"It is {n}.", listed_on=listed) for n in range(100)]
    )
    app.index.sync(embed_pending(app.vectors, app.embedder))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
