"""What the tests of the weekly post share: an archive with weeks worth a post, and an application over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from conftest import paper

from bot.app import App
from bot.freshness import DAILY
from bot.settings import Settings, load
from bot.settings.weekly import Destination
from bot.sinks import OpenSinks
from bot.types import Reply
from bot.weekly.posting.delivery import Sink
from bot.weekly.week import Week
from retrieval.archive.days import Days
from retrieval.embed import HashingEmbedder
from retrieval.ingest import embed_pending
from retrieval.types import Paper

WEEK = Week(2026, 46)
MONDAY = datetime(2026, 11, 16, 9, 5, tzinfo=UTC)
"""Five minutes after the post of `WEEK` is due."""
_SUBJECTS = {
    "harbour robots": "moor ships in strong wind with ropes and winches",
    "glacier radar": "maps the bed of ice sheets from aircraft by echoes",
    "orchard drones": "count ripe apples on trees by colour and shape",
}


@dataclass(frozen=True)
class Routed:
    """Sinks whose bodies are the real ones, and whose destinations *to* gives."""

    settings: Settings
    to: Callable[[Destination], Sink]

    def bodies(self, destination: Destination, replies: Sequence[Reply]) -> list[str]:
        """As the real ones."""
        return OpenSinks(self.settings).bodies(destination, replies)

    def open(self, destination: Destination) -> Sink:
        """The test's own."""
        return self.to(destination)


def week_of_papers(week: Week, each: int = 4) -> list[Paper]:
    """*each* papers on each of three subjects, and one that is like none."""
    made = [
        paper(
            f"{subject.title()} {n} of {week}",
            f"We present {subject} that {does}. In test {n}, {subject} hold {n + 2} times longer than before. "
            f"The {subject} of week {week.number} need no supervision.",
            listed_on=week.start + timedelta(days=(n + place) % 5),
            upvotes=10 * n + place,
            url=f"https://papers.example.org/{week}-{place}-{n}",
            authors=("Ada Lovelace", "Grace Hopper"),
            author_count=2,
        )
        for place, (subject, does) in enumerate(_SUBJECTS.items())
        for n in range(each)
    ]
    alone = "Sourdough rises overnight. We compare seven flours and find rye the slowest."
    return [*made, paper(f"Bread at Night, {week}", alone, listed_on=week.start, upvotes=1)]


def read_days(app: App, *days: date, papers: int = 0) -> None:
    """Write into the day ledger that *days* of the Daily Papers were read when they were over."""
    for day in days:
        began = datetime.combine(day + timedelta(days=1), time(0, 30), UTC)
        Days(app.database).read(DAILY, day, papers, began, whole=True)


def open_app(folder: Path, papers: list[Paper] | None = None, **settings: str) -> App:
    """An application whose archive holds *papers*, or those of `WEEK`; *settings* without their BROADSHEET_."""
    named = {name if name.isupper() else f"BROADSHEET_{name.upper()}": value for name, value in settings.items()}
    environment = {"BROADSHEET_DATA": str(folder), "BROADSHEET_EMBEDDER": "hashing", **named}
    environment.setdefault("BROADSHEET_NOW", "2026-11-16T09:05")
    app = App(load(env=environment))
    app.archive.put(week_of_papers(WEEK) if papers is None else papers)
    embed_pending(app.vectors, HashingEmbedder())
    return app
