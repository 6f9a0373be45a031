"""What is read every day: the Daily Papers, and what the feeds file names.

[arxiv]
categories = ["cs.CL", "stat.ML"]

[arxiv.queries]                             # a name of yours, and words or arXiv's own syntax
agents = 'abs:"language agents" AND cat:cs.AI'
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.freshness import DAILY
from bot.intake.taking import WINDOW, end_of, reasons, take_day, take_text, write_failure
from bot.library import Library
from retrieval.archive.days import Days
from retrieval.errors import SourceError, UsageError, plainly
from retrieval.ingest import Report
from retrieval.sources.arxiv_query import arxiv_query
from retrieval.sources.fetch import ARXIV_INTERVAL, MOST_RESULTS, fetch_arxiv, fetch_listing
from retrieval.sources.http import PoliteClient

_CATEGORY = re.compile(r"[a-z-]{2,20}(?:\.[A-Za-z*-]{1,20})?")
_SETTLE = timedelta(days=4)
"""How long arXiv may take to announce what came in on a day: over a weekend with a holiday."""
_ANNOUNCED = 7
"""Days of arXiv that are asked for again."""
_INTERVAL = 1.0  # seconds between two calls to Hugging Face
_AGAIN, _ARXIV_AGAIN = timedelta(hours=2), timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Feed:
    """One source that is read day by day: *name* in the ledger, *window* days of it again and again.

    *interval* are seconds between calls. A day that still fills up is read *again* after so long; it is all there
    *settle* after its end. *read* stores one day and writes its row; it raises `SourceError` when the
    day was not had, the row written all the same.
    """

    name: str
    window: int
    interval: float
    again: timedelta
    settle: timedelta
    read: Callable[[Library, PoliteClient, date, Report], None]

    def over(self, day: date) -> datetime:
        """When all of *day* is there to be read."""
        return end_of(day) + self.settle


def feeds_of(library: Library) -> list[Feed]:
    """Everything that is read every day. Raises `UsageError` for a feeds file that cannot be used."""
    daily = Feed(DAILY, WINDOW, _INTERVAL, _AGAIN, timedelta(0), _daily)
    named = read_feeds(library.settings.feeds)
    return [daily, *(_arxiv_feed(name, query) for name, query in named.items())]


def read_feeds(path: str) -> dict[str, str]:
    """The queries to arXiv in the file at *path*, by their names; without a file, none."""
    if not path:
        return {}
    try:
        table = tomllib.loads(Path(path).expanduser().read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        told = f"The feeds file {path} cannot be read: {plainly(error)}."
        raise UsageError(told, "BROADSHEET_FEEDS names it.") from error
    try:
        return _queries(table)
    except (KeyError, TypeError, ValueError) as error:
        hint = 'It holds [arxiv] with categories = ["cs.CL"], and [arxiv.queries] with name = "words".'
        raise UsageError(f"The feeds file {path} is not understood: {error}.", hint) from error


def _queries(table: dict[str, Any]) -> dict[str, str]:
    arxiv = table.get("arxiv", {})
    if strange := [*(table.keys() - {"arxiv"}), *(arxiv.keys() - {"categories", "queries"})]:
        raise ValueError(f"“{strange[0]}” is not known")
    categories, queries = arxiv.get("categories", []), arxiv.get("queries", {})
    if wrong := [each for each in categories if not _CATEGORY.fullmatch(str(each))]:
        raise ValueError(f"“{wrong[0]}” is not a category")
    named = {str(each): f"cat:{each}" for each in categories} | {str(name): text for name, text in queries.items()}
    return {name: arxiv_query(str(text)) for name, text in named.items()}


def _daily(library: Library, client: PoliteClient, day: date, report: Report) -> None:
    began = library.settings.clock()
    found = fetch_listing(client, library.settings.huggingface_url, f"date={day}", day)
    take_day(library, found, report, began)
    if found.error:
        raise found.error


def _arxiv_feed(name: str, query: str) -> Feed:
    """The papers of *query* by the day they were submitted."""
    source = f"arxiv:{name}"

    def read(library: Library, client: PoliteClient, day: date, report: Report) -> None:
        began, told = library.settings.clock(), len(report.refused)
        within = f"({query}) AND submittedDate:[{day:%Y%m%d}0000 TO {day:%Y%m%d}2359]"
        try:
            pages = fetch_arxiv(client, library.settings.arxiv_url, within, MOST_RESULTS)
            counts = [take_text(library, text, where, None, report) for where, text in pages]
        except SourceError as error:
            write_failure(library, source, day, error.told, error)
            raise
        if None in counts:
            write_failure(library, source, day, reasons(report.refused[told:]))
        else:
            papers = sum(count for count in counts if count)
            Days(library.database).read(source, day, papers, began, began >= end_of(day) + _SETTLE)

    return Feed(source, _ANNOUNCED, ARXIV_INTERVAL, _ARXIV_AGAIN, _SETTLE, read)
