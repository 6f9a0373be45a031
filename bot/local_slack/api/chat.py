"""Web API: writing, changing and deleting messages."""

from __future__ import annotations

from typing import Any

from bot.local_slack import events
from bot.local_slack.api.lookup import channel_of, message_of, thread_of, user_of, writable
from bot.local_slack.api.streams import STREAM_SECONDS
from bot.local_slack.checks.args import Args
from bot.local_slack.checks.contents import MOST_UPDATE, contents, metadata_of
from bot.local_slack.context import Parts
from bot.local_slack.state.json_forms import message_json
from bot.local_slack.types import BOT_USER, Channel, Message, RefusalError


def post_message(parts: Parts, args: Args) -> dict[str, Any]:
    """chat.postMessage: to a channel by id or name, or to a person."""
    channel = writable(parts, args, by_name=True)
    text, blocks = contents(args)
    metadata = metadata_of(args)
    thread = thread_of(parts, channel, args)
    if parts.limit:
        _keep_pace(parts, channel)
    message = parts.workspace.post(
        channel.id,
        BOT_USER,
        text,
        blocks=blocks,
        thread_ts=thread,
        broadcast=bool(thread) and args.flag("reply_broadcast"),
        metadata=metadata,
        payload=_payload(args),
    )
    events.posted(parts, message)
    shown = message_json(parts.workspace, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(parts: Parts, args: Args) -> dict[str, Any]:
    """chat.postEphemeral: for one member's eyes, and gone when they reload."""
    user = user_of(args, "user")
    channel = writable(parts, args)
    text, blocks = contents(args)
    if user not in channel.members:
        raise RefusalError("user_not_in_channel")
    thread = thread_of(parts, channel, args)
    message = parts.workspace.post(
        channel.id, BOT_USER, text, blocks=blocks, thread_ts=thread, only_for=user, payload=_payload(args)
    )
    return {"message_ts": message.ts}


def update(parts: Parts, args: Args) -> dict[str, Any]:
    """chat.update: one's own message. Blocks and metadata that are not sent stay as they were."""
    channel, message = _own(parts, args, "cant_update_message")
    if message.stream == "in_progress" and parts.workspace.clock() - float(message.ts) <= STREAM_SECONDS:
        raise RefusalError("streaming_state_conflict")
    text, blocks = contents(args, MOST_UPDATE)
    metadata = metadata_of(args)
    new = parts.workspace.change(
        message,
        text=text,
        blocks=blocks if "blocks" in args else message.blocks,
        metadata=metadata or message.metadata,
        edited_ts=parts.workspace.next_ts(),
        stream="completed" if message.stream else "",
        payload={**message.payload, **_payload(args)},
    )
    events.changed(parts, new, message)
    shown = {k: v for k, v in message_json(parts.workspace, new, metadata=True).items() if k != "ts"}
    return {"channel": channel.id, "ts": new.ts, "text": text, "message": shown}


def delete(parts: Parts, args: Args) -> dict[str, Any]:
    """chat.delete: one's own message."""
    channel, message = _own(parts, args, "cant_delete_message")
    parts.workspace.delete(message)
    events.deleted(parts, message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(parts: Parts, args: Args) -> dict[str, Any]:
    """chat.getPermalink."""
    channel = channel_of(parts, args)
    (ts,) = args.need("message_ts")
    message = message_of(parts, channel, ts)
    link = f"https://local-lab.example/archives/{channel.id}/p{ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    return {"channel": channel.id, "permalink": link + thread}


def _own(parts: Parts, args: Args, refusal: str) -> tuple[Channel, Message]:
    args.need("channel", "ts")
    channel = channel_of(parts, args)
    message = message_of(parts, channel, str(args["ts"]))
    if message.tombstone:
        raise RefusalError("message_not_found")
    if message.user != BOT_USER:
        raise RefusalError(refusal)
    return channel, message


def _payload(args: Args) -> dict[str, Any]:
    return {name: value for name, value in args.items() if name not in ("token", "text", "blocks")}


def _keep_pace(parts: Parts, channel: Channel) -> None:
    """One message a second and channel (docs.slack.dev/apis/web-api/rate-limits), without the short bursts."""
    now = parts.workspace.clock()
    mine = [m for m in parts.workspace.timeline(channel.id) if m.user == BOT_USER and m.only_for is None]
    if mine and now - float(mine[-1].ts) < 1:
        raise RefusalError("ratelimited", status=429, headers={"Retry-After": "1"})
