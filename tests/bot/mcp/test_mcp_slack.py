"""Slack's assistant asks through the tools: as the person who asked it, and under the rules of the bot."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from agents import over_http
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from slackbot import QUESTION, HeldModel, application

from bot.app import App
from bot.local_slack import LocalSlack
from bot.mcp import assistant
from bot.mcp.door import LARGEST
from bot.slack.manifest import manifest
from bot.slack.wire.signature import WINDOW

TEAM = "T00LOCAL"
KINDS = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
HELLO = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "some", "version": "1"}}


@dataclass(frozen=True)
class Office:
    """A server, and a Slack whose assistant knows it."""

    app: App
    slack: LocalSlack
    address: str
    bearer: dict[str, str]

    def signed(self, body: bytes, at: float = 0.0, secret: str = "") -> dict[str, str]:
        """The headers Slack would send with *body*."""
        stamp = str(int(at or time.time()))
        key = (secret or self.slack.signing_secret).encode()
        digest = hmac.new(key, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    def post(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        return httpx.post(self.address, content=body, headers=KINDS | headers, timeout=60)

    def heard(self, method: str, user: str = "", team: str = TEAM, **params: Any) -> dict[str, Any]:
        """What a request that Slack signed is answered."""
        meta = {"_meta": {"slack": {"user_id": user, "team_id": team}}} if user else {}
        body = json.dumps({"jsonrpc": "2.0", "id": 7, "method": method, "params": {**params, **meta}}).encode()
        answer = self.post(body, self.signed(body))
        assert answer.status_code == 200, answer.text
        lines = [line[6:] for line in answer.text.splitlines() if line.startswith("data: {")]
        return dict(json.loads(lines[-1] if lines else answer.text))

    def asked(self, user: str, team: str = TEAM) -> dict[str, Any]:
        """What `ask` gives whoever asked Slack's assistant."""
        result = self.heard("tools/call", user, team, name="ask", arguments={"question": QUESTION})["result"]
        return dict(result)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with LocalSlack(manifest()) as slack:
        yield from opened(tmp_path, slack)


def opened(folder: Path, slack: LocalSlack, **settings: str) -> Iterator[Office]:
    model = HeldModel()
    model.free.set()
    app = application(
        folder / "data", model, BROADSHEET_MCP_PORT="0", SLACK_SIGNING_SECRET=slack.signing_secret,
        SLACK_BOT_TOKEN=slack.bot_token, BROADSHEET_SLACK_URL=slack.api_url, **settings,
    )  # fmt: skip
    with over_http(app) as served:
        yield Office(app, slack, served.address, served.bearer)
    app.close()


def test_slacks_assistant_asks_as_the_person(office: Office) -> None:
    """A member who asks Slack's assistant is answered, on the budget they have with the bot."""
    assert office.heard("initialize", **HELLO)["result"]["serverInfo"]["name"] == "broadsheet"
    assert len(office.heard("tools/list")["result"]["tools"]) == 7
    answered = office.asked("U00ALICE")
    assert answered["structuredContent"]["state"] == "answered"
    assert {row.user for row in office.app.budget.spent()} == {"U00ALICE"}


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_whatever_form_of_the_protocol_slack_speaks(office: Office, mode: Any) -> None:
    """The SDK's client, signing as Slack does, is answered in the newest form of the protocol and in the one before."""

    async def sign(request: Any) -> None:
        request.headers.update(office.signed(await request.aread()))

    async def talk() -> Any:
        who: Any = {"slack": {"user_id": "U00BOB", "team_id": TEAM, "enterprise_id": None}}
        async with (
            httpx2.AsyncClient(event_hooks={"request": [sign]}, timeout=60) as wire,
            Client(streamable_http_client(office.address, http_client=wire), mode=mode) as client,
        ):
            return await client.call_tool("ask", {"question": QUESTION}, meta=who)

    assert asyncio.run(asyncio.wait_for(talk(), 60)).structured_content["state"] == "answered"
    assert {row.user for row in office.app.budget.spent()} == {"U00BOB"}


