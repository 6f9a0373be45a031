"""The weekly post as commands of every surface: a private preview, and personal subscriptions."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.library import Library
from bot.settings.weekly import TEAM, Destination
from bot.types import Reply
from bot.weekly.digest import USER, make_digest
from bot.weekly.digest.reply import main_reply
from bot.weekly.digest.types import Digest
from bot.weekly.posting.subscriptions import subscribe, subscriber, subscriptions, unsubscribe
from bot.weekly.week import Week
from retrieval.errors import UsageError
from retrieval.window import read_window


def week_of(library: Library, text: str) -> Week:
    """The week *text* means: "2026-W46", "last week"; the last whole one for no text. Raises `UsageError`."""
    now = library.settings.clock()
    text = text.strip()
    if not text:
        return Week.of(now.date()).moved(-1)
    if re.match(r"\d{4}-?W", text, re.IGNORECASE):
        return Week.read(text.upper())
    window, _ = read_window(text, now, recent_days=library.settings.recent_days)
    if window is None or window.start is None or window.end is None or (window.end - window.start).days > 7:
        raise UsageError(f"“{text}” is no week.", "Write it as 2026-W46, or as “last week”.")
    return Week.of(window.start)


def digest_command(library: Library, text: str, user: str | None) -> Reply:
    """The main post of a week, for whoever asks and nobody else."""
    return main_reply(preview(library, week_of(library, text), TEAM, user or USER))


def preview(library: Library, week: Week, channel: str, user: str = USER) -> Digest:
    """The digest as it would be posted; of a week without papers, with the newest week that has some."""
    digest = make_digest(library, week, channel, user)
    newest = library.archive.list(limit=1)
    if digest.ranked or not newest or (day := newest[0].day("listed")) is None:
        return digest
    return replace(digest, notes=(*digest.notes, f"The newest papers here are of {Week.of(day)}."))


def subscribe_command(library: Library, text: str, user: str | None) -> Reply:
    """Keep a Slack member's topics; without any, show those that are kept."""
    who = _member(user)
    if not text.strip():
        kept = [one for one in subscriptions(library.database) if one.destination == who]
        told = f"You get papers on: {', '.join(kept[0].topics)}." if kept else "You have no subscription."
        return Reply(paragraphs=(told,), notes=("Name topics, with commas between, to change that.",))
    made = subscribe(library.database, who, text, library.settings.clock())
    return Reply(paragraphs=(f"Once a week you get the papers on: {', '.join(made.topics)}.",))


def unsubscribe_command(library: Library, text: str, user: str | None) -> Reply:
    """End a Slack member's subscription."""
    ended = unsubscribe(library.database, _member(user))
    return Reply(paragraphs=("Ended: nothing more is sent to you." if ended else "You had no subscription.",))


def _member(user: str | None) -> Destination:
    if not user:
        raise UsageError("There is nobody to send it to.", "Use `broadsheet subscribe --mail you@example.org`.")
    return subscriber(user)
