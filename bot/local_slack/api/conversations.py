"""Web API: channels, who is in them, and what was said there."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from bot.local_slack import events
from bot.local_slack.api.lookup import channel_of, time_of
from bot.local_slack.checks.args import Args
from bot.local_slack.context import Parts
from bot.local_slack.state.json_forms import channel_json, message_json
from bot.local_slack.types import BOT_USER, Channel, Message, RefusalError

_KINDS = {"channel": "public_channel", "group": "private_channel", "im": "im"}
_SCOPES = {"channel": "channels:", "group": "groups:", "im": "im:"}


def history(parts: Parts, args: Args) -> dict[str, Any]:
    """conversations.history: the channel's own messages, newest first."""
    channel = _readable(parts, args)
    shown = [m for m in parts.workspace.timeline(channel.id) if m.only_for is None]
    shown = [m for m in shown if not m.in_thread or m.broadcast]
    return _page(parts, args, list(reversed(_between(shown, args))), 100)


def replies(parts: Parts, args: Args) -> dict[str, Any]:
    """conversations.replies: a thread, oldest first. The first page has the root on top, beside what *limit* counts."""
    args.need("channel", "ts")
    channel = _readable(parts, args)
    named = parts.workspace.message(channel.id, str(args["ts"]))
    if named is None or named.only_for is not None:
        raise RefusalError("thread_not_found")
    root = parts.workspace.message(channel.id, named.thread_ts or named.ts) or named
    under = [m for m in parts.workspace.replies(root) if m.only_for is None]
    page = _page(parts, args, _between(under, args), 1000)
    if not args.get("cursor"):
        first = message_json(parts.workspace, root, args.flag("include_all_metadata"))
        page["messages"] = [first, *page["messages"]]
    return page


def info(parts: Parts, args: Args) -> dict[str, Any]:
    """conversations.info."""
    channel = channel_of(parts, args)
    _scope(parts, channel, "read")
    shown = channel_json(channel)
    if not args.flag("include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


def listing(parts: Parts, args: Args) -> dict[str, Any]:
    """conversations.list: of the types asked for, public channels if none are."""
    return _channels(parts, args, [c for c in parts.workspace.channels() if _visible(c)])


def of_user(parts: Parts, args: Args) -> dict[str, Any]:
    """users.conversations: where a user is, the bot itself if none is named."""
    user = str(args.get("user") or BOT_USER)
    if user not in parts.workspace.users:
        raise RefusalError("user_not_found")
    return _channels(parts, args, [c for c in parts.workspace.channels() if _visible(c) and user in c.members])


def members(parts: Parts, args: Args) -> dict[str, Any]:
    """conversations.members."""
    everybody = sorted(channel_of(parts, args).members)
    page, cursor = _cut(args, everybody, 100)
    return {"members": list(page), "response_metadata": {"next_cursor": cursor}}


def open_direct(parts: Parts, args: Args) -> dict[str, Any]:
    """conversations.open: direct messages with one user."""
    users = [u for u in str(args.get("users") or "").split(",") if u]
    if len(users) != 1:
        raise RefusalError("users_list_not_supplied" if not users else "method_not_supported_for_channel_type")
    if users[0] not in parts.workspace.users:
        raise RefusalError("user_not_found")
    if users[0] == BOT_USER:
        raise RefusalError("cannot_dm_bot")
    channel = parts.workspace.direct(users[0])
    return {"channel": channel_json(channel) if args.flag("return_im") else {"id": channel.id}}


def join(parts: Parts, args: Args) -> dict[str, Any]:
    """conversations.join: a public channel, by itself."""
    channel = channel_of(parts, args)
    if channel.kind != "channel":
        raise RefusalError("method_not_supported_for_channel_type")
    if channel.archived:
        raise RefusalError("is_archived")
    if BOT_USER in channel.members:
        return {"channel": channel_json(channel), "warning": "already_in_channel"}
    parts.workspace.set_member(channel.id, BOT_USER, True)
    events.joined(parts, channel, parts.workspace.users[BOT_USER], None)
    return {"channel": channel_json(parts.workspace.channel(channel.id) or channel)}


def _readable(parts: Parts, args: Args) -> Channel:
    channel = channel_of(parts, args, member=True)
    _scope(parts, channel, "history")
    return channel


def _scope(parts: Parts, channel: Channel, what: str) -> None:
    """The scope for this very kind of channel."""
    missing = parts.installation.missing((_SCOPES[channel.kind] + what,))
    if missing:
        raise RefusalError("missing_scope", needed=missing, provided=",".join(sorted(parts.installation.scopes or ())))


def _visible(channel: Channel) -> bool:
    return channel.kind == "channel" or BOT_USER in channel.members


def _channels(parts: Parts, args: Args, found: list[Channel]) -> dict[str, Any]:
    wanted = str(args.get("types") or "public_channel").replace(" ", "").split(",")
    if not set(wanted) <= {*_KINDS.values(), "mpim"}:
        raise RefusalError("invalid_types")
    shown = [c for c in found if _KINDS[c.kind] in wanted]
    if args.flag("exclude_archived"):
        shown = [c for c in shown if not c.archived]
    page, cursor = _cut(args, shown, 100)
    return {"channels": [channel_json(c) for c in page], "response_metadata": {"next_cursor": cursor}}


def _between(messages: list[Message], args: Args) -> list[Message]:
    """Those between oldest and latest; the bounds themselves only if asked for."""
    oldest, latest, with_them = time_of(args, "oldest"), time_of(args, "latest"), args.flag("inclusive")
    kept = [m for m in messages if not oldest or m.ts > oldest or (with_them and m.ts == oldest)]
    return [m for m in kept if not latest or m.ts < latest or (with_them and m.ts == latest)]


def _page(parts: Parts, args: Args, messages: list[Message], default: int) -> dict[str, Any]:
    page, cursor = _cut(args, messages, default)
    metadata = args.flag("include_all_metadata")
    threads = parts.workspace.threads(page[0].channel) if page else {}
    shown = [message_json(parts.workspace, m, metadata, threads.get(m.ts, [])) for m in page]
    answer: dict[str, Any] = {"messages": shown, "has_more": bool(cursor), "pin_count": 0}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def _cut(args: Args, things: Sequence[Any], default: int) -> tuple[Sequence[Any], str]:
    """A page, and the cursor of the next one (empty at the end)."""
    limit, start = args.number("limit", default, 1000), 0
    if args.get("cursor"):
        try:
            start = int(base64.b64decode(str(args["cursor"]), validate=True).decode().removeprefix("next:"))
        except ValueError:
            raise RefusalError("invalid_cursor") from None
    end = start + limit
    return things[start:end], base64.b64encode(f"next:{end}".encode()).decode() if end < len(things) else ""
