"""What has gone between Slack and the bot, for the panel of troubles: how often each thing was delivered."""

from __future__ import annotations

from typing import Any

from bot.local_slack.delivery import Delivery
from bot.local_slack.slack import LocalSlack
from bot.render.split import cut

SHOWN = 8
"""How many of the latest deliveries are told."""
_FINE = ("ok", "delay")
_WIDTH = 80  # characters of a delivery's label


def traffic(slack: LocalSlack) -> dict[str, Any]:
    """The latest deliveries, the newest first, repetitions counted, and the Web API's calls that went wrong."""
    rows: dict[str, dict[str, Any]] = {}
    for delivery in slack.deliveries:
        row = rows.setdefault(delivery.id, {"what": cut(label(delivery), _WIDTH), "times": 0, "error": ""})
        row["times"] += max(1, delivery.attempts)
        row["error"] = delivery.error
    failed = [f"{call.where}: {call.outcome}" for call in slack.calls if call.outcome not in _FINE]
    return {"deliveries": list(rows.values())[: -SHOWN - 1 : -1], "failed": failed[: -SHOWN - 1 : -1]}


def label(delivery: Delivery) -> str:
    """A delivery in a few words: `/ask what is grokking?`, `message: …`, `click share`."""
    payload = delivery.payload
    if delivery.kind == "slash_commands":
        return f"{payload['command']} {payload['text']}".strip()
    if delivery.kind == "events_api":
        event = payload.get("event", {})
        return f"{event.get('type', 'event')}: {event.get('text') or event.get('reaction') or ''}".rstrip(": ")
    actions = payload.get("actions") or [{}]
    return f"{payload.get('type', '')} {actions[0].get('action_id', '') or payload.get('callback_id', '')}".strip()
