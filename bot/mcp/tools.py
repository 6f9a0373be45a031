"""What the tools do: typed arguments in, the JSON documents of the commands out, and what an agent needs besides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.answer import answer_question
from bot.export import export as written
from bot.freshness import RECENT, freshness, unread_days
from bot.library import Library
from bot.mcp import inputs
from bot.mcp.shown import shown
from bot.models.giving_up import go_on
from bot.render.documents import answer_document, hit_document, paper_document, version_document
from bot.requests import find_papers, list_papers, search_papers, time_and_topic
from bot.settings.weekly import TEAM
from bot.tldr import known_lines
from bot.types import Claim
from bot.weekly.commands import preview, week_of
from bot.weekly.digest.documents import digest_document
from bot.weekly.period import Day
from retrieval.errors import UsageError
from retrieval.types import Paper, Window
from retrieval.window import given_window

Document = dict[str, Any]
Tell = Callable[[str], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """Whose call it is, what it may use, and whom to tell how far it is."""

    library: Library
    client: str
    tell: Tell


def ask(call: Call, given: inputs.Ask) -> Document:
    """An answer or a refusal; each claim is told the moment it has passed."""
    library = call.library
    call.tell(f"Looking through {library.archive.count():,} papers.")

    def passed(claim: Claim) -> None:
        call.tell(f"Passed: {claim.text}")

    answer = answer_question(
        library, given.question, k=given.read, window=_window(library, given), on_claim=passed, user=call.client,
        on_reading=lambda _: go_on(),
    )  # fmt: skip
    return answer_document(answer) | shown(answer, library.settings.clock().date()) | {"freshness": freshness(library)}


def search(call: Call, given: inputs.Search) -> Document:
    """A page of the papers for a query."""
    found = search_papers(call.library, given.query, _reach(given), _window(call.library, given))
    hits, after = _page([hit_document(hit) for hit in found.hits], given)
    return {"hits": hits, "next": after, "searched": found.searched, "notes": list(found.notes)}


def show(call: Call, given: inputs.Show) -> Document:
    """One paper in full, with its one-liner where one is kept."""
    library = call.library
    paper = find_papers(library, [given.paper])[0]
    versions = [version_document(version) for version in library.archive.versions(paper)]
    line = known_lines(library.database, [paper]).get(paper.id)
    return paper_document(paper) | {"versions": versions, "tldr": line}


def papers(call: Call, given: inputs.Papers) -> Document:
    """A page of a list of papers."""
    library = call.library
    named, topic = time_and_topic(library, given.words)
    window = _window(library, given) or named
    if given.sort == "best" and not topic:
        raise UsageError("The best ones need a topic.", "Write what the papers are to be about, or another order.")
    found = list_papers(library, window, topic, _reach(given), given.sort)
    listed, after = _page([paper_document(paper) for paper in found], given)
    return {"papers": listed, "next": after, "of": library.archive.count(window), "freshness": freshness(library)}


def digest(call: Call, given: inputs.Digest) -> Document:
    """The weekly post of a week, for the caller alone."""
    made = preview(call.library, week_of(call.library, given.week), TEAM, call.client)
    document = digest_document(made)
    ranked, after = _page(document["papers"], given)
    return document | {"papers": ranked, "next": after, "of": len(made.ranked), "freshness": freshness(call.library)}


def export(call: Call, given: inputs.Export) -> Document:
    """Papers as a text for another program."""
    library = call.library
    if bool(given.papers) == bool(given.week):
        raise UsageError("Name papers or a week, and not both.", "As in {“week”: “2026-W46”}.")
    found = find_papers(library, given.papers) if given.papers else _of_week(library, given.week or "")
    wanted, after = _page(found, given)
    text = written(wanted, given.format, known_lines(library.database, wanted))
    return {"format": given.format, "count": len(wanted), "next": after, "text": text}


def _of_week(library: Library, week: str) -> list[Paper]:
    return library.archive.list(week_of(library, week).window)


def fresh(call: Call, given: inputs.Nothing) -> Document:
    """How many papers there are, the newest listed day, and the recent weekdays that nobody read."""
    library = call.library
    today, newest = library.settings.clock().date(), library.archive.newest_listed()
    unread = unread_days(library, Day(today).moved(-RECENT).start, today)
    return {
        "today": today.isoformat(),
        "papers": library.archive.count(),
        "newest_listed": newest.isoformat() if newest else None,
        "not_read": [{"day": day.day.isoformat(), "state": day.state} for day in unread],
        "freshness": freshness(library),
    }


def _window(library: Library, given: inputs.Timed) -> Window | None:
    return given_window(given.since, given.until, given.week, library.settings.clock())


def _reach(given: inputs.Paged) -> int:
    """How many to look for: one beyond the page tells whether there is another."""
    return given.start + given.limit + 1


def _page(found: Sequence[T], given: inputs.Paged) -> tuple[list[T], int | None]:
    """The page that is asked for, and where the next one begins, if there is one."""
    end = given.start + given.limit
    return list(found[given.start : end]), end if len(found) > end else None
