"""What one person sees of the local Slack, as JSON for the page."""

from __future__ import annotations

from typing import Any

from bot.local_slack.page.faults_panel import TROUBLES
from bot.local_slack.page.state import Stage
from bot.local_slack.page.traffic import traffic
from bot.local_slack.types import BOT_USER, SLACKBOT, Change, Channel, Message, User, View

Json = dict[str, Any]


def everything(stage: Stage, me: User) -> Json:
    """All that *me* sees now. The page is drawn from this; then `change_json` keeps it up to date."""
    workspace = stage.slack.workspace
    workspace.direct(me.id)
    seen = [c.id for c in workspace.channels() if visible(c, me)]
    views = stage.slack.parts.views
    return {
        "me": me.id,
        "people": [_person(user) for user in workspace.users.values()],
        "bot": BOT_USER,
        "channels": channels(stage, me),
        "messages": [
            message_json(m) for m in workspace.messages() if m.channel in seen and m.only_for in (None, me.id)
        ],
        "home": view_json(views.home(me.id)),
        "modal": view_json(views.modal(me.id)),
        "about": {channel: about_json(stage, channel) for channel in seen},
        "troubles": [{"name": t.name, "label": t.label, "help": t.help} for t in TROUBLES],
        **_installed(stage),
    }


def change_json(stage: Stage, me: User, change: Change) -> Json | None:
    """A line of the workspace's log as *me* sees it; None for what is not theirs to see."""
    if change.what == "member":
        return {"what": "channels", "channels": channels(stage, me)}
    if change.what in ("modal", "closed", "home"):
        if change.user != me.id:
            return None
        return {"what": "home" if change.what == "home" else "modal", "view": view_json(change.view)}
    if change.what == "about":
        channel = stage.slack.workspace.channel(change.channel)
        shown = channel is not None and visible(channel, me)
        told = about_json(stage, change.channel)
        return {"what": "about", "channel": change.channel, "about": told} if shown else None
    message = change.message
    channel = stage.slack.workspace.channel(change.channel)
    if message is None or channel is None or not visible(channel, me) or message.only_for not in (None, me.id):
        return None
    gone = change.what == "deleted" and not message.tombstone
    return {"what": "gone" if gone else "message", "message": message_json(message)}


def status(stage: Stage) -> Json:
    """How the bot and the archive are: the same for everybody."""
    progress = stage.progress
    return {
        "ready": stage.bot is not None,
        "papers": stage.papers,
        "here": stage.here,
        "progress": {"what": progress.what, "done": progress.done, "total": progress.total} if progress else None,
        "stalled": stage.stall.on,
        "connections": stage.slack.connections(),
        "model": stage.library.settings.model_spec,
        "traffic": traffic(stage.slack),
    }


def visible(channel: Channel, me: User) -> bool:
    """True if *me* finds this channel in the list: members do, and of public ones all colleagues."""
    return me.id in channel.members or (channel.kind == "channel" and not (me.guest or me.stranger))


def channels(stage: Stage, me: User) -> list[Json]:
    """The channels *me* sees, their chat with the bot last."""
    found = [c for c in stage.slack.workspace.channels() if visible(c, me)]
    return [
        {
            "id": c.id,
            "name": c.name,
            "kind": c.kind,
            "archived": c.archived,
            "shared": c.shared,
            "member": me.id in c.members,
            "bot": BOT_USER in c.members,
        }
        for c in sorted(found, key=lambda c: c.kind == "im")
    ]


def message_json(message: Message) -> Json:
    """A message as the page draws it. *thread* is its root's ts for a reply, None otherwise."""
    return {
        "channel": message.channel,
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "blocks": list(message.blocks),
        "thread": message.thread_ts if message.in_thread else None,
        "broadcast": message.broadcast,
        "private": message.only_for is not None,
        "edited": message.edited_ts is not None,
        "gone": message.tombstone,
        "growing": message.stream == "in_progress",
        "reactions": [[name, list(who)] for name, who in message.reactions],
    }


def about_json(stage: Stage, channel: str) -> Json:
    """What stands about the conversations of a channel: by thread the status and the title, and what is suggested."""
    about = stage.slack.workspace.about(channel)
    prompts = [prompt for suggested in about.prompts.values() for prompt in suggested]
    return {
        "signs": {thread: status for (_, thread), status in about.statuses.items()},
        "titles": {thread: title for (_, thread), title in about.titles.items()},
        "prompts": [{"title": title, "message": message} for title, message in prompts],
    }


def view_json(view: View | None) -> Json | None:
    """A modal or a Home tab as the page draws it."""
    return None if view is None else {"id": view.id, "hash": view.hash, **view.payload, "errors": dict(view.errors)}


def _person(user: User) -> Json:
    kind = "bot" if user.bot_id or user.id == SLACKBOT else "guest" if user.guest else "person"
    return {
        "id": user.id,
        "name": user.name,
        "real": user.real_name,
        "kind": "stranger" if user.stranger else kind,
    }


def _installed(stage: Stage) -> Json:
    """What the app's manifest adds to Slack: commands to complete, shortcuts on a message."""
    from bot.slack.manifest import manifest

    features = manifest(stage.library.settings.slack_prefix)["features"]
    commands = [
        {"name": c["command"], "usage": c.get("usage_hint", ""), "help": c["description"]}
        for c in features["slash_commands"]
    ]
    shortcuts = [{"name": s["name"], "id": s["callback_id"]} for s in features["shortcuts"] if s["type"] == "message"]
    return {"commands": commands, "shortcuts": shortcuts}
