"""Messages that grow while people read them: chat.startStream, chat.appendStream, chat.stopStream.

Blocks, not Markdown, so that what a paper says stays text (https://docs.slack.dev/reference/methods/chat.appendStream).
Slack ends a stream by itself after about five minutes; then only chat.update changes the message
(slackapi/python-slack-sdk#1859). In a channel it wants to know who reads, in direct messages it must not be told.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.slack.wire.faults import explained
from bot.slack.wire.poster import EVENT_TYPE, Poster

if TYPE_CHECKING:
    from slack_sdk import WebClient

Block = dict[str, Any]
MOST_BLOCKS = 50
"""How many blocks a stream takes while it grows; as many again come with its end."""


class Streamer:
    """Streams by *client*, to people of *team*; where Slack refused once to begin one, none is begun again."""

    def __init__(self, client: WebClient, team: str) -> None:
        self._client = client
        self._team = team
        self._without: set[str] = set()
        self._lock = threading.Lock()

    def offered(self, channel: str) -> bool:
        """Whether a stream may be begun in *channel*, as far as we know."""
        with self._lock:
            return channel not in self._without and "" not in self._without

    def refused(self, channel: str, fault: str) -> None:
        """Slack does not begin a stream in *channel*, or anywhere."""
        with self._lock:
            self._without.add("" if fault in ("unknown_method", "missing_scope", "invalid_chunks") else channel)

    def start(self, channel: str, thread: str, user: str, blocks: Sequence[Block]) -> str:
        """Begin one in *thread*, for *user* to read; its ts. Raises as `Poster.send` does."""
        direct = channel.startswith("D")
        reader = {} if direct else {"recipient_user_id": user, "recipient_team_id": self._team}
        with explained():
            answer = self._client.chat_startStream(channel=channel, thread_ts=thread, chunks=_chunks(blocks), **reader)
        return str(answer["ts"])

    def append(self, channel: str, ts: str, blocks: Sequence[Block]) -> None:
        """Add *blocks*. Raises as `start` does; `message_not_in_streaming_state` when the stream is over."""
        with explained():
            self._client.chat_appendStream(channel=channel, ts=ts, chunks=_chunks(blocks))

    def stop(self, channel: str, ts: str, blocks: Sequence[Block] = (), key: str = "", turn: str | None = None) -> None:
        """End one, with *blocks* below what it holds; from then on it is known by *key*. Raises as `append` does."""
        payload = {"key": key} | ({"turn": turn} if turn else {})
        metadata = {"event_type": EVENT_TYPE, "event_payload": payload} if key else None
        with explained():
            self._client.chat_stopStream(channel=channel, ts=ts, blocks=list(blocks) or None, metadata=metadata)


def marked(token: str, blocks: Sequence[Block]) -> list[Block]:
    """*blocks* with ids that tell whose they are: a stream has no metadata before its end."""
    return [{**block, "block_id": f"{token}-{n}"} for n, block in enumerate(blocks)]


def unmarked(blocks: Sequence[Block]) -> list[Block]:
    """*blocks* without their ids."""
    return [{name: value for name, value in block.items() if name != "block_id"} for block in blocks]


def begun_at(poster: Poster, token: str, channel: str, thread: str, since: float) -> str:
    """The ts of our message that begins with a block of *token*, "" if there is none. Raises as `Poster.find`."""
    for message in poster.ours(channel, thread, since):
        if str((message.get("blocks") or [{}])[0].get("block_id", "")).startswith(f"{token}-"):
            return str(message["ts"])
    return ""


def _chunks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [{"type": "blocks", "blocks": list(blocks)}]
