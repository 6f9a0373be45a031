"""The Slack part of `broadsheet doctor`: each fault of a set-up is named, with what to click, and no token is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from loopback import running
from servers import nowhere

from bot.doctor import Finding
from bot.local_slack.slack import LocalSlack
from bot.settings import load
from bot.slack.health import examine
from bot.slack.manifest import SCOPES, manifest
from bot.slack.wire.remedies import remedy

BOT, APP, SECRET = "xoxb-canary-1234567890", "xapp-canary-1234567890", "0123456789abcdef" * 2
AUTH = {"ok": True, "user": "broadsheet", "team": "Harbour Lab", "team_id": "T01"}


@dataclass
class Slack:
    """What the loopback stand-in answers to each method: a document, or a status and a page."""

    answers: dict[str, Any] = field(default_factory=lambda: {"auth.test": AUTH, "apps.connections.open": {"ok": True}})
    scopes: str = ",".join(SCOPES)
    asked: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""


@contextmanager
def standing(slack: Slack) -> Iterator[Slack]:
    """*slack* on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            method = self.path.rsplit("/", 1)[-1]
            slack.asked.append((method, self.headers.get("Authorization", "")))
            channel = next((part.partition("=")[2] for part in body.split("&") if part.startswith("channel=")), "")
            answer = slack.answers.get(f"{method} {channel}".strip(), {"ok": False, "error": "unknown_method"})
            status, page = answer if isinstance(answer, tuple) else (200, json.dumps(answer))
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("x-oauth-scopes", slack.scopes)
            self.send_header("Content-Length", str(len(page.encode())))
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *args: object) -> None:
            """Tests print nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    slack.url = f"http://127.0.0.1:{http.server_port}/api"
    with running(http):
        yield slack


def checked(url: str, *channels: str, **changed: str) -> dict[str, Finding]:
    """What the check finds with good tokens but for what is *changed*; none of them may be in what it says."""
    env = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SECRET, "BROADSHEET_SLACK_URL": url}
    found = {f.name: f for f in examine(load(env=env | changed), channels)}
    for finding in found.values():
        assert not [value for value in (BOT, APP, SECRET) if value in str(finding)]
        assert finding.well == (not finding.remedy), finding
    return found


def test_a_good_set_up_is_well() -> None:
    """Right tokens, all scopes and a channel it was invited to: every line is ok, and says who the bot is where."""
    answers = {"auth.test": AUTH, "apps.connections.open": {"ok": True}, "conversations.history C012": {"ok": True}}
    with standing(Slack(answers)) as slack:
        found = checked(slack.url, "C012")
    assert all(f.well for f in found.values())
    assert list(found) == ["slack bot token", "slack scopes", "slack channel C012", "slack app token"]
    assert found["slack bot token"].detail == "@broadsheet in Harbour Lab (T01)"
    assert slack.asked[-1] == ("apps.connections.open", f"Bearer {APP}")


def test_slack_that_nobody_uses_is_no_fault() -> None:
    """Without any token the doctor says that Slack is not set up, and that is well."""
    assert list(examine(load(env={}))) == [Finding("slack", True, "not set up")]


def test_missing_scopes_are_named_with_what_to_click() -> None:
    """Each missing scope is named with what it is for, and where to add it."""
    with standing(Slack(scopes="commands,chat:write,files:read")) as slack:
        finding = checked(slack.url)["slack scopes"]
    assert "users:read (" + SCOPES["users:read"] + ")" in finding.detail
    assert "chat:write" not in finding.detail
    assert finding.remedy.startswith("OAuth & Permissions → Scopes → Bot Token Scopes → add app_mentions:read, ")
    assert finding.remedy.endswith("→ Reinstall to Workspace.")


def test_scopes_that_are_not_needed_are_told() -> None:
    """More than the bot needs is no fault, but it is said; no word about scopes is a fault."""
    with standing(Slack(scopes=", ".join([*SCOPES, "files:read"]))) as slack:
        assert checked(slack.url)["slack scopes"].detail == "all there; not needed: files:read"
        slack.scopes = ""
        assert not checked(slack.url)["slack scopes"].well


@pytest.mark.parametrize(
    ("method", "name", "fault", "told"),
    [
        ("auth.test", "slack bot token", "invalid_auth", "Copy SLACK_BOT_TOKEN again"),
        ("auth.test", "slack bot token", "account_inactive", "install it again"),
        ("auth.test", "slack bot token", "not_allowed_token_type", "xoxb- is the bot's"),
        ("auth.test", "slack bot token", "internal_error", "status.slack.com"),
        ("auth.test", "slack bot token", "an_error_of_next_year", "docs.slack.dev"),
        ("apps.connections.open", "slack app token", "missing_scope", "App-Level Tokens → connections:write"),
        ("apps.connections.open", "slack app token", "invalid_auth", "Copy SLACK_APP_TOKEN again"),
        ("conversations.history C012", "slack channel C012", "not_in_channel", "/invite @broadsheet"),
        ("conversations.history C012", "slack channel C012", "channel_not_found", "/invite @broadsheet"),
        ("conversations.history C012", "slack channel C012", "is_archived", "archived"),
    ],
)
def test_what_slack_refuses_has_a_remedy(method: str, name: str, fault: str, told: str) -> None:
    """Each of Slack's errors is shown under its own name, with a remedy; the other checks go on."""
    slack = Slack()
    slack.answers = {**slack.answers, method: {"ok": False, "error": fault}}
    with standing(slack):
        found = checked(slack.url, "C012")
    assert f"“{fault}”" in found[name].detail
    assert told in found[name].remedy
    assert "slack app token" in found


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ((429, '{"ok": false, "error": "ratelimited"}'), "ratelimited"),
        ((503, "<html>busy</html>"), "service_unavailable"),
        ((200, "<html>sign in to the network</html>"), "not_slack"),
        ((404, "<html>nothing here</html>"), "not_slack"),
        ((200, "{broken"), "not_slack"),
    ],
)
def test_whoever_answers_in_slacks_place_is_a_finding(answer: tuple[int, str], fault: str) -> None:
    """A proxy's page, a limit or a broken answer is a finding with a remedy, not a traceback, and is not quoted."""
    with standing(Slack({"auth.test": answer})) as slack:
        finding = checked(slack.url)["slack bot token"]
    assert finding.detail == f"The answer was “{fault}”."


