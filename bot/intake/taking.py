"""One answer of a source into the archive, whole or not at all, and its day into the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from bot.freshness import DAILY
from bot.library import Library
from retrieval import ingest, sources
from retrieval.archive.days import Days
from retrieval.errors import SourceError
from retrieval.ingest import Report
from retrieval.sources.fetch import Listing
from retrieval.sources.http import FetchError
from retrieval.types import Paper, Refused

WINDOW = 14
"""Days after which upvotes and comments hardly change any more: no whole day older than that is read again."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(hours=6)
MOST_ASKED = 86_400.0
"""Seconds: what a server asks for is waited for, up to a day."""


def take_text(library: Library, text: str, where: str, listed: date | None, report: Report) -> int | None:
    """Store the papers of *text*; how many they are, or None if it cannot be read as a whole.

    An answer none of whose entries is a paper is refused too: it is no empty one.
    """
    try:
        # Parsed whole before anything is stored: a page that breaks off half-way is fetched again, not kept in part.
        records = list(sources.read(text, where, listed))
    except SourceError as error:
        refuse(report, where, error)
        return None
    ingest.store(library.archive, records, report)
    papers = sum(isinstance(record, Paper) for record in records)
    return papers if papers or not records else None


def take_listing(library: Library, found: Listing, report: Report) -> int | None:
    """Store what *found* holds; the number of its papers, or None if it was not had in full."""
    counts = [take_text(library, text, where, found.day, report) for where, text in found.pages]
    if found.fault:
        report.read += 1
        report.refused.append(found.fault)
        return None
    return None if None in counts else sum(count for count in counts if count)


def take_day(library: Library, found: Listing, report: Report, began: datetime) -> bool:
    """Store a day of the Daily Papers that was asked for from *began* on, and write down what came of it."""
    assert found.day is not None
    told = len(report.refused)
    papers = take_listing(library, found, report)
    if papers is None:
        write_failure(library, DAILY, found.day, reasons(report.refused[told:]), found.error)
        return False
    Days(library.database).read(DAILY, found.day, papers, began, began >= end_of(found.day))
    return True


def end_of(day: date) -> datetime:
    """When *day* is over, by UTC, which the Daily Papers go by."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def write_failure(library: Library, source: str, day: date, why: str, error: SourceError | None = None) -> None:
    """Write down why *day* was not had, and when it may be tried again: later each time, and as the server asked."""
    days, now = Days(library.database), library.settings.clock()
    known = days.known(source, now).get(day)
    wait = min(FIRST_WAIT * 2 ** min(known.tries if known else 0, 10), LONGEST_WAIT)
    if isinstance(error, FetchError) and error.retry_after:
        wait = max(wait, timedelta(seconds=min(error.retry_after, MOST_ASKED)))
    days.failed(source, day, why, now + wait)


def reasons(refused: Iterable[Refused]) -> str:
    """Why the records of an answer were refused, each reason once."""
    told = (one.reason.removeprefix(one.where).lstrip(": ") for one in refused)
    return "; ".join(dict.fromkeys(told)) or "It holds nothing that can be read."


def refuse(report: Report, where: str, error: SourceError) -> None:
    """Count a document that could not be read at all."""
    report.read += 1
    report.refused.append(Refused(where, f"{error.message.rstrip('.')}. {error.hint}".strip()))
