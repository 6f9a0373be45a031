"""The JSON behind what is shown, held against Slack's limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.local_slack.checks.blocks import MOST_IN_MESSAGE, MOST_IN_VIEW, check_blocks, check_view, too_long
from bot.local_slack.checks.contents import MOST_TEXT
from bot.local_slack.checks.live import Live, live_in
from bot.local_slack.types import Message, View

Json = dict[str, Any]


def of_message(message: Message) -> Json:
    """A message's payload as it was sent, what Slack would object to, what is live in it, how full it is."""
    return of_post(message.text, message.blocks, {k: v for k, v in message.payload.items() if k != "metadata"})


def of_post(text: str, blocks: Sequence[Json], more: Json) -> Json:
    """The same for a message that is not posted yet."""
    findings = check_blocks(list(blocks))
    if len(text) > MOST_TEXT:
        findings.append(f"msg_too_long: text has {len(text):,} characters [json-pointer:/text]")
    if too_long(list(blocks)):
        findings.append("msg_blocks_too_long: the blocks hold too many characters [json-pointer:/blocks]")
    # What came through a response_url is kept as it was sent, before Slack named its blocks.
    payload = {"text": text, "blocks": list(blocks), **more}
    uses = [_use("blocks", len(blocks), MOST_IN_MESSAGE), _use("characters of text", len(text), MOST_TEXT)]
    return {"payload": payload, "findings": findings, "uses": uses, "live": _live(live_in(payload))}


def of_view(view: View) -> Json:
    """The same for a modal or a Home tab."""
    kind = str(view.payload["type"])
    uses = [_use("blocks", len(view.payload["blocks"]), MOST_IN_VIEW)]
    findings = check_view(view.payload, kind)
    return {"payload": view.payload, "findings": findings, "uses": uses, "live": _live(live_in(view.payload))}


def _use(what: str, used: int, most: int) -> str:
    return f"{used:,} of {most:,} {what}"


def _live(found: Sequence[Live]) -> list[str]:
    return [f"{live.kind}{' (made by Slack itself)' if live.auto else ''}: {live.target}" for live in found]
