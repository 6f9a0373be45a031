"""Who and what people name, and what they see; what they cannot see or do is a `UsageError`."""

from __future__ import annotations

from typing import Any

from bot.local_slack.checks.blocks import elements_of
from bot.local_slack.state.workspace import Workspace
from bot.local_slack.types import Channel, Message, User, View
from retrieval.errors import UsageError


def person(workspace: Workspace, name: str) -> User:
    """The user of this name or id."""
    user = workspace.user(name)
    if user is None:
        known = ", ".join(u.name for u in workspace.users.values())
        raise UsageError(f"There is nobody called {name}.", f"There are {known}.")
    return user


def channel_of(workspace: Workspace, user: User, name: str) -> Channel:
    """The channel of this name or id; "dm" is the user's own with the bot."""
    channel = workspace.direct(user.id) if name == "dm" else workspace.channel(name)
    if channel is None:
        known = ", ".join(f"#{c.name}" for c in workspace.channels() if c.name)
        raise UsageError(f"There is no channel {name}.", f"There are {known}, and dm.")
    if channel.kind != "channel" and user.id not in channel.members:
        raise UsageError(f"{user.name} does not see #{channel.name}.", "It is private: act as one of its members.")
    return channel


def may_write(workspace: Workspace, user: str, channel: str) -> tuple[User, Channel]:
    """The user and the channel, where this user may write."""
    who = person(workspace, user)
    where = channel_of(workspace, who, channel)
    if where.archived:
        raise UsageError(f"#{where.name} is archived.", "Nobody can write there.")
    if who.id not in where.members:
        raise UsageError(f"{who.name} is not in #{where.name}.", "Only members write in a channel.")
    return who, where


def message_of(workspace: Workspace, channel: Channel, named: Message | str) -> Message:
    """A message of the channel, as it now is."""
    ts = named.ts if isinstance(named, Message) else named
    message = workspace.message(channel.id, ts)
    if message is None:
        raise UsageError(f"There is no message {ts} in this channel.", "It may have been deleted.")
    return message


def element_of(place: Message | View, action_id: str, value: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The block and the element with this action_id (and value, if that tells several apart)."""
    blocks = place.blocks if isinstance(place, Message) else place.payload["blocks"]
    found = [(b, e) for b in blocks for e in elements_of(b) if e.get("action_id") == action_id]
    exact = [(b, e) for b, e in found if value is None or value in (e.get("value"), None)]
    if exact or found:
        return (exact or found)[0]
    there = ", ".join(str(e.get("action_id")) for b in blocks for e in elements_of(b) if e.get("action_id"))
    raise UsageError(f"There is nothing to click with action_id {action_id}.", f"There is: {there or 'nothing'}.")


def seen(workspace: Workspace, user: User, channel: Channel, thread: str | None = None) -> list[Message]:
    """What a person sees in a channel, or in a thread of it (its root first), in order, as it now stands."""
    mine = [m for m in workspace.timeline(channel.id) if m.only_for in (None, user.id)]
    if thread is not None:
        return [m for m in mine if thread in (m.ts, m.thread_ts)]
    return [m for m in mine if not m.in_thread or m.broadcast]
