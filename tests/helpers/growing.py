"""How answers stand in the local Slack while they grow, and whether anything was ever taken back."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

from bot.local_slack import LocalSlack
from bot.local_slack.types import Message


def told(message: Message) -> list[str]:
    """The claims a message shows: what stands above its sources."""
    lines = [_said(block) for block in message.blocks if block["type"] in ("rich_text", "section")]
    return [line for line in lines if line.rstrip().endswith("]")]


def _said(node: Any) -> str:
    if isinstance(node, dict):
        return node["text"] if isinstance(node.get("text"), str) else "".join(map(_said, node.values()))
    return "".join(map(_said, node)) if isinstance(node, list) else ""


def growing(slack: LocalSlack) -> list[Message]:
    """The answers that are being streamed."""
    return [message for message in slack.workspace.messages() if message.stream == "in_progress"]


def streamed(slack: LocalSlack) -> tuple[int, int]:
    """How many answers were streamed, and how many of them ever stopped to begin as they had begun."""
    stood: dict[str, list[list[str]]] = defaultdict(list)
    for change in slack.workspace.changes():
        if change.message is not None and change.message.stream:
            stood[change.message.ts].append(told(change.message))
    withdrawn = [states for states in stood.values() if any(b[: len(a)] != a for a, b in pairwise(states))]
    return len(stood), len(withdrawn)
