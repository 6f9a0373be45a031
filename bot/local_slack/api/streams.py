"""Web API: messages that grow while people read them. Only blocks and Markdown; no tasks and plans.

Limits and errors: docs.slack.dev/reference/methods/chat.startStream, appendStream and stopStream; that a channel needs
both recipients and direct messages take none is what apps report of Slack itself.
"""

from __future__ import annotations

from typing import Any

from bot.local_slack import events
from bot.local_slack.api.lookup import thread_of, writable
from bot.local_slack.checks.args import Args, bad_arguments
from bot.local_slack.checks.contents import metadata_of, refuse_bad
from bot.local_slack.context import Parts
from bot.local_slack.state.json_forms import message_json
from bot.local_slack.types import BOT_USER, Channel, Message, RefusalError

STREAM_SECONDS = 300.0
"""How long Slack lets a stream be one: not documented, measured by many (slackapi/python-slack-sdk#1859)."""
_MOST_BLOCKS, _MOST_MARKDOWN = 50, 12_000

Block = dict[str, Any]


def start(parts: Parts, args: Args) -> dict[str, Any]:
    """chat.startStream: a reply to somebody, in a thread."""
    channel = writable(parts, args)
    thread = thread_of(parts, channel, args)
    if thread is None:
        raise RefusalError("invalid_thread_ts")
    _recipients(args, channel)
    blocks = _taken(args, ())
    message = parts.workspace.post(
        channel.id, BOT_USER, "", blocks=blocks, thread_ts=thread, stream="in_progress", payload=_payload(blocks)
    )
    events.posted(parts, message)
    return {"channel": channel.id, "ts": message.ts}


def append(parts: Parts, args: Args) -> dict[str, Any]:
    """chat.appendStream: more below what there is."""
    channel, message = _streaming(parts, args)
    if not args.get("markdown_text") and not args.get("chunks"):
        raise bad_arguments("missing required field: markdown_text")
    blocks = _taken(args, message.blocks)
    parts.workspace.change(message, blocks=blocks, payload=_payload(blocks))
    return {"channel": channel.id, "ts": message.ts}


def stop(parts: Parts, args: Args) -> dict[str, Any]:
    """chat.stopStream: the end, perhaps with more, with blocks at the foot and with metadata."""
    channel, message = _streaming(parts, args)
    blocks, foot = _taken(args, message.blocks), args.parsed("blocks", list, "invalid_blocks_format") or []
    refuse_bad(foot)
    metadata = metadata_of(args)
    whole = (*blocks, *({"block_id": f"s{n}", **block} for n, block in enumerate(foot)))
    new = parts.workspace.change(
        message, blocks=whole, metadata=metadata, stream="completed", payload=_payload(whole), text=_text(whole)
    )
    events.changed(parts, new, message)
    return {"channel": channel.id, "ts": new.ts, "message": message_json(parts.workspace, new, metadata=True)}


def _streaming(parts: Parts, args: Args) -> tuple[Channel, Message]:
    """The bot's own message, while it is a stream."""
    args.need("channel", "ts")
    channel = writable(parts, args)
    message = parts.workspace.message(channel.id, str(args["ts"]))
    if message is None or message.tombstone or message.user != BOT_USER:
        raise RefusalError("message_not_found")
    over = parts.workspace.clock() - float(message.ts) > STREAM_SECONDS
    if over or message.stream != "in_progress":
        raise RefusalError("message_not_in_streaming_state")
    return channel, message


def _recipients(args: Args, channel: Channel) -> None:
    user, team = args.get("recipient_user_id"), args.get("recipient_team_id")
    if channel.kind == "im" and (user or team):
        raise bad_arguments("recipients are for channels only")
    if channel.kind != "im" and not team:
        raise RefusalError("missing_recipient_team_id")
    if channel.kind != "im" and not user:
        raise RefusalError("missing_recipient_user_id")


def _taken(args: Args, before: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a stream with what this call brings."""
    words, chunks = args.get("markdown_text"), args.parsed("chunks", list, "invalid_chunks")
    if words and chunks:
        raise RefusalError("cannot_provide_both_markdown_text_and_chunks")
    blocks = list(before)
    for chunk in chunks or ([{"type": "markdown_text", "text": words}] if words else []):
        blocks += _blocks(chunk)
    if len(blocks) > _MOST_BLOCKS:
        raise RefusalError("invalid_chunks")
    refuse_bad(blocks)
    return tuple({"block_id": f"c{n}", **block} for n, block in enumerate(blocks))


def _blocks(chunk: Any) -> list[Block]:
    kind = chunk.get("type") if isinstance(chunk, dict) else None
    if kind == "blocks" and isinstance(chunk.get("blocks"), list):
        return list(chunk["blocks"])
    if kind == "markdown_text" and isinstance(chunk.get("text"), str):
        if len(chunk["text"]) > _MOST_MARKDOWN:
            raise RefusalError("msg_too_long")
        return [{"type": "markdown", "text": chunk["text"]}]
    raise RefusalError("invalid_chunks")


def _payload(blocks: tuple[Block, ...]) -> dict[str, Any]:
    return {"blocks": list(blocks)}


def _text(node: Any) -> str:
    """What blocks say, a line each: Slack makes the text of a stream from them."""
    if isinstance(node, dict):
        inner = node.get("text")
        return inner if isinstance(inner, str) else "".join(_text(child) for child in node.values())
    return "\n".join(filter(None, map(_text, node))) if isinstance(node, list | tuple) else ""
