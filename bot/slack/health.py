"""The Slack part of the health check: tokens, scopes, the signing secret, the channels, and what to click for each.

It asks Slack, and changes nothing there. No token is ever part of what it says.
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from bot.doctor import Finding
from bot.settings import SETTINGS, Settings
from bot.slack.manifest import APP_SCOPE, FOR_SHARED, SCOPES
from bot.slack.wire.poster import web_client
from bot.slack.wire.remedies import remedy

if TYPE_CHECKING:
    from slack_sdk import WebClient

# How each value looks, and where in the app's pages (api.slack.com/apps) it is found.
_LOOKS = {
    "slack_bot_token": (r"xoxb-\S+", "OAuth & Permissions → Bot User OAuth Token, which begins with xoxb-"),
    "slack_app_token": (r"xapp-\S+", f"Basic Information → App-Level Tokens, with {APP_SCOPE}; it begins with xapp-"),
    "slack_signing_secret": (r"[0-9a-f]{32}", "Basic Information → App Credentials → Signing Secret, 32 characters"),
}
_VARIABLES = {row.name: row.variable for row in SETTINGS}


class _RefusedError(Exception):
    """*fault* is Slack's name for the reason, or ours: unreachable, not_slack."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def examine(settings: Settings, channels: Iterable[str] = ()) -> Iterator[Finding]:
    """Every check in order; *channels* are ids of channels the bot must be in. One line says so if Slack is not used.

    Nothing is asked with a token that cannot be one. A fault in one check does not stop the others.
    """
    if not any(getattr(settings, name) for name in _LOOKS):
        yield Finding("slack", True, "not set up")
        return
    misfit = _misfit(settings, "slack_bot_token")
    yield from [misfit] if misfit else _bot(settings, channels)
    if settings.slack_mode == "socket":
        yield _misfit(settings, "slack_app_token") or _app(settings)
    else:
        right = Finding("slack signing secret", True, "looks right; only a request from Slack can tell")
        yield _misfit(settings, "slack_signing_secret") or right


def _misfit(settings: Settings, name: str) -> Finding | None:
    """What is wrong with the look of a token or secret, if anything is."""
    pattern, place = _LOOKS[name]
    value, variable = getattr(settings, name), _VARIABLES[name]
    if re.fullmatch(pattern, value):
        return None
    detail = f"{variable} does not look like one." if value else f"{variable} is not set."
    return Finding(name.replace("_", " "), False, detail, f"Copy it from {place}.")


def _bot(settings: Settings, channels: Iterable[str]) -> Iterator[Finding]:
    """The bot token, its scopes, and the channels."""
    client = web_client(settings.slack_bot_token, settings.slack_url)
    try:
        answer = _asked(client.auth_test)
    except _RefusedError as error:
        yield _refusal("slack bot token", error, "SLACK_BOT_TOKEN")
        return
    name, team = answer.get("user"), answer.get("team")
    yield Finding("slack bot token", True, f"@{name} in {team} ({answer.get('team_id')})")
    yield _scopes(str(answer.headers.get("x-oauth-scopes") or ""), settings.shared)
    for channel in channels:
        yield _channel(client, channel, str(name))


def _scopes(told: str, shared: bool) -> Finding:
    """The scopes the token has against those the bot needs, to keep what is *shared* too if it does."""
    if not told:
        return Finding("slack scopes", False, "Slack did not say which scopes the token has.", "Run this again.")
    given = {scope.strip() for scope in told.split(",")}
    missing = [scope for scope in SCOPES if scope not in given and (shared or scope not in FOR_SHARED)]
    if missing:
        what = "; ".join(f"{scope} ({SCOPES[scope]})" for scope in missing)
        click = f"OAuth & Permissions → Scopes → Bot Token Scopes → add {', '.join(missing)} → Reinstall to Workspace."
        return Finding("slack scopes", False, f"The bot token lacks {what}.", click)
    spare = sorted(given - set(SCOPES))
    return Finding("slack scopes", True, "all there" + (f"; not needed: {', '.join(spare)}" if spare else ""))


def _app(settings: Settings) -> Finding:
    """The app-level token. The address Slack gives for it is not connected to."""
    client = web_client(settings.slack_app_token, settings.slack_url)
    try:
        _asked(client.apps_connections_open, app_token=settings.slack_app_token)
    except _RefusedError as error:
        return _refusal("slack app token", error, "SLACK_APP_TOKEN")
    return Finding("slack app token", True, "Socket Mode lets it in")


def _channel(client: WebClient, channel: str, name: str) -> Finding:
    """Whether the bot is in *channel*: only a member may read it, so that no scope is needed for this alone."""
    what = f"slack channel {channel}"
    if not re.fullmatch(r"[CGD][A-Z0-9]{2,}", channel):
        cure = "Open the channel, click its name, and copy the Channel ID from the foot of About."
        return Finding(what, False, f"“{channel}” is not a channel id.", cure)
    try:
        _asked(client.conversations_history, channel=channel, limit=1)
    except _RefusedError as error:
        return _refusal(what, error, f"@{name}")
    return Finding(what, True, f"@{name} is in it")


def _refusal(what: str, error: _RefusedError, about: str) -> Finding:
    return Finding(what, False, f"The answer was “{error.fault}”.", remedy(error.fault, about))


def _asked(call: Callable[..., Any], **arguments: Any) -> Any:
    """Slack's answer to one call; `_RefusedError` for everything else."""
    from slack_sdk.errors import SlackApiError, SlackClientError

    try:
        return call(**arguments)
    except SlackApiError as error:
        fault = str(error.response.get("error") or "")
        if re.fullmatch(r"[a-z_]{3,60}", fault):
            raise _RefusedError(fault) from None
        # The fault holds a whole page here, of whoever answered in Slack's place.
        raise _RefusedError("service_unavailable" if error.response.status_code >= 500 else "not_slack") from None
    except (OSError, http.client.HTTPException):
        raise _RefusedError("unreachable") from None
    except (SlackClientError, ValueError):
        raise _RefusedError("not_slack") from None
