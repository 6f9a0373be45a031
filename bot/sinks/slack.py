"""Slack: the main post in the channel, everything else in its thread, each message with its key in the metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from bot.render.slack import Message, messages
from bot.settings import Settings
from bot.settings.weekly import TEAM, Destination
from bot.sinks.one_piece import kept
from bot.slack.wire.faults import DeliveryError, UnknownOutcomeError
from bot.slack.wire.pace import Pace
from bot.slack.wire.poster import Poster, web_client
from bot.types import Reply
from bot.weekly.period import Notice, Period
from bot.weekly.posting.delivery import RefusedError, UnknownError
from bot.weekly.posting.ledger import Part
from retrieval.errors import UsageError


class Posts(Protocol):
    """What is needed of `bot.slack.wire.poster.Poster`."""

    def post(self, channel: str, message: Message, key: str, thread: str | None = None) -> str:
        """Post once; the ts."""
        ...

    def find(self, channel: str, key: str, thread: str | None = None, since: float | None = None) -> str | None:
        """The ts of our message with this key, posted after *since* (seconds since 1970), if it is there."""
        ...


@dataclass(frozen=True, slots=True)
class SlackSink:
    """One channel, one member's direct messages, or one *thread* of either."""

    poster: Posts
    channel: str
    thread: str = ""

    def find(self, part: Part, first: str) -> str | None:
        """Read the channel back for the part's key."""
        with _meant():
            return self.poster.find(self.channel, part.key, self.thread or first or None, _beginning(part.week))

    def send(self, part: Part, first: str) -> str:
        """Post the part; its ts."""
        text = kept(part)
        with _meant():
            message = Message(text["text"], tuple(text["blocks"]))
            return self.poster.post(self.channel, message, part.key, self.thread or first or None)


def _beginning(week: Period) -> float:
    """Before this moment, in seconds since 1970, nobody anywhere has posted it: its first day, a day's grace.

    A withdrawal may have been noticed earlier by an archive that this one was restored from.
    """
    grace = timedelta(days=14 if isinstance(week, Notice) else 1)
    return (datetime.combine(week.start, time.min, UTC) - grace).timestamp()


def check(channel: str) -> None:
    """Raise `ValueError` for no channel at all; which there are only Slack knows."""
    if channel == TEAM:
        raise ValueError("slack needs a channel, as in slack:…")


def bodies(replies: Sequence[Reply]) -> list[str]:
    """Each Slack message as JSON."""
    return [
        json.dumps({"text": message.text, "blocks": list(message.blocks)}, ensure_ascii=False)
        for reply in replies
        for message in messages(reply, quotes=True)
    ]


def open_sink(settings: Settings, destination: Destination) -> SlackSink:
    """The sink that reaches *destination*. Raises `UsageError` without a token."""
    if not settings.slack_bot_token:
        raise UsageError("There is no Slack token.", "Set SLACK_BOT_TOKEN, or post --to file.")
    return sink_of(Poster(web_client(settings.slack_bot_token, settings.slack_url), Pace()), destination.channel)


def sink_of(poster: Poster, place: str) -> SlackSink:
    """The sink for a channel id, for `channel/thread`, or for a member id: then their direct messages."""
    channel, _, thread = place.partition("/")
    if channel.startswith(("U", "W")):
        with _meant():
            channel = poster.direct_channel(channel)
    return SlackSink(poster, channel, thread)


@contextmanager
def _meant() -> Iterator[None]:
    """Slack's faults as the ledger understands them."""
    try:
        yield
    except DeliveryError as error:
        raise RefusedError(error.message, error.hint) from error
    except UnknownOutcomeError as error:
        raise UnknownError(error.message, error.hint) from error
