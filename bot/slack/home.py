"""The Home tab: how fresh the archive is, what its reader follows and saved, what was shared, the latest papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.freshness import freshness, last_fetched
from bot.library import Library
from bot.render.papers import source_of
from bot.saved import saved
from bot.shared.reply import lately
from bot.slack.context import Desk
from bot.slack.help import typed_in
from bot.slack.job import Job
from bot.slack.wire.faults import explained
from bot.tldr import lines_of
from bot.types import Source
from bot.weekly.digest.followed import read_followed
from bot.weekly.follows import end
from bot.weekly.posting.subscriptions import EVERY, subscriber, subscription_of
from retrieval.types import Paper

LATEST, SAVED, FOLLOWS = 5, 10, 10
"""The most of each that is shown."""
UNFOLLOW = "home_unfollow"
"""The button that ends what it stands beside; its value is that, as it is kept."""
_TRIES = 3
_ROW = (("home_ask", "Ask a question"), ("home_week", "This week"), ("home_subscribe", "Subscribe"))


def home(desk: Desk, job: Job) -> None:
    """Publish the caller's Home tab, again if it has changed meanwhile: two buttons of it may be pressed at once."""
    shown: dict[str, Any] = {}
    for _ in range(_TRIES):
        view = _view(desk, job.user)
        if view == shown:
            return
        with explained():
            desk.client.views_publish(user_id=job.user, view=view)
        shown = view


def unfollow(desk: Desk, job: Job) -> None:
    """End what the button of the Home tab stands beside, and show the tab without it."""
    end(desk.library, [read_followed(job.request["value"])], job.user)
    home(desk, job)


def _view(desk: Desk, user: str) -> dict[str, Any]:
    from bot.render.slack_blocks import Button
    from bot.render.slack_views import Home, home_view

    library = desk.library
    if away := desk.guard.stranger(user):
        return home_view(Home((away,)))
    counts = f"{library.archive.count():,} papers are in the archive. {freshness(library)}".strip()
    mine = subscription_of(library.database, subscriber(user))
    topics = mine.topics if mine else ()
    more = f"{len(topics) - FOLLOWS} more: write “following” to me. " if len(topics) > FOLLOWS else ""
    often = f"{more}What is new comes once a {EVERY[mine.kind]}." if mine else ""
    follows = [(_told(library, topic), Button(UNFOLLOW, "Unfollow", topic)) for topic in topics[:FOLLOWS]]
    papers = (
        ("Shared lately", lately(library)),
        ("Latest papers", _with_lines(library, library.archive.list(limit=LATEST))),
        ("Your reading list", _with_lines(library, saved(library, user)[:SAVED])),
    )
    row = [Button(action, label, "home") for action, label in _ROW]
    here = tuple(filter(None, (counts, last_fetched(library))))
    return home_view(Home(here, row, follows, often, papers, typed_in(desk), _budget(library, user)))


def _told(library: Library, topic: str) -> str:
    return f"Papers {read_followed(topic).told(library.archive)}"


def _with_lines(library: Library, papers: Sequence[Paper]) -> list[Source]:
    lines = lines_of(library, papers)
    return [source_of(paper, line=lines[paper.id]) for paper in papers]


def _budget(library: Library, user: str) -> tuple[str, ...]:
    left = library.budget.left(user)
    return () if left is None else (f"{left:,} model tokens are left for you today.",)