@pytest.mark.parametrize(
    ("user", "team", "why"),
    [
        ("U00GINA", TEAM, "does not serve guests"),
        ("U00SAM", TEAM, "serves its own workspace only"),
        ("U00ALICE", "T00OTHER", "serves its own workspace only"),
        ("U00NOBODY", TEAM, "could not check who you are"),
        ("", TEAM, "does not say who asks"),
        ("../alice", TEAM, "does not say who asks"),
    ],
)
def test_whom_the_bot_turns_away_the_tools_turn_away(office: Office, user: str, team: str, why: str) -> None:
    """Guests, people of other workspaces, nobody: they are told why, and no model is asked."""
    told = office.asked(user, team)
    assert told["isError"]
    assert why in told["content"][0]["text"]
    assert not office.app.budget.spent()
    assert why in office.heard("resources/list", user, team)["error"]["message"]


def test_the_lists_of_the_bot_hold(tmp_path: Path) -> None:
    """Where the settings name the people served, the assistant serves them and nobody else."""
    with LocalSlack(manifest()) as slack:
        for office in opened(tmp_path, slack, BROADSHEET_SLACK_USERS="U00BOB"):
            assert "you are not on it" in office.asked("U00ALICE")["content"][0]["text"]
            assert office.asked("U00BOB")["structuredContent"]["state"] == "answered"


def test_only_what_slack_signed_just_now_gets_in(office: Office) -> None:
    """No, wrong, old, future and foreign signatures, and a body that was changed: 401, whoever they say asks."""
    meta = {"slack": {"user_id": "U00ALICE", "team_id": TEAM}}
    call = {"name": "freshness", "arguments": {}, "_meta": meta}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}).encode()
    good = office.signed(body)
    assert office.post(body, good).status_code == 200
    for headers in (
        {},
        office.signed(body, secret="another"),
        office.signed(body, at=time.time() - WINDOW - 5),
        office.signed(body, at=time.time() + WINDOW + 5),
        {**good, "X-Slack-Signature": "v0=" + "0" * 64},
        {**good, "X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Signature": good["X-Slack-Signature"]},
    ):
        assert office.post(body, headers).status_code == 401
    assert office.post(body.replace(b"ALICE", b"CAROL"), good).status_code == 401
    twice = [*KINDS.items(), *good.items(), ("X-Slack-Signature", good["X-Slack-Signature"])]
    assert httpx.post(office.address, content=body, headers=twice).status_code == 401


def test_who_has_a_token_cannot_pass_for_somebody_in_slack(office: Office) -> None:
    """What an agent says of who asks counts for nothing: only Slack's signature makes it so."""
    call = {"name": "ask", "arguments": {"question": QUESTION}, "_meta": {"slack": {"user_id": "U00ALICE"}}}
    begin = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HELLO}).encode()
    session = {"Mcp-Session-Id": office.post(begin, office.bearer).headers["mcp-session-id"]}
    body = json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call}).encode()
    assert office.post(body, office.bearer | session).status_code == 200
    assert {row.user for row in office.app.budget.spent()} == {"mcp:laptop"}


def test_what_is_slow_or_huge_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever says that they are Slack has to say it all, in time and in little."""
    monkeypatch.setattr(assistant, "SLOWEST", 0.3)
    with LocalSlack(manifest()) as slack:
        for office in opened(tmp_path, slack):
            huge = b"x" * (LARGEST + 1)
            assert office.post(huge, office.signed(huge)).status_code == 413
            _dawdle(office)


def _dawdle(office: Office) -> None:
    url = httpx.URL(office.address)
    head = "".join(f"{name}: {value}\r\n" for name, value in office.signed(b"").items())
    with socket.create_connection((url.host, url.port or 0), 10) as raw:
        raw.sendall(f"POST /mcp HTTP/1.1\r\nHost: {url.host}\r\nContent-Length: 50\r\n{head}\r\nslow".encode())
        assert raw.recv(100).startswith(b"HTTP/1.1 408")
