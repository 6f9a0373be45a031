"""Web API: reactions."""

from __future__ import annotations

import re
from typing import Any

from bot.local_slack import events
from bot.local_slack.api.lookup import channel_of, message_of
from bot.local_slack.checks.args import Args
from bot.local_slack.context import Parts
from bot.local_slack.state.json_forms import message_json
from bot.local_slack.types import BOT_USER, Message, RefusalError


def add(parts: Parts, args: Args) -> dict[str, Any]:
    """reactions.add."""
    args.need("channel", "timestamp", "name")
    return _set(parts, args, True, "already_reacted")


def remove(parts: Parts, args: Args) -> dict[str, Any]:
    """reactions.remove."""
    return _set(parts, args, False, "no_reaction")


def get(parts: Parts, args: Args) -> dict[str, Any]:
    """reactions.get: the message with its reactions."""
    message = _message(parts, args)
    shown = message_json(parts.workspace, message)
    return {"type": "message", "channel": message.channel, "message": shown}


def _set(parts: Parts, args: Args, on: bool, refusal: str) -> dict[str, Any]:
    (name,) = args.need("name")
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name):
        raise RefusalError("invalid_name")
    message = _message(parts, args)
    if not parts.workspace.react(message, BOT_USER, name, on):
        raise RefusalError(refusal)
    events.reacted(parts, message, parts.workspace.users[BOT_USER], name, on)
    return {}


def _message(parts: Parts, args: Args) -> Message:
    if args.get("channel") is None or args.get("timestamp") is None:
        raise RefusalError("no_item_specified")
    return message_of(parts, channel_of(parts, args, member=True), str(args["timestamp"]))
