"""No token, no response URL and nobody's words in a log, whatever happens and however loud the logs are."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from slackbot import QUESTION, HeldModel, application, serving

from bot.local_slack import LocalSlack
from bot.slack.wire.redaction import Redaction, log_to_stderr

CANARY = "canary-4d1e-in-a-question"
FAULTS = ("drop_after", "drop_before", "internal_error", "http_503", "ratelimited")


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    """The root logger, as it was afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield root
    root.handlers[:], root.level = handlers, level
    for name in ("slack_bolt", "slack_sdk", "websocket", "openai", "httpx", "uvicorn"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.parametrize(
    ("mode", "faults"),
    [("socket", FAULTS), ("http", FAULTS[:1]), pytest.param("http", FAULTS, marks=pytest.mark.full)],
    ids=["socket", "http", "http-all"],
)
def test_nothing_secret_is_logged(
    tmp_path: Path, mode: str, faults: tuple[str, ...], root_logger: logging.Logger
) -> None:
    """Every path at debug level, with Slack failing in every way: no token, no URL, no words."""
    model = HeldModel()
    model.free.set()
    with LocalSlack() as slack:
        log_to_stderr([slack.bot_token, slack.app_token, slack.signing_secret], logging.DEBUG)
        heard = io.StringIO()
        root_logger.handlers[0].setStream(heard)  # type: ignore[attr-defined]
        with serving(application(tmp_path, model), slack, mode) as bot:
            for fault in ("", *faults):
                if fault:
                    slack.faults.next("response_url", fault)
                    slack.faults.next("chat.postMessage", fault)
                    slack.faults.next("users.info", fault)
                slack.command("alice", "papers", "/ask", f"{QUESTION} {CANARY}")
                slack.command("alice", "papers", "/tldr", CANARY)
                slack.say("bob", "papers", f"@broadsheet {QUESTION} {CANARY}")
                slack.open_home("alice")
            slack.wait(lambda: bot.jobs.unfinished() == 0, 60)
        urls = [d.payload["response_url"] for d in slack.deliveries if "response_url" in d.payload]
        told = heard.getvalue()
        assert told
        for secret in (slack.bot_token, slack.app_token, slack.signing_secret, CANARY, *urls):
            assert secret not in told


def test_payloads_hold_no_secret(tmp_path: Path) -> None:
    """What is posted holds no token and no other person's question."""
    with LocalSlack() as slack, serving(application(tmp_path), slack) as bot:
        slack.command("bob", "papers", "/ask", CANARY)
        slack.command("alice", "papers", "/ask", QUESTION)
        slack.open_home("alice")
        slack.wait(lambda: bot.jobs.unfinished() == 0, 120)
        posts = [c for c in slack.calls if c.where in ("response_url", "views.publish", "chat.postMessage")]
        assert posts
        for post in posts:
            text = str(post.args)
            # Bob's own answer begins with his question, and only he sees that.
            assert CANARY not in text or (post.where == "response_url" and QUESTION not in text)
            assert slack.bot_token not in text
            assert slack.signing_secret not in text


@pytest.mark.parametrize(
    "text",
    [
        "token xoxb-1234-abcd-EFGH",
        "app xapp-1-A-2-b3",
        "POST https://hooks.slack.com/commands/T1/2/secret failed",
        "connect wss://wss.example/link/?ticket=abc",
        "key sk-proj-abcdefgh1234",
        "signature v0=0123456789abcdef0123",
        "the value hunter2hunter2 itself",
    ],
)
def test_secrets_are_redacted_in_any_form(text: str) -> None:
    """What looks like a secret, or is known to be one, is replaced."""
    assert "[secret]" in Redaction(["hunter2hunter2"]).redacted(text)
