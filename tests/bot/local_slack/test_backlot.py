"""The local Slack and backlot, a Slack nobody here wrote, give the same answers to the calls the bot makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local_slack import LocalSlack


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[WebClient, WebClient]]:
    """A client of each."""
    import backlot

    with pytest.MonkeyPatch.context() as patch, LocalSlack() as slack:
        patch.setenv("DO_NOT_TRACK", "1")
        # It gives itself a few seconds to start, which a busy machine needs for the imports alone.
        patch.setattr(f"{backlot.serve.__module__}._LOCAL_HEALTH_ATTEMPTS", 10_000)
        with backlot.serve(telemetry=False) as other:
            base = f"{other.base_url}/slack/api/"
            yield (
                WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[]),
                WebClient(token=other.token, base_url=base, retry_handlers=[]),
            )


def outcome(client: WebClient, method: str, arguments: dict[str, Any], by_json: bool) -> tuple[str, set[str], Any]:
    """`ok` or the error's name, the fields of the answer, and what it says about it."""
    try:
        answer = client.api_call(method, **({"json": arguments} if by_json else {"params": arguments}))
    except SlackApiError as error:
        told = error.response.get("response_metadata", {}).get("messages", [])
        return error.response["error"], set(), told if error.response["error"] == "invalid_arguments" else []
    return "ok", set(answer.data), []


def channel(client: WebClient) -> str:
    """A channel the client may write to."""
    return next(c["id"] for c in client.conversations_list()["channels"] if c["name"] in ("papers", "general"))


MESSAGE = {"ts", "timestamp"}
CASES = [
    ("auth.test", {}, False),
    ("chat.postMessage", {"text": "a"}, True),
    ("chat.postMessage", {"channel": True}, True),
    ("chat.postMessage", {"channel": True, "text": "a"}, True),
    ("chat.postMessage", {"channel": True, "text": ""}, True),
    ("chat.postMessage", {"channel": True, "text": "a", "blocks": "words"}, True),
    ("chat.postMessage", {"channel": True, "blocks": []}, True),
    ("chat.postMessage", {"channel": "C00NOWHERE", "text": "a"}, True),
    ("chat.postMessage", {"channel": True, "text": "a", "thread_ts": "12"}, True),
    ("chat.postMessage", {"channel": True, "text": "a", "thread_ts": True}, True),
    ("chat.postEphemeral", {"channel": True, "text": "a"}, True),
    ("chat.postEphemeral", {"channel": True, "user": "bob", "text": "a"}, True),
    ("chat.postEphemeral", {"channel": True, "user": "U00NOBODY", "text": "a"}, True),
    ("chat.update", {"channel": True, "ts": "1.1", "text": "a"}, True),
    ("chat.update", {"channel": True, "ts": True, "text": "b"}, True),
    ("chat.update", {"channel": True, "ts": True}, True),
    ("chat.update", {"channel": "general", "ts": True, "text": "b"}, True),
    ("chat.delete", {"channel": True, "ts": "1.1"}, True),
    ("chat.getPermalink", {"channel": True, "message_ts": True}, False),
    ("conversations.history", {"channel": True, "limit": 1}, False),
    ("conversations.history", {}, False),
    ("conversations.history", {"channel": True}, True),
    ("conversations.history", {"channel": True, "cursor": "x"}, False),
    ("conversations.history", {"channel": True, "latest": "x"}, False),
    ("conversations.replies", {"channel": True, "ts": "1.1"}, False),
    ("conversations.replies", {"channel": True, "ts": True}, False),
    ("conversations.info", {"channel": "C00NOWHERE"}, False),
    ("conversations.info", {"channel": True}, False),
    ("conversations.list", {"types": "words"}, False),
    ("users.info", {"user": "U00NOBODY"}, False),
    ("reactions.add", {"channel": True, "timestamp": True, "name": "eyes"}, True),
    ("reactions.add", {"channel": True, "timestamp": "1.1", "name": "eyes"}, True),
    ("reactions.remove", {"channel": True, "timestamp": True, "name": "moon"}, True),
    ("reactions.remove", {"name": "moon"}, True),
    ("no.such", {}, False),
]
# What one of the two tells on top: not what a bot may lean on.
EXTRA = {
    "cache_ts",
    "response_metadata",
    "warning",
    "pin_count",
    "channel_actions_count",
    "channel_actions_ts",
    "bot_id",
}


@pytest.mark.parametrize(("method", "arguments", "by_json"), CASES)
def test_same_answers(both: tuple[WebClient, WebClient], method: str, arguments: dict[str, Any], by_json: bool) -> None:
    """The same call comes to the same end on both: the same fields, or an error of the same name and words."""
    ends = []
    for client in both:
        filled = dict(arguments)
        if filled.get("channel") is True:
            filled["channel"] = channel(client)
        for name in ("ts", "timestamp", "message_ts", "thread_ts"):
            if filled.get(name) is True:
                filled[name] = client.chat_postMessage(channel=channel(client), text="said")["ts"]
        error, fields, told = outcome(client, method, filled, by_json)
        ends.append((error, fields - EXTRA, told))
    assert ends[0] == ends[1]


def test_same_refusal_of_tokens(both: tuple[WebClient, WebClient]) -> None:
    """No token and a wrong one have the same names on both."""
    for token, name in (("", "not_authed"), ("xoxb-wrong", "invalid_auth")):
        for client in both:
            other = WebClient(token=token, base_url=client.base_url, retry_handlers=[])
            assert outcome(other, "auth.test", {}, False)[0] == name


def test_same_deleted_thread(both: tuple[WebClient, WebClient]) -> None:
    """A deleted root with replies stays as a placeholder that cannot be changed."""
    for client in both:
        place = channel(client)
        root = client.chat_postMessage(channel=place, text="root")["ts"]
        client.chat_postMessage(channel=place, text="reply", thread_ts=root)
        client.chat_delete(channel=place, ts=root)
        thread = client.conversations_replies(channel=place, ts=root)["messages"]
        assert [m.get("subtype") for m in thread] == ["tombstone", None]
        assert (
            outcome(client, "chat.update", {"channel": place, "ts": root, "text": "a"}, True)[0] == "message_not_found"
        )