def test_no_network_is_a_finding() -> None:
    """Where nobody answers, each token's check says so and what to look at."""
    found = checked(nowhere(), "C012")
    assert [f.detail for f in found.values()] == ["The answer was “unreachable”."] * 2
    assert "BROADSHEET_SLACK_URL" in found["slack bot token"].remedy


@pytest.mark.parametrize(
    ("variable", "value", "name", "told"),
    [
        ("SLACK_BOT_TOKEN", "", "slack bot token", "OAuth & Permissions → Bot User OAuth Token"),
        ("SLACK_BOT_TOKEN", APP, "slack bot token", "begins with xoxb-"),
        ("SLACK_APP_TOKEN", "", "slack app token", "App-Level Tokens, with connections:write"),
        ("SLACK_APP_TOKEN", BOT, "slack app token", "begins with xapp-"),
    ],
)
def test_a_token_that_cannot_be_one_is_not_sent(variable: str, value: str, name: str, told: str) -> None:
    """An empty or swapped token is found without asking Slack, and its place in the app's pages is named."""
    with standing(Slack()) as slack:
        finding = checked(slack.url, **{variable: value})[name]
    assert not finding.well
    assert variable in finding.detail
    assert told in finding.remedy
    assert {"slack bot token": "auth.test", "slack app token": "apps.connections.open"}[name] not in dict(slack.asked)


def test_http_mode_needs_the_signing_secret_and_no_app_token() -> None:
    """In HTTP mode the signing secret is looked at instead of the app-level token."""
    with standing(Slack()) as slack:
        good = checked(slack.url, BROADSHEET_SLACK_MODE="http", SLACK_APP_TOKEN="")
        bad = checked(slack.url, BROADSHEET_SLACK_MODE="http", SLACK_SIGNING_SECRET="not it")
    assert good["slack signing secret"].well
    assert "slack app token" not in good
    assert "App Credentials → Signing Secret" in bad["slack signing secret"].remedy


def test_a_channel_is_given_by_its_id() -> None:
    """A channel's name instead of its id is found, with where to copy the id."""
    with standing(Slack()) as slack:
        finding = checked(slack.url, "papers")["slack channel papers"]
    assert "Channel ID" in finding.remedy


def test_the_local_slack_passes_what_the_manifest_asks_for() -> None:
    """An app made from our own manifest lacks nothing; of the channels only those it was invited to are well."""
    with LocalSlack(manifest()) as slack:
        tokens = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}
        found = checked(slack.api_url, "C00PAPERS", "C00LAB", "C00RANDOM", "C00BOARD", **tokens)
    assert [name for name, f in found.items() if not f.well] == ["slack channel C00RANDOM", "slack channel C00BOARD"]
    assert all("/invite @broadsheet" in f.remedy for f in found.values() if not f.well)


def test_every_remedy_can_be_told() -> None:
    """No remedy has a gap in it, whatever error it is for."""
    from bot.slack.wire.remedies import _REMEDIES

    for fault in _REMEDIES:
        assert "{" not in remedy(fault, "SLACK_BOT_TOKEN")
