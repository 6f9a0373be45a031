"""The local Slack fails when it is told to, as it is told to, and the same way again with the same seed."""

from __future__ import annotations

import http.client
import time

import pytest
from local_app import app, refusal, web
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.local_slack import Faults, LocalSlack
from bot.local_slack.state.faults import CALL_FAULTS
from retrieval.errors import UsageError

POST = {"channel": "C00PAPERS", "text": "a"}


@pytest.mark.parametrize(("kind", "committed"), [("drop_before", 0), ("drop_after", 1)])
def test_dropped_connections(kind: str, committed: int) -> None:
    """The caller sees the same, whether the message was taken or not."""
    with LocalSlack() as slack:
        slack.faults.next("chat.postMessage", kind)
        with pytest.raises((OSError, http.client.HTTPException)):
            web(slack).chat_postMessage(**POST)
        assert len(slack.seen("bob", "papers")) == committed
        web(slack).chat_postMessage(**POST)
        assert [c.outcome for c in slack.calls] == [kind, "ok"]


def test_internal_error_comes_after_the_fact() -> None:
    """`internal_error` may mean that it was done."""
    with LocalSlack() as slack:
        slack.faults.next("chat.postMessage", "internal_error")
        assert refusal(lambda: web(slack).chat_postMessage(**POST))["error"] == "internal_error"
        assert len(slack.seen("bob", "papers")) == 1


def test_rate_limit_and_server_errors() -> None:
    """429 says how long to wait; 500 and 503 say nothing. Nothing was done."""
    with LocalSlack() as slack:
        slack.faults.next("*", "ratelimited", amount=7)
        slack.faults.next("*", "http_503")
        with pytest.raises(SlackApiError) as limited:
            web(slack).chat_postMessage(**POST)
        assert limited.value.response.status_code == 429
        assert limited.value.response.headers["Retry-After"] == "7"
        with pytest.raises(SlackApiError) as broken:
            web(slack).chat_postMessage(**POST)
        assert broken.value.response.status_code == 503
        assert slack.seen("bob", "papers") == []


def test_delay() -> None:
    """A slow call takes its time and then succeeds."""
    with LocalSlack() as slack:
        slack.faults.next("chat.postMessage", "delay", amount=0.3)
        began = time.monotonic()
        web(slack).chat_postMessage(**POST)
        assert time.monotonic() - began >= 0.3


def test_response_urls_fail_too() -> None:
    """A use that was dropped afterwards has still been used."""
    with LocalSlack() as slack, app(slack):
        url = slack.command("alice", "papers", "/ask", "hi").payload["response_url"]
        slack.faults.next("response_url", "drop_after")
        with pytest.raises((OSError, http.client.HTTPException)):
            WebhookClient(url, retry_handlers=[]).send(text="a")
        assert [m.text for m in slack.seen("alice", "papers")] == ["a"]


def test_repeated_deliveries() -> None:
    """What the app is sent may come several times, also at once."""
    with LocalSlack() as slack, app(slack) as arrived:
        slack.faults.next("delivery", "repeat_parallel", amount=3)
        slack.say("bob", "papers", "hello")
        slack.wait(lambda: len(arrived) == 4)
        assert len({r.payload["event_id"] for r in arrived}) == 1


def test_a_socket_that_breaks_under_a_command() -> None:
    """A connection reset just before a command takes the command with it."""
    with LocalSlack(patience=0.3) as slack, app(slack):
        slack.faults.next("socket", "rst")
        assert slack.command("alice", "papers", "/ask", "hi").error == "operation_timeout"


def test_refused_connections() -> None:
    """apps.connections.open can be limited like any other method."""
    with LocalSlack() as slack:
        slack.faults.next("apps.connections.open", "ratelimited", amount=1)
        answer = refusal(lambda: web(slack).apps_connections_open(app_token=slack.app_token))
        assert answer["error"] == "ratelimited"


def test_the_same_seed_is_the_same_day() -> None:
    """Random faults repeat with their seed, and stop when asked to."""

    def day(seed: int) -> list[str]:
        faults = Faults(seed)
        faults.bad_day()
        return [fault.kind if fault else "" for fault in (faults.draw("x", CALL_FAULTS) for _ in range(200))]

    assert day(1) == day(1) != day(2)
    assert set(day(1)) > {"", "delay"}
    calm = Faults(1, {"http_500": 1.0})
    calm.clear()
    assert not any(calm.draw("x", CALL_FAULTS) for _ in range(200))


def test_unknown_faults_are_refused() -> None:
    """A misspelt fault is an error, not a calm day."""
    with pytest.raises(UsageError, match="no fault"):
        Faults().next("chat.postMessage", "explode")
