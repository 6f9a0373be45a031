"""Which addresses to read for a run of days or a search, and their answers as they come in.

Nothing is parsed for its papers here: each answer goes on as text, so that what is stored is stored a day or
a page at a time, whole or not at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from retrieval.errors import SourceError, UsageError
from retrieval.sources.arxiv import page_size
from retrieval.sources.arxiv_query import arxiv_query
from retrieval.sources.http import FetchError, PoliteClient
from retrieval.text.clean import without_passwords
from retrieval.types import Refused
from retrieval.window import given_window

DAY_LIMIT = 100
"""Papers of one day: the most the Daily Papers API gives at once."""
MOST_PAGES = 40
"""Pages of one listing that are asked for at most: a month has some fifteen."""
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


def listing_of(month: str | None, trending: bool, others: Iterable[str | None], today: date) -> str:
    """The listing of a *month* (2026-11) or of what is *trending*, as `fetch_listing` takes it; "" for neither.

    Raises `UsageError` when anything else is asked for too, for what is no month, and for the future.
    """
    if month is None and not trending:
        return ""
    if (month is not None and trending) or any(other is not None for other in others):
        raise UsageError("--month and --trending exclude each other and any days.", "Give one of them.")
    if month is None:
        return "sort=trending"
    first = _date("--month", f"{month.strip()}-01")
    if first > today:
        raise UsageError(f"{month} lies in the future.", f"Today is {today}.")
    return f"month={first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Listing:
    """The answers about one *day* (None: about something else), each with its address, in order.

    *fault*: why they are not all of it; then *pages* hold what came before.
    """

    day: date | None
    pages: tuple[tuple[str, str], ...]
    fault: Refused | None = None
    error: FetchError | None = None


def fetch_huggingface(client: PoliteClient, base_url: str, days: Iterable[date]) -> Iterator[Listing]:
    """The Daily Papers of each day, each as soon as it is here; one that cannot be had says so, and the others come.

    Raises `FetchError` once the first three days, or all of fewer, got no answer at all: then it is not about the day.
    """
    wanted, answered = list(days), False
    for n, day in enumerate(wanted, start=1):
        found = fetch_listing(client, base_url, f"date={day}", day)
        answered = answered or bool(found.pages) or (found.error is not None and not found.error.unanswered)
        if found.error and not answered and n == min(HOPELESS, len(wanted)):
            raise found.error
        yield found


def fetch_listing(client: PoliteClient, base_url: str, what: str, day: date | None = None) -> Listing:
    """The listing *what* names (`date=2026-11-14`, `week=2026-W46`, `month=2026-11`, `sort=trending`), page by page.

    One with more papers than an answer holds comes in several.
    """
    first = f"{base_url.rstrip('/')}/api/daily_papers?{what}&limit={DAY_LIMIT}"
    pages: list[tuple[str, str]] = []
    where, before = first, ""
    for page in range(1, MOST_PAGES + 1):
        try:
            text = client.get(where)
        except FetchError as error:
            why = f"{error.message.removeprefix(without_passwords(where)).strip()} {error.hint}"
            return Listing(day, tuple(pages), Refused(where, why), error)
        if pages and text == before:  # a server that knows no pages
            break
        length = _length(text)
        if not pages or length != 0:
            pages.append((where, text))
        if length is None or length < DAY_LIMIT:
            return Listing(day, tuple(pages))
        where, before = f"{first}&p={page}", text
    cut = Refused(where, f"{what.partition('=')[2]} may hold more papers: the further ones cannot be asked for.")
    return Listing(day, tuple(pages), cut)


def _length(text: str) -> int | None:
    """How many entries an answer has; None for what is no list, which is told by who reads it."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return len(answer) if isinstance(answer, list) else None


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
