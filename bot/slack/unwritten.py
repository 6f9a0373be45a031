"""While nothing can be written to the archive, whoever asks, presses or reacts is told so, instead of nothing."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bot.render.slack import line
from bot.slack.wire.faults import DeliveryError, UnknownOutcomeError, explained
from bot.slack.wire.response_url import respond

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk import WebClient

UNWRITTEN = (
    "I cannot take that just now: nothing can be written to my disk. What I was given before is safe; please try "
    "again later. Whoever runs me can see why in my log."
)


def tell_unwritten(client: WebClient, body: dict[str, Any], ack: Callable[..., Any]) -> None:
    """Acknowledge *body* and tell whoever sent it, where only they see it. A message not meant for us stays so."""
    if "command" in body:
        ack(UNWRITTEN)
    elif body.get("type") == "view_submission":
        ack(response_action="errors", errors={"question": UNWRITTEN})
    else:
        ack()
        with suppress(DeliveryError, UnknownOutcomeError), explained():
            _tell(client, body)


def _tell(client: WebClient, body: dict[str, Any]) -> None:
    if "event" in body:
        _beside(client, body["event"])
    elif body.get("response_url"):
        respond(body["response_url"], line(UNWRITTEN), replace=False)
    else:  # a button of the Home tab, which stands in no channel
        client.chat_postMessage(channel=body["user"]["id"], text=UNWRITTEN)


def _beside(client: WebClient, event: dict[str, Any]) -> None:
    """For whoever is behind *event*, if it was meant for us: a mention, a direct message, a thumb on our message."""
    place = event.get("item", event)
    asked = event["type"] == "app_mention" or event.get("channel_type") == "im"
    if asked or event["type"].startswith("reaction_"):
        thread = {"thread_ts": event["thread_ts"]} if event.get("thread_ts") else {}
        client.chat_postEphemeral(channel=place["channel"], user=event["user"], text=UNWRITTEN, **thread)
