"""The weekly post as commands of every surface: a private preview, and personal subscriptions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.library import Library
from bot.settings.weekly import TEAM
from bot.types import Reply
from bot.weekly.digest import USER, make_digest
from bot.weekly.digest.followed import read_followed
from bot.weekly.digest.reply import main_reply
from bot.weekly.digest.types import Digest
from bot.weekly.period import Day, Period
from bot.weekly.posting.subscriptions import EVERY, subscriber, subscription_of
from bot.weekly.posting.subscriptions import subscribe as keep
from bot.weekly.posting.subscriptions import unsubscribe as end
from bot.weekly.week import Week
from retrieval.errors import UsageError
from retrieval.window import read_window

_KINDS: dict[str, type[Period]] = {"daily": Day, "weekly": Week}
_OFTEN = re.compile(r"\s*(?P<often>daily|weekly)(?:\s{0,9}:(?P<words>.*))?\s{0,9}", re.IGNORECASE | re.DOTALL)
_HOW_OFTEN = "“daily:” before them, or alone, sends them every day; “weekly:” once a week."


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
        raise UsageError(f"“{text}” is not a week.", "Write it as 2026-W46, or as “last week”.")
    return Week.of(window.start)


def digest(library: Library, text: str, user: str | None) -> Reply:
    """The main post of a week, for whoever asks and nobody else."""
    return main_reply(preview(library, week_of(library, text), TEAM, user or USER))


def preview(library: Library, week: Period, channel: str, user: str = USER) -> Digest:
    """The digest as it would be posted; of a week without papers, with the newest week that has some."""
    digest = make_digest(library, week, channel, user)
    newest = library.archive.list(limit=1)
    if digest.ranked or not newest or (day := newest[0].day("listed")) is None:
        return digest
    return replace(digest, notes=(*digest.notes, f"The newest papers here are of {week.of(day).named}."))


def subscribe(library: Library, text: str, user: str) -> Reply:
    """Keep the topics of *user*, a Slack member's id or a mail address; without any, show those that are kept.

    "daily: ropes, winches" is sent every day; "daily" or "weekly" alone changes only how often.
    """
    who = subscriber(user)
    mine = subscription_of(library.database, who)
    said = _OFTEN.fullmatch(text)
    kind = _KINDS[said["often"].lower()] if said else mine.kind if mine else Week
    words = ((said["words"] or "") if said else text).strip()
    if said and not words and mine:
        words = ", ".join(mine.topics)
    if words:
        kept = keep(library.database, who, words, library.settings.clock(), kind)
        return Reply(paragraphs=(f"Once a {EVERY[kept.kind]} you get {_said(library, kept.topics)}.",))
    if not mine:
        how = "Name topics to get one, with commas between: state space models, protein design."
        return Reply(paragraphs=("You have no subscription.",), notes=(how, _HOW_OFTEN))
    of = _said(library, mine.topics) if any(mine.topics) else "all papers"
    told = f"Once a {EVERY[mine.kind]} you get {of}."
    return Reply(paragraphs=(told,), notes=("Name other topics to change that; unsubscribe to end it.", _HOW_OFTEN))


def _said(library: Library, topics: Sequence[str]) -> str:
    """What a subscription brings: "the papers on: ropes, winches", or "papers on ropes, by Ada Lovelace"."""
    items = [read_followed(topic) for topic in topics]
    if all(item.kind == "topic" for item in items):
        return f"the papers on: {', '.join(topics)}"
    return f"papers {', '.join(item.told(library.archive) for item in items)}"


def unsubscribe(library: Library, text: str, user: str) -> Reply:
    """End the subscription of *user*, a Slack member's id or a mail address."""
    ended = end(library.database, subscriber(user))
    return Reply(paragraphs=("Ended: nothing more is sent to you." if ended else "You had no subscription.",))
