"""The workspace's nouns as Slack writes them in JSON."""

from __future__ import annotations

from typing import Any

from bot.local_slack.state.workspace import Workspace
from bot.local_slack.types import APP, BOT_ID, BOT_USER, TEAM, Channel, Message, User, View

Json = dict[str, Any]


def user_json(user: User) -> Json:
    """As in users.info."""
    return {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": False,
        "tz": "Europe/London",
        "profile": {"real_name": user.real_name, "display_name": user.name, "team": user.team},
        "is_bot": bool(user.bot_id),
        "is_app_user": False,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": user.guest,
        "is_ultra_restricted": False,
        "is_stranger": user.stranger,
    }


def channel_json(channel: Channel) -> Json:
    """As in conversations.info, for the bot."""
    if channel.kind == "im":
        other = next(iter(channel.members - {BOT_USER}))
        return {"id": channel.id, "is_im": True, "user": other, "is_archived": False, "is_open": True}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "group",
        "is_archived": channel.archived,
        "is_member": BOT_USER in channel.members,
        "is_shared": channel.shared,
        "is_ext_shared": channel.shared,
        "num_members": len(channel.members),
        "context_team_id": TEAM,
    }


def message_json(
    workspace: Workspace, message: Message, metadata: bool = False, replies: list[Message] | None = None
) -> Json:
    """As in conversations.history; metadata only when asked for. *replies*, where the caller has looked already."""
    author = workspace.users[message.user]
    shown: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts, "team": author.team}
    if message.tombstone:
        shown |= {"subtype": "tombstone", "hidden": True, "user": "USLACKBOT"}
    if author.bot_id:
        app = {"id": author.bot_id, "name": author.name, "team_id": TEAM, "deleted": False}
        shown |= {"bot_id": author.bot_id, "app_id": APP if author.bot_id == BOT_ID else "A00ROBOT", "bot_profile": app}
    shown |= {"blocks": list(message.blocks)} if message.blocks else {}
    shown |= _thread_json(workspace, message, workspace.replies(message) if replies is None else replies)
    if message.stream:
        shown["streaming_state"] = message.stream
    if message.broadcast:
        shown["subtype"] = "thread_broadcast"
    if message.edited_ts:
        shown["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.reactions:
        shown["reactions"] = [{"name": n, "users": list(who), "count": len(who)} for n, who in message.reactions]
    if metadata and message.metadata:
        shown["metadata"] = message.metadata
    return shown


def _thread_json(workspace: Workspace, message: Message, under: list[Message]) -> Json:
    if message.in_thread:
        parent = workspace.message(message.channel, message.thread_ts or "")
        return {"thread_ts": message.thread_ts} | ({"parent_user_id": parent.user} if parent else {})
    replies = [m for m in under if m.only_for is None]
    if not replies:
        return {}
    users = list(dict.fromkeys(m.user for m in replies))
    counts = {"reply_count": len(replies), "reply_users_count": len(users), "reply_users": users}
    return {"thread_ts": message.ts, "latest_reply": replies[-1].ts, **counts}


def view_json(view: View) -> Json:
    """As in views.open and in view_submission."""
    defaults = {"private_metadata": "", "callback_id": "", "external_id": ""}
    return {
        **defaults,
        **view.payload,
        "id": view.id,
        "team_id": TEAM,
        "app_id": APP,
        "bot_id": BOT_ID,
        "hash": view.hash,
        "root_view_id": view.root,
        "previous_view_id": None,
        "state": {"values": dict(view.values)},
    }
