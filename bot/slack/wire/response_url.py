"""Answers through a response_url: five uses, thirty minutes, no repetition behind our back.

The limits are Slack's: https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.slack.wire.faults import DeliveryError, LaterError, UnknownOutcomeError, explained, retry_after
from bot.slack.wire.plainly import plainly

if TYPE_CHECKING:
    from bot.render.slack import Message

LIFETIME = 30 * 60.0
"""Seconds a response_url lives."""
USES = 5
"""How often one may be used."""
_TIMEOUT = 15
_KNOWN = (
    *("expired_url", "used_url", "invalid_blocks_format", "invalid_blocks", "msg_blocks_too_long"),
    *("no_text", "invalid_payload", "channel_is_archived"),
)
_REFUSAL = re.compile(r'"ok": ?false')  # a refusal may come with the status of a success


def respond(url: str, message: Message, *, replace: bool) -> None:
    """Show *message* to the person who asked, in place of what is there or below it. One request, never repeated.

    One more where Slack refuses its blocks. Raises `DeliveryError` (spent, expired, refused), `LaterError` or
    `UnknownOutcomeError`.
    """
    plainly(lambda message: _send(url, message, replace), message)


def _send(url: str, message: Message, replace: bool) -> None:
    from slack_sdk.webhook import WebhookClient

    from bot.slack.wire.redaction import vendor_logger

    client = WebhookClient(url, retry_handlers=[], timeout=_TIMEOUT, logger=vendor_logger())
    with explained():
        answer = client.send_dict(
            {
                "response_type": "ephemeral",
                "replace_original": replace,
                "text": message.text,
                "blocks": list(message.blocks),
                "unfurl_links": False,
                "unfurl_media": False,
            }
        )
    if answer.status_code == 429:
        raise LaterError("ratelimited", retry_after(answer.headers))
    if answer.status_code >= 500:
        raise UnknownOutcomeError(f"HTTP {answer.status_code}")
    if "rate_limited" in answer.body or "ratelimited" in answer.body:
        raise LaterError("ratelimited", retry_after(answer.headers))
    if answer.status_code != 200 or _REFUSAL.search(answer.body):
        raise DeliveryError(_fault(answer.body))


def _fault(body: str) -> str:
    """Slack's name for the reason; it comes bare or as JSON."""
    return next((known for known in _KNOWN if known in body), "response_url")
