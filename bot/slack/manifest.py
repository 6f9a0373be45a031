"""The Slack app as Slack wants it described, made from the table of commands; the least it may do, each with why."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.commands import COMMANDS
from bot.slack.wire.http_front import PATH
from retrieval.errors import UsageError

SCOPES = {
    "commands": "the slash commands and the shortcut “Ask about this message”",
    "chat:write": "answers, and the weekly post, in channels it was invited to",
    "app_mentions:read": "hears when it is mentioned",
    "channels:history": "follow-ups without a mention in its own threads; looks whether an answer has already arrived",
    "groups:history": "the same in private channels it was invited to",
    "im:history": "the same in direct messages",
    "channels:read": "the names of the channels it is in, and when it is taken out; for what is shared there, if kept",
    "groups:read": "the same of private channels: what is shared there is told there only",
    "im:write": "answers directly when a slash command's own address has expired",
    "users:read": "tells members from guests and from people of other workspaces, who are refused",
    "reactions:read": "👍 and 👎 on an answer count like its buttons; how many like a shared paper",
    "assistant:write": "in Slack's agent view: questions to begin with, and a title for each conversation",
}
"""Every scope of the bot token, and what it is for."""

TOOLS_SCOPE = "mcp:connect"
"""The scope besides with which Slack's own assistant may call the tools for agents."""

FOR_SHARED = ("channels:read", "groups:read")
"""Those of them that it can do without unless it keeps what is shared."""

APP_SCOPE = "connections:write"
"""The one scope of the app-level token: Socket Mode."""

EVENTS = (
    "app_home_opened",
    "app_mention",
    "channel_deleted",
    "channel_left",
    "group_deleted",
    "group_left",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "reaction_removed",
)
AGENT_EVENTS = ("app_context_changed",)
ASSISTANT_EVENTS = ("assistant_thread_started", "assistant_thread_context_changed")
"""What is heard besides: in the agent view, or in the assistant view that it has replaced."""

_ABOUT = (
    "Answers questions from the papers your team reads. Every sentence carries a quote from an abstract, and it says "
    "so where the papers do not answer."
)
_PROMPTS = ("What is new this week?", "What can you do?")  # until those that fit the archive are set

SHORTCUT = "ask_about_message"
"""The callback id of the shortcut on a message."""


def manifest(prefix: str = "", url: str = "", assistant: bool = False, tools: str = "") -> dict[str, Any]:
    """The manifest to make or update the app from. *prefix* stands before each slash command: "bs-" gives /bs-ask.

    For Socket Mode, unless *url* names the public address that HTTP mode is reached at. *assistant*: for an app that
    has the assistant view still, and keeps it. *tools*: the public address of the tools, for Slack's own assistant.
    """
    address = {"request_url": url} if url else {}
    events = [*EVENTS, *(ASSISTANT_EVENTS if assistant else AGENT_EVENTS)]
    return {
        "display_information": {
            "name": "Broadsheet",
            "description": "The daily papers, read for a research team: cited answers and one-line TL;DRs.",
            "background_color": "#2c3e50",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            **_view(assistant),
            "bot_user": {"display_name": "broadsheet", "always_online": True},
            "shortcuts": [
                {
                    "name": "Ask about this message",
                    "type": "message",
                    "callback_id": SHORTCUT,
                    "description": "Ask the papers about what a message says",
                }
            ],
            "slash_commands": _slash_commands(prefix, url),
        },
        "oauth_config": {"scopes": {"bot": [*SCOPES, *((TOOLS_SCOPE,) if tools else ())]}},
        "settings": {
            "event_subscriptions": {**address, "bot_events": events},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
        **({"mcp_servers": {"broadsheet": {"url": tools, "auth_type": "slack_identity_auth"}}} if tools else {}),
    }


def public_url(address: str, path: str = PATH) -> str:
    """*path* at a public *address*, where Slack is to send requests. Raises `UsageError` for what Slack refuses."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise UsageError(f"“{address}” is no address that Slack calls.", "Write it as https://bot.your.domain.")
    before = parts.path.rstrip("/").removesuffix(path)
    return f"https://{parts.netloc}{before}{path}"


def _view(assistant: bool) -> dict[str, Any]:
    kind = "assistant" if assistant else "agent"
    prompts = [{"title": prompt, "message": prompt} for prompt in _PROMPTS]
    return {f"{kind}_view": {f"{kind}_description": _ABOUT, "suggested_prompts": prompts}}


def _slash_commands(prefix: str, url: str) -> list[dict[str, Any]]:
    return [
        {
            "command": f"/{prefix}{row.name}",
            **({"url": url} if url else {}),
            "description": row.help,
            **({"usage_hint": row.usage} if row.usage else {}),
            "should_escape": False,
        }
        for row in COMMANDS.values()
        if row.slack
    ]
