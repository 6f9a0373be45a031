"""What the app is allowed and has asked for in this workspace: tokens, scopes, events, commands."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def _token(prefix: str) -> str:
    return f"{prefix}-local-{secrets.token_hex(12)}"


@dataclass(frozen=True, slots=True)
class Installation:
    """An installed app. None means: everything. Tokens and the signing secret are made up for each one.

    *view*: `agent_view`, the older `assistant_view`, or "" for an app that has neither.
    """

    scopes: frozenset[str] | None = None
    events: frozenset[str] | None = None
    commands: frozenset[str] | None = None
    escapes: bool = False
    view: str = "agent_view"
    bot_token: str = field(default_factory=lambda: _token("xoxb"), repr=False)
    app_token: str = field(default_factory=lambda: _token("xapp"), repr=False)
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)

    def missing(self, scopes: tuple[str, ...]) -> str:
        """The scope a method needs and has not got; any one of *scopes* is enough. Empty if all is well."""
        if self.scopes is None or not scopes or self.scopes & set(scopes):
            return ""
        return ",".join(scopes)

    def subscribed(self, event: str) -> bool:
        """True if the app gets this bot event."""
        return self.events is None or event in self.events


def from_manifest(manifest: Mapping[str, Any]) -> Installation:
    """The installation an app manifest asks for, so that what it leaves out fails here as in Slack."""
    features = manifest.get("features", {})
    settings = manifest.get("settings", {})
    commands = features.get("slash_commands", [])
    return Installation(
        frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        frozenset(str(command["command"]) for command in commands),
        any(command.get("should_escape") for command in commands),
        next((view for view in ("agent_view", "assistant_view") if view in features), ""),
    )
