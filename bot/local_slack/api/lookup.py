"""Finding the channel and the message a call names, with Slack's answer when the bot may not."""

from __future__ import annotations

import re

from bot.local_slack.checks.args import Args, bad_arguments
from bot.local_slack.context import Parts
from bot.local_slack.types import BOT_USER, Channel, Message, RefusalError

_TS = re.compile(r"\d{10}\.\d{6}")


def channel_of(parts: Parts, args: Args, *, by_name: bool = False, member: bool = False) -> Channel:
    """The channel the call names. Private ones the bot is not in do not exist for it.

    *by_name*: a name or a user id is good too, as chat.postMessage takes them. *member*: the bot must be in it.
    """
    (wanted,) = args.need("channel")
    workspace = parts.workspace
    if by_name and wanted in workspace.users:
        return workspace.direct(wanted)
    channel = workspace.channel(wanted)
    hidden = channel is None or (channel.kind == "group" and BOT_USER not in channel.members)
    if channel is None or hidden or (not by_name and channel.id != wanted):
        raise RefusalError("channel_not_found")
    if member and BOT_USER not in channel.members:
        raise RefusalError("not_in_channel")
    return channel


def writable(parts: Parts, args: Args, *, by_name: bool = False) -> Channel:
    """A channel the bot may write to."""
    channel = channel_of(parts, args, by_name=by_name)
    scopes = parts.installation.scopes
    anywhere = channel.kind == "channel" and scopes is not None and "chat:write.public" in scopes
    if BOT_USER not in channel.members and not anywhere:
        raise RefusalError("not_in_channel")
    if channel.archived:
        raise RefusalError("is_archived")
    return channel


def message_of(parts: Parts, channel: Channel, ts: str) -> Message:
    """A public message of the channel; ephemeral ones cannot be named."""
    message = parts.workspace.message(channel.id, ts)
    if message is None or message.only_for is not None:
        raise RefusalError("message_not_found")
    return message


def thread_of(parts: Parts, channel: Channel, args: Args) -> str | None:
    """The root a new message hangs under; None for a ts that names nothing: Slack then posts to the channel."""
    wanted = args.get("thread_ts")
    if not wanted:
        return None
    if not _TS.fullmatch(str(wanted)):
        raise RefusalError("invalid_thread_ts")
    parent = parts.workspace.message(channel.id, str(wanted))
    if parent is None or parent.only_for is not None:
        return None
    return parent.thread_ts or parent.ts


def time_of(args: Args, name: str) -> str:
    """A ts that bounds a page, as comparable text; empty if there is none."""
    value = str(args.get(name) or "")
    if value and not re.fullmatch(r"\d+(\.\d+)?", value):
        raise RefusalError(f"invalid_ts_{name}")
    seconds, _, micros = value.partition(".")
    return f"{int(seconds):010d}.{micros:0<6}" if value else ""


def user_of(args: Args, name: str) -> str:
    """A user id in the form Slack gives them."""
    (wanted,) = args.need(name)
    if not re.fullmatch(r"[UW][A-Z0-9]{2,}", wanted):
        raise bad_arguments(f"input must match regex pattern: ^[UW][A-Z0-9]{{2,}}$ [json-pointer:/{name}]")
    return wanted
