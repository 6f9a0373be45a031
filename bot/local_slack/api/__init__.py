"""The Web API: one table of methods; tokens and scopes are checked before a method runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.local_slack.api import about as api_about
from bot.local_slack.api import assistant as api_assistant
from bot.local_slack.api import chat as api_chat
from bot.local_slack.api import conversations as api_conversations
from bot.local_slack.api import reactions as api_reactions
from bot.local_slack.api import streams as api_streams
from bot.local_slack.api import views as api_views
from bot.local_slack.checks.args import Args
from bot.local_slack.context import Parts
from bot.local_slack.types import RefusalError

_Run = Callable[[Parts, Args], dict[str, Any]]
_HISTORY = ("channels:history", "groups:history", "im:history")
_READ = ("channels:read", "groups:read", "im:read")


@dataclass(frozen=True, slots=True)
class Method:
    """One row: what runs, the scopes of which one is needed, the kind of token."""

    run: _Run
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app"] = "bot"


METHODS: dict[str, Method] = {
    "api.test": Method(api_about.api_test),
    "assistant.threads.setStatus": Method(api_assistant.set_status, ("chat:write",)),
    "assistant.threads.setSuggestedPrompts": Method(api_assistant.set_prompts, ("assistant:write",)),
    "assistant.threads.setTitle": Method(api_assistant.set_title, ("assistant:write",)),
    "auth.test": Method(api_about.auth_test),
    "apps.connections.open": Method(api_about.open_connection, token="app"),
    "bots.info": Method(api_about.bots_info, ("users:read",)),
    "team.info": Method(api_about.team_info, ("team:read",)),
    "users.info": Method(api_about.users_info, ("users:read",)),
    "users.list": Method(api_about.users_list, ("users:read",)),
    "chat.postMessage": Method(api_chat.post_message, ("chat:write",)),
    "chat.startStream": Method(api_streams.start, ("chat:write",)),
    "chat.appendStream": Method(api_streams.append, ("chat:write",)),
    "chat.stopStream": Method(api_streams.stop, ("chat:write",)),
    "chat.postEphemeral": Method(api_chat.post_ephemeral, ("chat:write",)),
    "chat.update": Method(api_chat.update, ("chat:write",)),
    "chat.delete": Method(api_chat.delete, ("chat:write",)),
    "chat.getPermalink": Method(api_chat.permalink),
    "conversations.history": Method(api_conversations.history, _HISTORY),
    "conversations.replies": Method(api_conversations.replies, _HISTORY),
    "conversations.info": Method(api_conversations.info, _READ),
    "conversations.list": Method(api_conversations.listing, _READ),
    "conversations.members": Method(api_conversations.members, _READ),
    "conversations.open": Method(api_conversations.open_direct, ("im:write",)),
    "conversations.join": Method(api_conversations.join, ("channels:join",)),
    "users.conversations": Method(api_conversations.of_user, _READ),
    "reactions.add": Method(api_reactions.add, ("reactions:write",)),
    "reactions.remove": Method(api_reactions.remove, ("reactions:write",)),
    "reactions.get": Method(api_reactions.get, ("reactions:read",)),
    "views.open": Method(api_views.open_modal),
    "views.push": Method(api_views.push),
    "views.publish": Method(api_views.publish),
    "views.update": Method(api_views.update),
}


def call(parts: Parts, name: str, args: Args, headers: Mapping[str, str]) -> dict[str, Any]:
    """The answer of one call with `ok: true`; `RefusalError` is the answer with `ok: false`."""
    method = METHODS.get(name)
    if method is None:
        raise RefusalError("unknown_method", req_method=name)
    if name == "api.test":
        return {"ok": True, **method.run(parts, args)}
    token = _token(args, headers)
    installation = parts.installation
    if token not in (installation.bot_token, installation.app_token):
        raise RefusalError("invalid_auth" if token else "not_authed")
    wanted = installation.app_token if method.token == "app" else installation.bot_token
    if token != wanted:
        raise RefusalError("not_allowed_token_type")
    if method.token == "bot" and parts.faults.locked_out:
        raise RefusalError(parts.faults.locked_out)
    missing = installation.missing(method.scopes)
    if missing:
        provided = ",".join(sorted(installation.scopes or ()))
        raise RefusalError("missing_scope", needed=missing, provided=provided)
    return {"ok": True, **method.run(parts, args)}


def _token(args: Args, headers: Mapping[str, str]) -> str:
    """The token of a form field, or else of the header."""
    bearer = headers.get("authorization", "")
    return str(args.get("token") or bearer.removeprefix("Bearer ").strip())
