"""What a message may hold, checked alike wherever the bot writes one: Web API, response_url, acknowledgement."""

from __future__ import annotations

import json
from typing import Any

from bot.local_slack.checks.args import Args
from bot.local_slack.checks.blocks import check_blocks, too_long
from bot.local_slack.types import RefusalError

# docs.slack.dev, reference of chat.postMessage and of chat.update, whose msg_too_long begins ten times as early.
MOST_TEXT, MOST_UPDATE = 40_000, 4_000
# Slack documents that there is a limit, not which; this is well above what a key needs.
_MOST_METADATA = 16_000


def contents(args: Args, most: int = MOST_TEXT) -> tuple[str, tuple[dict[str, Any], ...]]:
    """Text and blocks of a new message; refuses what Slack refuses, with its name for it."""
    blocks = args.parsed("blocks", list, "invalid_blocks_format") or []
    text = args.get("text") or ""
    if not isinstance(text, str):
        raise RefusalError("invalid_arguments")
    if not text and not blocks:
        raise RefusalError("no_text")
    if len(text) > most:
        raise RefusalError("msg_too_long")
    refuse_bad(blocks)
    return text, _with_ids(blocks)


def refuse_bad(blocks: list[dict[str, Any]]) -> None:
    """Refuse blocks that Slack refuses, and all of them where they are too long together."""
    findings = check_blocks(blocks)
    if findings:
        told = {"messages": [f"[ERROR] {finding}" for finding in findings]}
        raise RefusalError("invalid_blocks", errors=findings, response_metadata=told)
    if too_long(blocks):
        raise RefusalError("msg_blocks_too_long")


def metadata_of(args: Args) -> dict[str, Any] | None:
    """The message's metadata: an event_type and an object event_payload, or none at all."""
    metadata = args.parsed("metadata", dict, "invalid_metadata_format")
    if metadata is None:
        return None
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict):
        raise RefusalError("invalid_metadata_format")
    if len(json.dumps(metadata)) > _MOST_METADATA:
        raise RefusalError("metadata_too_large")
    return {"event_type": kind, "event_payload": payload}


def _with_ids(blocks: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Slack names the blocks and elements that nobody named."""
    named = []
    for n, block in enumerate(blocks):
        block = {"block_id": f"b{n}", **block}
        if block["type"] == "actions":
            block["elements"] = [{"action_id": f"a{i}", **element} for i, element in enumerate(block["elements"])]
        named.append(block)
    return tuple(named)
