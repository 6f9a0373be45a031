"""The conversation a message stands in, as Slack has it: the thread before it, and what our answers there were of."""

from __future__ import annotations

from typing import Any

from bot.question import Turn, bounded, from_json
from bot.slack.addressed import Said
from bot.slack.context import Desk
from bot.slack.job import Job
from bot.slack.outcome import Outcome
from bot.slack.wire.faults import DeliveryError, TokenError, UnknownOutcomeError, patiently


def thread_of(desk: Desk, job: Job) -> list[dict[str, Any]]:
    """The thread up to this message, oldest first; only the message itself when there is none to be had."""
    asked = {"user": job.user, "text": job.request["text"], "ts": job.request["ts"]}
    root: str | None = job.thread
    try:
        if not job.request["in_thread"]:
            # In direct messages people go on below the bot's threads instead of in them.
            root = patiently(lambda: desk.poster.last_root(job.channel, asked["ts"])) if job.request["direct"] else None
        before = patiently(lambda: desk.poster.thread(job.channel, root, asked["ts"])) if root else []
    except TokenError:
        raise
    except (DeliveryError, UnknownOutcomeError):
        # Without the thread a mention is answered as a question of its own; a follow-up is not recognised as one.
        return [asked]
    return [*before, asked]


def as_said(desk: Desk, message: dict[str, Any]) -> Said:
    """*message* of a thread, and whether we said it."""
    ours = message.get("user") == desk.bot_user
    return Said(message.get("user", ""), message.get("text", ""), ours, bool(message.get("bot_id")) and not ours)


def turns_of(desk: Desk, thread: list[dict[str, Any]]) -> tuple[Turn, ...]:
    """The conversation so far, from the metadata of our own messages."""
    kept = (desk.poster.kept(message).get("turn") for message in thread)
    found = [turn for text in kept if isinstance(text, str) and (turn := from_json(text))]
    return tuple(bounded(found))


def with_earlier(desk: Desk, thread: list[dict[str, Any]], turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """*turns* behind those that were known when the first answer of *thread* was made."""
    keys = (str(desk.poster.kept(message).get("key", "")).split(":")[0] for message in thread)
    first = next((kept for key in keys if key and (kept := desk.jobs.named(key)) and kept.reply), None)
    told = Outcome.from_json(first.reply).before if first else ()
    earlier = [turn for text in told if (turn := from_json(text))]
    return tuple(bounded([*earlier, *turns]))
