"""Web API: reactions."""

from __future__ import annotations

import re
from typing import Any

from bot.slack.local import events
from bot.slack.local.args import Args
from bot.slack.local.parts import Parts
from bot.slack.local.places import channel_of, message_of
from bot.slack.local.types import BOT_USER, Message, RefusalError
from bot.slack.local.wire import message_json


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
