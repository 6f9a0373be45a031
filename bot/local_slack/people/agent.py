"""What people do in Slack's view of an agent: they open it, and look at channels beside it."""

from __future__ import annotations

from bot.local_slack import events
from bot.local_slack.context import Parts
from bot.local_slack.delivery import Delivery
from bot.local_slack.people.sight import channel_of, person
from bot.local_slack.types import BOT_USER, Message
from retrieval.errors import UsageError

_NEW_THREAD = "New Assistant Thread"


def opened(parts: Parts, user: str, beside: str) -> tuple[Message | None, list[Delivery]]:
    """*user* opens the app, looking at the channel *beside*, "" for none; the thread's root in the assistant view."""
    who = person(parts.workspace, user)
    about = channel_of(parts.workspace, who, beside).id if beside else ""
    if parts.installation.view == "assistant_view":
        root = parts.workspace.post(parts.workspace.direct(who.id).id, BOT_USER, _NEW_THREAD)
        return root, events.assistant_opened(parts, root, who, about)
    moved = events.looked(parts, who, about, None) if about else []
    return None, [*moved, *events.home_opened(parts, who, "messages")]


def looked(parts: Parts, user: str, beside: str, thread: Message | None) -> list[Delivery]:
    """*user*, who has the app open, at *thread* in the assistant view, looks at the channel *beside*."""
    who = person(parts.workspace, user)
    if not parts.installation.view:
        raise UsageError("The app has no agent view.", "Its manifest would have to name one.")
    return events.looked(parts, who, channel_of(parts.workspace, who, beside).id if beside else "", thread)
