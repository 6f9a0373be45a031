"""The Slack app's manifest: what Slack accepts, no more than is needed, and in step with the commands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Run
from generate import ROOT

from bot.commands import COMMANDS
from bot.slack.manifest import SCOPES, manifest

# What Slack's documentation says each event needs.
NEEDS = {
    "app_context_changed": None,
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "channel_deleted": "channels:read",
    "channel_left": "channels:read",
    "group_deleted": "groups:read",
    "group_left": "groups:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}
ASSISTANT = {"assistant_thread_started", "assistant_thread_context_changed"}  # need none
# Keys and limits of Slack's published schema of manifests, version 1: (type, longest), or the keys of an object.
PROMPTS = [{"title": 100, "message": 500}]
SCHEMA: dict[str, Any] = {
    "display_information": {"name": 35, "description": 140, "background_color": 7},
    "features": {
        "app_home": {"home_tab_enabled": bool, "messages_tab_enabled": bool, "messages_tab_read_only_enabled": bool},
        "agent_view": {"agent_description": 300, "suggested_prompts": PROMPTS},
        "assistant_view": {"assistant_description": 300, "suggested_prompts": PROMPTS},
        "bot_user": {"display_name": 80, "always_online": bool},
        "shortcuts": [{"name": 24, "type": 7, "callback_id": 255, "description": 150}],
        "slash_commands": [
            {"command": 32, "url": 3000, "description": 2000, "usage_hint": 1000, "should_escape": bool}
        ],
    },
    "oauth_config": {"scopes": {"bot": [50]}},
    "settings": {
        "event_subscriptions": {"request_url": 3500, "bot_events": [50]},
        "interactivity": {"is_enabled": bool, "request_url": 3500},
        "org_deploy_enabled": bool,
        "socket_mode_enabled": bool,
        "token_rotation_enabled": bool,
    },
}


def agrees(found: Any, schema: Any, where: str = "manifest") -> None:
    """Fail unless *found* has only keys of *schema*, and texts from 1 to so many characters."""
    if isinstance(schema, dict):
        assert set(found) <= set(schema), where
        for key, value in found.items():
            agrees(value, schema[key], f"{where}.{key}")
    elif isinstance(schema, list):
        assert 1 <= len(found) <= 50, where
        for value in found:
            agrees(value, schema[0], where)
    elif isinstance(schema, int):
        assert isinstance(found, str), where
        assert 1 <= len(found) <= schema, where
    else:
        assert isinstance(found, schema), where


@pytest.mark.parametrize(
    "made",
    [manifest(), manifest("bs-"), manifest(assistant=True), manifest("x" * 20, "https://a.example/slack/events")],
)
def test_slack_accepts_the_manifest(made: dict[str, Any]) -> None:
    """Only keys Slack knows, within its limits, with or without a prefix, for both modes."""
    agrees(made, SCHEMA)
    assert json.loads(json.dumps(made)) == made
    for row in made["features"]["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]+", row["command"])


def test_every_slack_command_is_in_the_manifest() -> None:
    """A new command is a new slash command, with its own usage and help, under the prefix of the workspace."""
    rows = manifest("bs-")["features"]["slash_commands"]
    wanted = [(f"/bs-{row.name}", row.usage, row.help) for row in COMMANDS.values() if row.slack]
    assert [(row["command"], row.get("usage_hint", ""), row["description"]) for row in rows] == wanted
    assert {"/ask", "/tldr", "/papers"} <= {row["command"] for row in manifest()["features"]["slash_commands"]}


def test_scopes_are_the_least_and_each_has_a_reason() -> None:
    """Every event has the scope it needs, no scope reads what the bot is not invited to, and each says why."""
    scopes = manifest()["oauth_config"]["scopes"]["bot"]
    assert scopes == list(SCOPES)
    assert all(SCOPES.values())
    assert set(manifest()["settings"]["event_subscriptions"]["bot_events"]) == set(NEEDS)
    assert {scope for scope in NEEDS.values() if scope} <= set(scopes)
    assert not [scope for scope in scopes if re.match(r"admin|files|search|chat:write\.|users:read\.email", scope)]


def test_an_app_has_one_view_of_an_agent(run: Callable[..., Run]) -> None:
    """The agent view and its event; with --assistant the older one and its two."""
    new, old = manifest(), run("manifest", "--assistant").json
    assert [view for view in new["features"] if view.endswith("_view")] == ["agent_view"]
    assert [view for view in old["features"] if view.endswith("_view")] == ["assistant_view"]
    heard = [set(made["settings"]["event_subscriptions"]["bot_events"]) for made in (new, old)]
    assert heard[0] - heard[1] == {"app_context_changed"}
    assert heard[1] - heard[0] == ASSISTANT
    assert len(new["features"]["agent_view"]["suggested_prompts"]) <= 4


def test_socket_mode_needs_no_address() -> None:
    """Without a public address it is Socket Mode; with one, everything is sent there."""
    assert manifest()["settings"]["socket_mode_enabled"] is True
    assert "url" not in str(manifest()).replace("_url", "")
    made = manifest(url="https://a.example/slack/events")
    assert made["settings"]["socket_mode_enabled"] is False
    assert str(made).count("https://a.example/slack/events") == 2 + len(made["features"]["slash_commands"])


def test_the_file_at_the_top_is_fresh() -> None:
    """manifest.json is what the code says; `make generated` writes it."""
    assert json.loads((ROOT / "manifest.json").read_text(encoding="utf-8")) == manifest()


def test_http_mode_takes_one_address(run: Callable[..., Run]) -> None:
    """`manifest --url` sends every request of Slack's to /slack/events of that address, however it was written."""
    wanted = "https://papers.example.org/slack/events"
    for written in ("https://papers.example.org", "https://papers.example.org/", wanted):
        made = run("manifest", "--url", written).json
        assert made["settings"]["event_subscriptions"]["request_url"] == wanted
        assert made["settings"]["interactivity"]["request_url"] == wanted
        assert {command["url"] for command in made["features"]["slash_commands"]} == {wanted}
    assert run("manifest", "--url", "https://a.example/bot").json["settings"]["interactivity"]["request_url"] == (
        "https://a.example/bot/slack/events"
    )
    for wrong in ("papers.example.org", "http://papers.example.org", "https://"):
        assert run("manifest", "--url", wrong).code == 2


def test_slacks_assistant_may_be_let_in(run: Callable[..., Run]) -> None:
    """`manifest --mcp` names the tools' address and lets Slack say who asks; without it Slack is told of no tools."""
    made = run("manifest", "--mcp", "https://papers.example.org").json
    assert made["mcp_servers"] == {
        "broadsheet": {"url": "https://papers.example.org/mcp", "auth_type": "slack_identity_auth"}
    }
    assert set(made["oauth_config"]["scopes"]["bot"]) - set(SCOPES) == {"mcp:connect"}
    assert made["settings"] == manifest()["settings"]
    assert "mcp" not in str(manifest())
    assert run("manifest", "--mcp", "http://papers.example.org/mcp").code == 2
