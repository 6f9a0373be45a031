"""What is said of papers in channels, kept if the settings ask for it: on disk before it is acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.talk.keeping import Kind, Said, close, delete, keep, leave, react
from retrieval.archive.database import Database
from retrieval.text.arxiv_ids import ids_in

Json = dict[str, Any]
TookPart = Callable[[str, str], bool]
SPOKEN = (None, "thread_broadcast", "file_share", "me_message")
"""The subtypes of messages that somebody wrote."""
LEFT = ("channel_left", "group_left", "channel_deleted", "group_deleted")
"""Events that end what we know of a channel."""
MOST_PAPERS = 50
"""Of one message: more is a list from somewhere, and nobody's word on any of them."""


def is_spoken(message: Json, bot_user: str) -> bool:
    """Whether a person wrote this: no bot, no system message."""
    by_bot = message.get("bot_id") or message.get("bot_profile") or message.get("user") in (None, "USLACKBOT", bot_user)
    return not by_bot and message.get("subtype") in SPOKEN


def kind_of(channel: Json) -> Kind:
    """What kind of channel one is, as the Web API describes it."""
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
        return "outside"
    return "private" if channel.get("is_private") or channel.get("is_group") else "open"


def said_in(channel: str, message: Json, bot_user: str, took_part: TookPart) -> Said:
    """A message as it is kept. What is said to us is a question: it names papers, and shares none."""
    ts, text, thread = str(message["ts"]), str(message.get("text") or ""), str(message.get("thread_ts") or "")
    to_us = f"<@{bot_user}>" in text or message.get("parent_user_id") == bot_user
    to_us = to_us or (thread not in ("", ts) and took_part(channel, thread))
    papers = () if to_us else tuple(ids_in(text))
    edited = str((message.get("edited") or {}).get("ts") or "")
    few = papers if len(papers) <= MOST_PAPERS else ()
    return Said(channel, ts, thread or ts, str(message.get("user") or ""), few, edited)


@dataclass(frozen=True, slots=True)
class Hearing:
    """Hears events. *away* tells why somebody's words in a channel are none of ours (`bot.slack.guard`), else "".

    *took_part* tells whether we were asked something in a thread of a channel.
    """

    database: Database
    bot_user: str
    away: Callable[[Json, Json], str]
    took_part: TookPart

    def hear(self, body: Json, event: Json) -> None:
        """A message event of a channel: written, edited or deleted."""
        kind = _kind(body, event)
        if kind is None:
            return
        subtype, channel = event.get("subtype"), str(event["channel"])
        if kind != "open":
            close(self.database, channel, kind)
        if subtype == "message_deleted":
            delete(self.database, channel, str(event["deleted_ts"]))
            return
        message = event["message"] if subtype == "message_changed" else event
        if message.get("subtype") == "tombstone":
            delete(self.database, channel, str(message["ts"]))
        elif is_spoken(message, self.bot_user) and not self.away(body, {**message, "channel": channel}):
            said = said_in(channel, message, self.bot_user, self.took_part)
            # What was edited may have named papers before.
            if said.papers or said.thread != said.ts or said.version:
                keep(self.database, kind, said)

    def reaction(self, body: Json, event: Json) -> None:
        """A reaction to a message, given or taken back."""
        item = event.get("item") or {}
        if item.get("type") == "message" and not self.away(body, {**event, "channel": item["channel"]}):
            name, on = str(event["reaction"]), event["type"] == "reaction_added"
            react(self.database, str(item["channel"]), str(item["ts"]), str(event["user"]), name, on)

    def left(self, event: Json) -> None:
        """We are in a channel no more."""
        leave(self.database, str(event["channel"]), str(event["event_ts"]))


def _kind(body: Json, event: Json) -> Kind | None:
    """The kind of channel an event is of; None for direct messages, of which nothing is kept."""
    if body.get("is_ext_shared_channel"):
        return "outside"
    kinds: dict[str, Kind] = {"channel": "open", "group": "private"}
    return kinds.get(str(event.get("channel_type")))
