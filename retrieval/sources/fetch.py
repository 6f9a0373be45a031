"""Which addresses to read for a run of days or a search, and their answers as they come in.

Nothing is parsed for its papers here: each answer goes on as text, so that what is stored is stored a day or
a page at a time, whole or not at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from retrieval.errors import SourceError, UsageError
from retrieval.sources.arxiv import page_size
from retrieval.sources.arxiv_query import arxiv_query
from retrieval.sources.http import FetchError, PoliteClient
from retrieval.types import Refused
from retrieval.window import given_window

DAY_LIMIT = 100
"""Papers of one day: the most the Daily Papers API gives at once."""
DAY_PAGES = 10
"""Pages of one day that are asked for at most."""
PAGE = 100
MOST_RESULTS = 2000
ARXIV_INTERVAL = 3.0
"""Seconds between two calls, as arXiv asks: https://info.arxiv.org/help/api/tou.html"""
HOPELESS = 3
"""Days without any answer, from the first on, after which the rest is not tried."""

_FIRST_YEAR = 2023  # Daily Papers began in May of it


def days_of(day: str | None, week: str | None, since: str | None, until: str | None, today: date) -> list[date]:
    """The days to read, in order: one *day* (2026-11-14), the seven of an ISO *week* (2026-W46), or every day
    *since* a date or a time ago ("7d", "2w", "3m") *until* another or *today*; yesterday and today if nothing is said.

    Of the running week only the days so far. Raises `UsageError` for two of them at once, for what cannot
    be read, and for the future.
    """
    if sum(given is not None for given in (day, week, since)) > 1:
        raise UsageError("--day, --week and --since exclude each other.", "Give one of them.")
    if until is not None and since is None:
        raise UsageError("--until needs a --since.", "Give the first day too.")
    if week is not None:
        first, count = _monday(week), 7
    elif since is not None:
        first, last = _between(since, until, today)
        count = (last - first).days + 1
    elif day is not None:
        first, count = _date("--day", day), 1
    else:
        first, count = today - timedelta(days=1), 2
    if first > today:
        raise UsageError(f"{first} lies in the future.", f"Today is {today}.")
    return [first + timedelta(days=n) for n in range(min(count, (today - first).days + 1))]


def fetch_huggingface(
    client: PoliteClient, base_url: str, days: Iterable[date]
) -> Iterator[tuple[str, date, str] | Refused]:
    """The Daily Papers answers of each day as (address, day, text), each as soon as it is here.

    A day with more papers than one answer holds comes in several.

    A day that cannot be had is a `Refused`, and the others still come. Raises `FetchError` once the first
    three days, or all of fewer, got no answer at all: then it is not about the day.
    """
    wanted, answered = list(days), False
    for n, day in enumerate(wanted, start=1):
        where = f"{base_url.rstrip('/')}/api/daily_papers?date={day}&limit={DAY_LIMIT}"
        try:
            text = client.get(where)
        except FetchError as error:
            answered = answered or not error.unanswered
            if not answered and n == min(HOPELESS, len(wanted)):
                raise
            yield Refused(where, f"{error.message.removeprefix(where).strip()} {error.hint}")
        else:
            answered = True
            yield where, day, text
            yield from _further_pages(client, where, day, text)


def _further_pages(client: PoliteClient, first: str, day: date, text: str) -> Iterator[tuple[str, date, str] | Refused]:
    """What a full answer left out, page by page; a `Refused` says that the day may be cut."""
    for page in range(1, DAY_PAGES + 1):
        if _length(text) < DAY_LIMIT:
            return
        where, before = f"{first}&p={page}", text
        try:
            text = client.get(where) if page < DAY_PAGES else before
        except FetchError as error:
            yield Refused(where, f"{error.message.removeprefix(where).strip()} {error.hint}")
            return
        if text == before:  # a server that knows no pages, or a day without end
            yield Refused(where, f"{day} may hold more papers: the further ones cannot be asked for.")
            return
        if _length(text):
            yield where, day, text


def _length(text: str) -> int:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):  # told by who reads it
        return 0
    return len(answer) if isinstance(answer, list) else 0


def fetch_arxiv(client: PoliteClient, base_url: str, query: str, limit: int = PAGE) -> Iterator[tuple[str, str]]:
    """The newest *limit* results of *query*, as (address, feed) a page.

    Raises `UsageError` for an empty query or a limit outside 1..2000, `FetchError` for a page that cannot be
    had, and `SourceError` for one that holds less than it should: a search never just ends early.
    """
    if not 1 <= limit <= MOST_RESULTS:
        raise UsageError(f"{limit} results cannot be asked for.", f"Choose from 1 to {MOST_RESULTS}.")
    return _pages(client, base_url.rstrip("/"), arxiv_query(query), limit)


def _pages(client: PoliteClient, base_url: str, search: str, limit: int) -> Iterator[tuple[str, str]]:
    start, wanted = 0, limit
    while start < wanted:
        size = min(PAGE, wanted - start)
        order = {"sortBy": "submittedDate", "sortOrder": "descending"}
        asked = urlencode({"search_query": search, "start": start, "max_results": size, **order})
        where = f"{base_url}/api/query?{asked}"
        text, entries, total = _whole_page(client, where, start, size)
        yield where, text
        start, wanted = start + entries, min(limit, total)


def _whole_page(client: PoliteClient, where: str, start: int, size: int) -> tuple[str, int, int]:
    """One page as text, its entries and the total; asked for twice, as arXiv at times sends too few."""
    for _ in range(2):
        text = client.get(where)
        page = page_size(text, where)
        # After the first page there is always something due, whatever total an empty page claims.
        if page.entries >= min(size, page.total - start) and (page.entries or start == 0):
            return text, page.entries, page.total
    raise SourceError(
        f"{where} holds {page.entries} papers of the {size} asked for, twice.",
        "arXiv does that under load: what came before is complete, so try again later or with a lower limit.",
    )


def _date(option: str, text: str) -> date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise UsageError(f"{option} cannot be {text!r}.", "Write the date as 2026-11-14.")


def _monday(text: str) -> date:
    parts = re.fullmatch(r"([0-9]{4})-W([0-9]{2})", text.strip())
    try:
        if parts:
            return date.fromisocalendar(int(parts[1]), int(parts[2]), 1)
    except ValueError:
        pass
    raise UsageError(f"--week cannot be {text!r}.", "Write the ISO week as 2026-W46.")


def _between(since: str, until: str | None, today: date) -> tuple[date, date]:
    """The first and the last day of the options, read as everywhere else: 2026-11-14, 2026-11, 7d, 2w, 3m, 1y."""
    window = given_window(since, until, None, datetime.combine(today, time()))
    if window is None or window.start is None or window.end is None or window.start.year < _FIRST_YEAR:
        raise UsageError(f"--since {since} is too far back.", f"Daily Papers began in {_FIRST_YEAR}.")
    return window.start, window.end - timedelta(days=1)
