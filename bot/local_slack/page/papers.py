"""Papers that are dropped on the page: into the archive, with their vectors, while the bot goes on answering."""

from __future__ import annotations

from importlib import resources
from typing import Any

from bot.intake import bring_up_to_date
from bot.local_slack.page.state import Progress, Stage
from retrieval import ingest, sources
from retrieval.errors import UsageError
from retrieval.ingest import Report
from retrieval.sources.page_kind import PageKind

SAMPLE = "sample_page.txt"


def take_in(stage: Stage, name: str, data: bytes) -> dict[str, Any]:
    """Store the papers of a file called *name*; how many of each outcome, and what was refused and why.

    Raises `SourceError` for a file that cannot be read at all.
    """
    return stage.work(lambda: _taken(stage, name, data))


def take_sample(stage: Stage) -> dict[str, Any]:
    """Store the sample page that comes with Broadsheet."""
    return take_in(stage, SAMPLE, (resources.files("bot") / SAMPLE).read_bytes())


def _taken(stage: Stage, name: str, data: bytes) -> dict[str, Any]:
    library, report = stage.library, Report()

    def tell(what: str, done: int, total: int) -> None:
        if stage.closing.is_set():
            raise UsageError("The page was closed.", "Open it again.")
        stage.progress = Progress(f"{what} {name}", done, total)

    try:
        tell("Reading", 0, 0)
        text = sources.decode(data, name)
        today = library.settings.clock().date()
        kind: PageKind | None = "day" if name == SAMPLE else None
        ingest.store(library.archive, sources.read(text, name, today=today, kind=kind), report)
        notes = [*report.notes(), *bring_up_to_date(library, tell)]
    finally:
        stage.progress = None
        stage.count()
    return {
        "read": report.read,
        "new": report.new,
        "known": report.merged + report.updated + report.unchanged,
        "refused": [f"{refused.where}: {refused.reason}" for refused in report.refused],
        "notes": notes,
    }
