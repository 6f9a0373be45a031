"""Everything the bot writes through Slack's Web API: each call made once, never repeated by the client itself.

Slack has no idempotency key (slack-api-specs issue 10), so every message carries a key of ours in its metadata:
after a failure nobody can judge, the channel is read back for the key before anything is sent again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from bot.slack.wire.faults import DeliveryError, LaterError, UnknownOutcomeError, explained
from bot.slack.wire.pace import Pace
from bot.slack.wire.plainly import plainly

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.render.slack import Message

EVENT_TYPE = "broadsheet"
"""The event_type of our messages' metadata; the payload holds `key`, and `turn` where the message is an answer."""
MOST_UPDATED = 4_000
"""The most characters chat.update takes as text, https://docs.slack.dev/reference/methods/chat.update."""
_PAGES, _PAGE = 10, 200
SKEW = 120.0
"""Seconds that our clock and Slack's may differ."""
_READ_BACKS, _PATIENCE = 3, 90.0
# A connection may be alive long before it answers; Slack's own calls take well under a second.
TIMEOUT = 15


def web_client(token: str, url: str) -> WebClient:
    """A client of Slack's Web API at *url* that repeats nothing by itself."""
    from slack_sdk import WebClient as Client

    from bot.slack.wire.redaction import vendor_logger

    return Client(token=token, base_url=url, retry_handlers=[], timeout=TIMEOUT, logger=vendor_logger())


class Poster:
    """Posts, and finds what was posted. *pace* keeps the channels' rate; *me* is our own user id, asked for if ""."""

    def __init__(
        self, client: WebClient, pace: Pace, me: str = "", sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.me = me
        self.client = client
        self.pace = pace
        self._sleep = sleep

    def send(self, channel: str, message: Message, key: str, thread: str | None = None, turn: str | None = None) -> str:
        """Post once, without waiting for the pace; the ts of the message.

        Raises `LaterError` (not taken, may be later), `DeliveryError` (refused) or `UnknownOutcomeError`.
        """
        payload = {"key": key} | ({"turn": turn} if turn else {})
        self.pace.used(channel)
        try:
            return plainly(lambda message: self._post(channel, message, thread, payload), message)
        except LaterError as error:
            self.pace.hold(channel, error.seconds)
            raise

    def update(self, channel: str, ts: str, message: Message, key: str, turn: str | None = None) -> None:
        """Let the message at *ts*, which is ours, say something else. May be repeated; raises what `send` raises."""
        payload = {"key": key} | ({"turn": turn} if turn else {})

        def change(message: Message) -> None:
            with explained():
                self.client.chat_update(
                    channel=channel,
                    ts=ts,
                    text=_fitting(message.text),
                    blocks=list(message.blocks),
                    metadata={"event_type": EVENT_TYPE, "event_payload": payload},
                )

        plainly(change, message)

    def _post(self, channel: str, message: Message, thread: str | None, payload: dict[str, str]) -> str:
        with explained():
            answer = self.client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                text=message.text,
                blocks=list(message.blocks),
                metadata={"event_type": EVENT_TYPE, "event_payload": payload},
                unfurl_links=False,
                unfurl_media=False,
            )
        return str(answer["ts"])

    def post(self, channel: str, message: Message, key: str, thread: str | None = None) -> str:
        """Post exactly once, waiting for the pace and for short refusals; the ts of the message.

        After a failure nobody can judge the channel is read back; `UnknownOutcomeError` only if that fails too.
        """
        until, begun = time.monotonic() + _PATIENCE, time.time() - SKEW
        while True:
            self._sleep(self.pace.left(channel))
            try:
                return self.send(channel, message, key, thread)
            except LaterError as error:
                if time.monotonic() + error.seconds > until:
                    raise
                self._sleep(error.seconds)
            except UnknownOutcomeError as error:
                if time.monotonic() + error.settle > until:
                    raise
                self._sleep(error.settle)
                found = self._read_back(channel, key, thread, begun)
                if found:
                    return found

    def find(self, channel: str, key: str, thread: str | None = None, since: float | None = None) -> str | None:
        """The ts of our message with this key, posted after *since* (seconds since 1970); None if it is not there.

        Raises `DeliveryError` when Slack cannot be read, `UnknownOutcomeError` when there is too much to read.
        """
        for message in self._messages(channel, thread, since):
            if self.kept(message).get("key") == key:
                return str(message["ts"])
        return None

    def ours(self, channel: str, thread: str, since: float) -> Iterator[dict[str, Any]]:
        """Our own messages in a thread, posted after *since*."""
        return (message for message in self._messages(channel, thread, since) if message.get("user") == self._own())

    def kept(self, message: dict[str, Any]) -> dict[str, Any]:
        """What we put into a message's metadata; nothing for the messages of others, whatever they put into theirs."""
        metadata = message.get("metadata")
        if message.get("user") != self._own() or not isinstance(metadata, dict):
            return {}
        payload = metadata.get("event_payload")
        return payload if metadata.get("event_type") == EVENT_TYPE and isinstance(payload, dict) else {}

    def thread(self, channel: str, thread: str, before: str, most: int = 50) -> list[dict[str, Any]]:
        """The newest *most* messages of a thread before the one at *before*, oldest first, with metadata.

        Slack gives a thread from its beginning; of one too long to read, the last two days are taken.
        """
        try:
            found = list(self._messages(channel, thread))
        except UnknownOutcomeError:
            found = list(self._messages(channel, thread, float(before) - 2 * 86_400))
        return [message for message in found if float(message["ts"]) < float(before)][-most:]

    def last_root(self, channel: str, before: str) -> str | None:
        """The ts of the newest message before the one at *before* that has a thread, if it is among the last ten."""
        with explained():
            page = self.client.conversations_history(channel=channel, latest=before, limit=10)
        return next((str(m["ts"]) for m in page["messages"] if m.get("reply_count")), None)

    def direct_channel(self, user: str) -> str:
        """The channel of direct messages with *user*."""
        with explained():
            return str(self.client.conversations_open(users=user)["channel"]["id"])

    def _own(self) -> str:
        if not self.me:
            with explained():
                self.me = str(self.client.auth_test()["user_id"])
        return self.me

    def _read_back(self, channel: str, key: str, thread: str | None, since: float) -> str | None:
        for attempt in range(_READ_BACKS):
            try:
                return self.find(channel, key, thread, since)
            except (DeliveryError, UnknownOutcomeError):
                self._sleep(2.0**attempt)
        raise UnknownOutcomeError("and the channel could not be read back")

    def _messages(self, channel: str, thread: str | None, since: float | None = None) -> Iterator[dict[str, Any]]:
        cursor = None
        asked: dict[str, Any] = {"channel": channel, "limit": _PAGE, "include_all_metadata": True}
        asked |= {"oldest": f"{since:.6f}"} if since is not None else {}
        for _ in range(_PAGES):
            with explained():
                if thread:
                    page = self.client.conversations_replies(ts=thread, cursor=cursor, **asked)
                else:
                    page = self.client.conversations_history(cursor=cursor, **asked)
            yield from page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
        raise UnknownOutcomeError("there is more in the channel than can be read")


def _fitting(text: str) -> str:
    """*text* no longer than an update may be, ended between two words."""
    return text if len(text) <= MOST_UPDATED else f"{text[: MOST_UPDATED - 1].rsplit(None, 1)[0]}…"
