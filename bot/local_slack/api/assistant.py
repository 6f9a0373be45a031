"""Web API: what an app says about a conversation beside its messages: a status, a title, what may be asked."""

from __future__ import annotations

from typing import Any

from bot.local_slack.api.lookup import channel_of
from bot.local_slack.checks.args import Args, bad_arguments
from bot.local_slack.context import Parts
from bot.local_slack.types import Channel, RefusalError

_MOST_PROMPTS = 4


def set_status(parts: Parts, args: Args) -> dict[str, Any]:
    """assistant.threads.setStatus; an empty status takes it away."""
    _, _, status = args.need("channel_id", "thread_ts", "status")
    channel = channel_of(parts, Args({"channel": args["channel_id"]}), member=True)
    parts.workspace.set_status(channel.id, _thread(parts, channel, args), status)
    return {}


def set_title(parts: Parts, args: Args) -> dict[str, Any]:
    """assistant.threads.setTitle: what a conversation is called in the list of them."""
    _, _, title = args.need("channel_id", "thread_ts", "title")
    channel = _direct(parts, args)
    parts.workspace.set_title(channel.id, _thread(parts, channel, args), title)
    return {}


def set_prompts(parts: Parts, args: Args) -> dict[str, Any]:
    """assistant.threads.setSuggestedPrompts: up to four.

    Slack takes a thread in the assistant view only; in the agent view it says yes to one, and does nothing.
    """
    args.need("channel_id", "prompts")
    prompts = _prompts(args)
    channel = _direct(parts, args)
    thread = _thread(parts, channel, args) if args.get("thread_ts") else ""
    if not thread or parts.installation.view == "assistant_view":
        parts.workspace.set_prompts(channel.id, thread, prompts)
    return {}


def _prompts(args: Args) -> tuple[tuple[str, str], ...]:
    given = args.parsed("prompts", list, "invalid_arguments")
    if len(given) > _MOST_PROMPTS:
        raise bad_arguments(f"no more than {_MOST_PROMPTS} items allowed [json-pointer:/prompts]")
    made = []
    for number, prompt in enumerate(given):
        told = (prompt.get("title"), prompt.get("message")) if isinstance(prompt, dict) else (None, None)
        if not all(isinstance(text, str) and text for text in told):
            raise bad_arguments(f"missing required field: title, message [json-pointer:/prompts/{number}]")
        made.append((str(told[0]), str(told[1])))
    return tuple(made)


def _direct(parts: Parts, args: Args) -> Channel:
    """The person's own conversation with the app: elsewhere there is no agent view."""
    channel = channel_of(parts, Args({"channel": args["channel_id"]}), member=True)
    if channel.kind != "im":
        raise RefusalError("channel_not_found")
    return channel


def _thread(parts: Parts, channel: Channel, args: Args) -> str:
    message = parts.workspace.message(channel.id, str(args["thread_ts"]))
    if message is None:
        raise RefusalError("invalid_thread_ts")
    return message.ts
