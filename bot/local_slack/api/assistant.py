"""Web API: the status an app shows below a message while it works."""

from __future__ import annotations

from typing import Any

from bot.local_slack.api.lookup import channel_of
from bot.local_slack.checks.args import Args
from bot.local_slack.context import Parts
from bot.local_slack.types import RefusalError


def set_status(parts: Parts, args: Args) -> dict[str, Any]:
    """assistant.threads.setStatus; an empty status takes it away."""
    channel_id, ts, status = args.need("channel_id", "thread_ts", "status")
    channel = channel_of(parts, Args({"channel": channel_id}), member=True)
    if parts.workspace.message(channel.id, ts) is None:
        raise RefusalError("invalid_thread_ts")
    parts.workspace.set_status(channel.id, ts, status)
    return {}
