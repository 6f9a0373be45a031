"""The bot against backlot, a Slack Web API nobody here wrote; as it sends no events, the test does."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient
from slackbot import ANSWER, QUESTION, application

from bot.slack.bot import Access, Bot

SECRET = "a-signing-secret-for-backlot"


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """The address of its Web API, and a token."""
    import backlot

    monkeypatch.setenv("DO_NOT_TRACK", "1")
    # It gives itself a few seconds to start, which a busy machine needs for the imports alone.
    monkeypatch.setattr(f"{backlot.serve.__module__}._LOCAL_HEALTH_ATTEMPTS", 10_000)
    with backlot.serve(telemetry=False) as running:
        yield f"{running.base_url}/slack/api/", running.token


def deliver(port: int, event: dict[str, object]) -> int:
    """Send *event* to the bot as Slack would; the status of its answer."""
    body = json.dumps(event).encode()
    stamp = str(int(time.time()))
    made = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={made}",
    }
    request = urllib.request.Request(f"http://127.0.0.1:{port}/slack/events", body, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return int(answer.status)


def test_a_mention_is_answered_once_in_its_thread(tmp_path: Path, other: tuple[str, str]) -> None:
    """A mention that is delivered five times is answered once, in blocks and with metadata that backlot takes."""
    url, token = other
    client = WebClient(token=token, base_url=url, retry_handlers=[])
    me = client.auth_test()
    room = next(c["id"] for c in client.conversations_list()["channels"] if c["name"] == "general")
    person = next(u["id"] for u in client.users_list()["members"] if not u.get("is_bot") and u["id"] != me["user_id"])
    root = client.chat_postMessage(channel=room, text=f"<@{me['user_id']}> {QUESTION}")["ts"]
    bot = Bot(application(tmp_path, BROADSHEET_SLACK_GUESTS="yes"), Access(token, "", SECRET, url, "http", port=0))
    bot.start()
    try:
        event = {
            "type": "app_mention",
            "user": person,
            "text": f"<@{me['user_id']}> {QUESTION}",
            "ts": root,
            "channel": room,
            "event_ts": root,
        }
        for number in range(5):
            envelope = {"type": "event_callback", "team_id": me["team_id"], "event_id": f"Ev{number}", "event": event}
            assert deliver(bot.transport.port, envelope) == 200  # type: ignore[attr-defined]
        until = time.monotonic() + 120
        while bot.jobs.unfinished() and time.monotonic() < until:
            time.sleep(0.05)
        got = client.conversations_replies(channel=room, ts=root)["messages"][1:]
        assert len(got) == 1
        assert ANSWER in got[0]["text"]
    finally:
        bot.stop(0)
