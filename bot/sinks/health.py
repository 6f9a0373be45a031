"""The part of the health check that is about the posts: what the next one will need, looked at before it is due."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from bot.doctor import Finding
from bot.intake.feeds import read_feeds
from bot.library import Library
from bot.settings import Settings
from bot.settings.weekly import Destination
from bot.sinks import mail
from bot.sinks.one_piece import folder_of
from bot.weekly.digest.topics import read_topics
from bot.weekly.posting.due import due_at, newest_due
from bot.weekly.posting.subscriptions import subscriptions
from retrieval.errors import BroadsheetError, plainly


def examine(library: Library) -> Iterator[Finding]:
    """Every check in order; a fault in one does not stop the others.

    The mail server is logged in to; nothing is sent.
    """
    checks: tuple[tuple[str, Callable[[Library], Finding | None]], ...] = (
        ("clock", _clock),
        ("feeds file", _feeds),
        ("topics file", _topics),
        ("mail", _mail),
        ("files of the posts", _files),
    )
    for name, check in checks:
        try:
            finding = check(library)
        except (BroadsheetError, OSError) as error:
            told = error if isinstance(error, BroadsheetError) else BroadsheetError(f"{plainly(error)}.")
            finding = Finding(name, False, told.message, told.hint or "Correct it, then run this again.")
        if finding:
            yield finding


def channels(settings: Settings) -> list[str]:
    """The Slack channels the bot must be in: those it serves and those it posts to. Members' own need no membership."""
    posted = (to.channel for to in _places(settings) if to.sink == "slack")
    return [each for each in dict.fromkeys((*settings.slack_channels, *posted)) if not each.startswith(("U", "W"))]


def _places(settings: Settings) -> list[Destination]:
    return list(dict.fromkeys((*settings.weekly_to, *settings.daily_to)))


def _clock(library: Library) -> Finding:
    settings = library.settings
    now = settings.clock()
    told = f"{now:%a %Y-%m-%d %H:%M} in {settings.timezone}"
    if settings.now is not None:
        frozen = f"The clock is frozen at {told} by BROADSHEET_NOW."
        waited_for = bool(_places(settings) or settings.slack_bot_token)
        return Finding("clock", not waited_for, frozen, "Remove BROADSHEET_NOW: no post becomes due." * waited_for)
    if settings.weekly_to:
        week = newest_due(now, settings.weekly_at).moved(1)
        due = due_at(week, settings.weekly_at, settings.timezone).astimezone(settings.timezone)
        told += f"; the post of {week} is due on {due:%a %Y-%m-%d %H:%M}"
    return Finding("clock", True, told)


def _feeds(library: Library) -> Finding | None:
    if not library.settings.feeds:
        return None
    return Finding("feeds file", True, f"{len(read_feeds(library.settings.feeds))} queries")


def _topics(library: Library) -> Finding | None:
    path = library.settings.topics
    if not path:
        return None
    found = [to for to in _places(library.settings) if read_topics(path, to.channel).wanted]
    return Finding("topics file", True, f"topics for {len(found)} of {len(_places(library.settings))} places")


def _mail(library: Library) -> Finding | None:
    settings = library.settings
    wanted = [to for to in _places(settings) if to.sink == "mail"]
    wanted += [one.destination for one in subscriptions(library.database) if one.destination.sink == "mail"]
    if not wanted and not settings.smtp:
        return None
    server, user = mail.log_in(settings)
    return Finding("mail", True, f"{server} lets {user} in" if user else f"{server} answers; it is used without a user")


def _files(library: Library) -> Finding | None:
    if not any(to.sink in ("file", "feed") for to in _places(library.settings)):
        return None
    folder = folder_of(library.settings)
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        return Finding("files of the posts", False, f"{folder} is read-only.", "Set BROADSHEET_WEEKLY_FOLDER.")
    return Finding("files of the posts", True, f"in {folder}")
