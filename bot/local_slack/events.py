"""What Slack tells the app: messages, mentions, reactions, visits, each an event of its own."""

from __future__ import annotations

import secrets
from typing import Any

from bot.local_slack.checks.live import mentions
from bot.local_slack.context import Parts
from bot.local_slack.delivery import Delivery
from bot.local_slack.state.json_forms import message_json, view_json
from bot.local_slack.types import APP, BOT_USER, TEAM, Channel, Message, User

Json = dict[str, Any]
_MESSAGES = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


def posted(parts: Parts, message: Message) -> list[Delivery]:
    """A new message: `message`, and `app_mention` as well where a person names the bot in a channel."""
    channel = _channel(parts, message.channel)
    author = parts.workspace.users[message.user]
    shown = message_json(parts.workspace, message) | {"channel": channel.id, "event_ts": message.ts}
    if author.stranger:
        shown |= {"user_team": author.team, "source_team": author.team}
    if not author.bot_id:
        shown |= {"client_msg_id": secrets.token_hex(16), "blocks": _typed_blocks(message.text)}
    sent = _message_event(parts, channel, shown)
    if channel.kind != "im" and BOT_USER in mentions(message.text) and message.user != BOT_USER:
        sent += _event(parts, channel, "app_mention", {**shown, "type": "app_mention"})
    return sent


def changed(parts: Parts, message: Message, before: Message) -> list[Delivery]:
    """An edited message."""
    channel = _channel(parts, message.channel)
    now = parts.workspace.next_ts()
    event: Json = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": now, "event_ts": now}
    event |= {"channel": channel.id, "message": message_json(parts.workspace, message)}
    return _message_event(parts, channel, {**event, "previous_message": message_json(parts.workspace, before)})


def deleted(parts: Parts, message: Message) -> list[Delivery]:
    """A deleted message."""
    channel = _channel(parts, message.channel)
    now = parts.workspace.next_ts()
    event: Json = {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": now, "event_ts": now}
    event |= {"channel": channel.id, "deleted_ts": message.ts}
    return _message_event(parts, channel, {**event, "previous_message": message_json(parts.workspace, message)})


def reacted(parts: Parts, message: Message, user: User, name: str, on: bool) -> list[Delivery]:
    """A reaction added or removed."""
    kind = "reaction_added" if on else "reaction_removed"
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    event = {"type": kind, "user": user.id, "reaction": name, "item": item, "item_user": message.user}
    event["event_ts"] = parts.workspace.next_ts()
    return _event(parts, _channel(parts, message.channel), kind, event)


def home_opened(parts: Parts, user: User, tab: str = "home") -> list[Delivery]:
    """Somebody looks at the app's Home tab, or at its messages."""
    view = parts.views.home(user.id)
    channel = parts.workspace.direct(user.id)
    event: Json = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab}
    event |= {"event_ts": parts.workspace.next_ts()} | ({"view": view_json(view)} if view else {})
    return _event(parts, channel, "app_home_opened", event)


def assistant_opened(parts: Parts, root: Message, user: User, about: str) -> list[Delivery]:
    """Somebody begins a thread in the older assistant view, beside the channel *about*."""
    return _assistant_event(parts, "assistant_thread_started", root, user, about)


def looked(parts: Parts, user: User, about: str, root: Message | None) -> list[Delivery]:
    """Somebody looks at another channel beside the app; *root* is the thread they have open in the assistant view."""
    if root is not None:
        return _assistant_event(parts, "assistant_thread_context_changed", root, user, about)
    channel = parts.workspace.direct(user.id)
    entity = {"type": "slack#/types/channel_id", "value": about, "team_id": TEAM}
    event: Json = {"type": "app_context_changed", "channel": channel.id, "user": user.id}
    event |= {"context": {"entities": [entity]} if about else {}, "event_ts": parts.workspace.next_ts()}
    return _event(parts, channel, "app_context_changed", event)


def _assistant_event(parts: Parts, kind: str, root: Message, user: User, about: str) -> list[Delivery]:
    context = {"channel_id": about, "team_id": TEAM, "enterprise_id": None} if about else {}
    thread = {"user_id": user.id, "context": context, "channel_id": root.channel, "thread_ts": root.ts}
    event = {"type": kind, "assistant_thread": thread, "event_ts": parts.workspace.next_ts()}
    return _event(parts, _channel(parts, root.channel), kind, event)


def joined(parts: Parts, channel: Channel, user: User, inviter: User | None) -> list[Delivery]:
    """Somebody is new in a channel: perhaps the bot."""
    kind = "C" if channel.kind == "channel" else "G"
    event: Json = {"type": "member_joined_channel", "user": user.id, "channel": channel.id, "channel_type": kind}
    event |= {"team": user.team, "event_ts": parts.workspace.next_ts()} | ({"inviter": inviter.id} if inviter else {})
    return _event(parts, _channel(parts, channel.id), "member_joined_channel", event)


def removed(parts: Parts, channel: Channel, user: User, remover: User) -> list[Delivery]:
    """The bot was taken out of a channel: it is told so, and nothing more from there."""
    if user.id != BOT_USER:
        return []
    kind = "channel_left" if channel.kind == "channel" else "group_left"
    event: Json = {"type": kind, "channel": channel.id, "actor_id": remover.id, "event_ts": parts.workspace.next_ts()}
    return _told(parts, channel, kind, event)


def _message_event(parts: Parts, channel: Channel, event: Json) -> list[Delivery]:
    return _event(parts, channel, _MESSAGES[channel.kind], {**event, "channel_type": channel.kind})


def _event(parts: Parts, channel: Channel, subscription: str, event: Json) -> list[Delivery]:
    """Deliver one event, if the app asked for it and is where it happens."""
    return _told(parts, channel, subscription, event) if BOT_USER in channel.members else []


def _told(parts: Parts, channel: Channel, subscription: str, event: Json) -> list[Delivery]:
    if not parts.installation.subscribed(subscription):
        return []
    name = "Ev" + secrets.token_hex(5).upper()
    authorization = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
    payload: Json = {
        "token": "deprecated",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": name,
        "event_time": int(parts.workspace.clock()),
        "authorizations": [{**authorization, "is_enterprise_install": False}],
        "is_ext_shared_channel": channel.shared,
        "event_context": f"4-{name}",
    }
    return [parts.dispatcher.deliver(Delivery("events_api", payload, name))]


def _typed_blocks(text: str) -> list[Json]:
    """What a person's client sends beside the text; here in one piece."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": secrets.token_hex(2), "elements": [section]}]


def _channel(parts: Parts, name: str) -> Channel:
    channel = parts.workspace.channel(name)
    assert channel is not None
    return channel
