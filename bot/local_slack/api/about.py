"""Web API: who I am, who they are, and where Socket Mode is."""

from __future__ import annotations

from typing import Any

from bot.local_slack.checks.args import Args
from bot.local_slack.context import Parts
from bot.local_slack.state.json_forms import user_json
from bot.local_slack.types import APP, BOT_ID, BOT_USER, TEAM, RefusalError

_TEAM_NAME = "Local Lab"


def api_test(parts: Parts, args: Args) -> dict[str, Any]:
    """api.test: the arguments back, or the error asked for."""
    if "error" in args:
        raise RefusalError(str(args["error"]), args=dict(args))
    return {"args": dict(args)}


def auth_test(parts: Parts, args: Args) -> dict[str, Any]:
    """auth.test: whose token this is. The scopes are in a header."""
    return {
        "url": "https://local-lab.example/",
        "team": _TEAM_NAME,
        "user": parts.workspace.users[BOT_USER].name,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def open_connection(parts: Parts, args: Args) -> dict[str, Any]:
    """apps.connections.open: an address for one Socket Mode connection."""
    return {"url": parts.sockets.address()}


def bots_info(parts: Parts, args: Args) -> dict[str, Any]:
    """bots.info."""
    (wanted,) = args.need("bot")
    bot = next((u for u in parts.workspace.users.values() if u.bot_id == wanted and wanted), None)
    if bot is None:
        raise RefusalError("bot_not_found")
    app = APP if bot.bot_id == BOT_ID else "A00ROBOT"
    return {"bot": {"id": bot.bot_id, "deleted": False, "name": bot.name, "app_id": app, "user_id": bot.id}}


def team_info(parts: Parts, args: Args) -> dict[str, Any]:
    """team.info."""
    return {"team": {"id": TEAM, "name": _TEAM_NAME, "domain": "local-lab", "email_domain": ""}}


def users_info(parts: Parts, args: Args) -> dict[str, Any]:
    """users.info."""
    (wanted,) = args.need("user")
    user = parts.workspace.users.get(wanted)
    if user is None:
        raise RefusalError("user_not_found")
    return {"user": user_json(user)}


def users_list(parts: Parts, args: Args) -> dict[str, Any]:
    """users.list, in one page; strangers are not members."""
    members = [user_json(user) for user in parts.workspace.users.values() if not user.stranger]
    return {"members": members, "cache_ts": int(parts.workspace.clock()), "response_metadata": {"next_cursor": ""}}
