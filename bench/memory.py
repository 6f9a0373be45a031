"""What the archive remembers, asked at 10,000 papers: what was shared, related, compared, over time; seconds each.

    .venv/bin/python -m bench.memory [SIZE]     # 10,000 papers by default, half as many shares in forty channels

Prints medians of several runs in one process, as the bot runs them, on the clock and of the processor.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench import corpus
from bot.app import App, opened
from bot.compare import compare
from bot.related import related
from bot.settings import load
from bot.shared.reply import shared
from bot.talk.keeping import Said, put
from bot.trends import trends_of
from retrieval.archive.database import Database
from retrieval.embed.minilm import INTEGER

CHANNELS, PEOPLE, RUNS = 40, 60, 7
NOW = "2026-01-20T09:00"


def main() -> None:
    """Fill, share, ask."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "archive.db")
        corpus.fill(database, size, INTEGER)
        share(database, size)
        database.close()
        environment = {"BROADSHEET_DATA": folder, "BROADSHEET_INDEX": "exact", "BROADSHEET_SHARED": "yes"}
        with opened(load(env={**environment, "BROADSHEET_NOW": NOW})) as app:
            measure(app)


def share(database: Database, size: int) -> None:
    """Every paper gets an arXiv id, and half as many are shared, each second one with replies and reactions."""
    draw = random.Random(1)
    with database.write() as db:
        db.execute("UPDATE papers SET arxiv_id = printf('24%02d.%05d', 1 + n % 12, n)")
        db.execute("INSERT INTO aliases (name, n) SELECT 'arxiv:' || arxiv_id, n FROM papers")
        ids = [row[0] for row in db.execute("SELECT arxiv_id FROM papers")]
        for c in range(CHANNELS):
            values = [f"C{c:03d}", "private" if c % 4 == 3 else "open", f"channel-{c}"]
            db.execute("INSERT INTO talk_channels (channel, kind, name) VALUES (?, ?, ?)", values)
        db.executemany("INSERT INTO talk_people VALUES (?, ?)", [(f"U{p:03d}", f"Person {p}") for p in range(PEOPLE)])
        for n in range(size // 2):
            channel, ts = f"C{draw.randrange(CHANNELS):03d}", f"{1_768_800_000 - n * 6_000}.{n:06d}"
            put(db, Said(channel, ts, ts, f"U{draw.randrange(PEOPLE):03d}", (draw.choice(ids),)))
            for reply in range(4 * (n % 2)):
                put(db, Said(channel, f"{float(ts) + reply + 1:.6f}", ts, ""))
                db.execute("INSERT INTO talk_reactions VALUES (?, ?, ?, 'eyes')", [channel, ts, f"U{reply:03d}"])


def measure(app: App) -> None:
    """A line for each thing asked."""
    first, *others = app.archive.list(limit=5)
    word = first.abstract.split()[3]
    asked: dict[str, Callable[[], object]] = {
        "shared, everything": lambda: shared(app, "", "U001", "C003"),
        "shared last month": lambda: shared(app, "papers shared last month", "U001", "C003"),
        "shared about a topic": lambda: shared(app, f"what did we read about {word}?", "U001", "C003"),
        "who posted it": lambda: shared(app, f"who posted {first.arxiv_id}?", "U001", "C003"),
        "what a person shared": lambda: shared(app, "what did Person 7 share?", "U001", "C003"),
        "related": lambda: related(app, first),
        "compare five": lambda: compare([first, *others]),
        "trend of a word": lambda: trends_of(app, [word]),
        "what rose most": lambda: trends_of(app, []),
    }
    print(f"| at {app.archive.count():,} papers | seconds | of the processor |\n|---|---|---|")
    for name, ask in asked.items():
        ask()
        wall, processor = zip(*(timed(ask) for _ in range(RUNS)), strict=True)
        print(f"| {name} | {median(wall):.2f} | {median(processor):.2f} |")


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    ask()
    return time.perf_counter() - wall, time.process_time() - processor


if __name__ == "__main__":
    main()
