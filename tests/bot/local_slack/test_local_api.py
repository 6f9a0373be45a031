"""The local Slack's Web API gives Slack's answers, and Slack's names for what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from local_app import field, modal, refusal, section, web
from slack_sdk import WebClient

from bot.local_slack import LocalSlack

PAPERS = "C00PAPERS"


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return web(slack)


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.write", {}, "unknown_method"),
        ("chat.postMessage", {"text": "a"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": PAPERS}, "no_text"),
        ("chat.postMessage", {"channel": PAPERS, "blocks": []}, "no_text"),
        ("chat.postMessage", {"channel": "C00NOWHERE", "text": "a"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C00RANDOM", "text": "a"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "C00BOARD", "text": "a"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C00ATTIC", "text": "a"}, "is_archived"),
        ("chat.postMessage", {"channel": PAPERS, "text": "a" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": PAPERS, "text": "a", "blocks": "words"}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": PAPERS, "text": "a", "blocks": [section("x" * 3001)]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": PAPERS, "blocks": [section("x" * 3000)] * 5}, "msg_blocks_too_long"),
        ("chat.postMessage", {"channel": PAPERS, "text": "a", "thread_ts": "1"}, "invalid_thread_ts"),
        (
            "chat.postMessage",
            {"channel": PAPERS, "text": "a", "metadata": {"event_type": "a"}},
            "invalid_metadata_format",
        ),
        ("chat.postEphemeral", {"channel": PAPERS, "text": "a"}, "invalid_arguments"),
        ("chat.postEphemeral", {"channel": PAPERS, "user": "alice", "text": "a"}, "invalid_arguments"),
        ("chat.postEphemeral", {"channel": PAPERS, "user": "U00SAM", "text": "a"}, "user_not_in_channel"),
        ("chat.postEphemeral", {"channel": "C00RANDOM", "user": "U00ALICE", "text": "a"}, "not_in_channel"),
        ("chat.update", {"channel": PAPERS, "ts": "1.1", "text": "a"}, "message_not_found"),
        ("chat.delete", {"channel": PAPERS, "ts": "1.1"}, "message_not_found"),
        ("conversations.history", {}, "invalid_arguments"),
        ("conversations.history", {"channel": "C00RANDOM"}, "not_in_channel"),
        ("conversations.history", {"channel": PAPERS, "cursor": "x"}, "invalid_cursor"),
        ("conversations.history", {"channel": PAPERS, "oldest": "x"}, "invalid_ts_oldest"),
        ("conversations.replies", {"channel": PAPERS, "ts": "1.1"}, "thread_not_found"),
        ("conversations.info", {"channel": "papers"}, "channel_not_found"),
        ("conversations.list", {"types": "public"}, "invalid_types"),
        ("conversations.open", {"users": "U00NOBODY"}, "user_not_found"),
        ("conversations.join", {"channel": "C00LAB"}, "method_not_supported_for_channel_type"),
        ("users.info", {"user": "U00NOBODY"}, "user_not_found"),
        ("reactions.add", {"channel": PAPERS, "timestamp": "1.1", "name": "eyes"}, "message_not_found"),
        ("reactions.remove", {"name": "eyes"}, "no_item_specified"),
        ("views.open", {"trigger_id": "1.2.3", "view": modal(field("a"))}, "invalid_trigger_id"),
        ("views.open", {"trigger_id": "1.2.3", "view": {"type": "modal"}}, "invalid_arguments"),
        ("views.publish", {"user_id": "U00ALICE", "view": modal()}, "invalid_arguments"),
        ("views.update", {"view_id": "V1", "view": modal()}, "not_found"),
        ("apps.connections.open", {}, "not_allowed_token_type"),
    ],
)
def test_refusals(client: WebClient, method: str, arguments: dict[str, Any], error: str) -> None:
    """Every refusal has the name Slack gives it."""
    by_form = method.startswith(("conversations.h", "conversations.r", "conversations.i", "conversations.l", "users."))
    sent = {"params": arguments} if by_form else {"json": arguments or {"a": 1}}
    assert refusal(lambda: client.api_call(method, **sent))["error"] == error


def test_tokens(slack: LocalSlack) -> None:
    """No token and a wrong one are told apart; the bot's own says who it is and what it may."""
    assert refusal(web(slack, "").auth_test)["error"] == "not_authed"
    assert refusal(web(slack, "xoxb-wrong").auth_test)["error"] == "invalid_auth"
    answer = web(slack).auth_test()
    assert answer["bot_id"] == "B00BROAD"
    assert "chat:write" in answer.headers["x-oauth-scopes"]


def test_scopes_and_events_are_the_manifests() -> None:
    """What the manifest does not ask for, the app has not got."""
    manifest = {"oauth_config": {"scopes": {"bot": ["chat:write", "channels:history"]}}}
    with LocalSlack(manifest) as slack:
        answer = refusal(lambda: web(slack).users_info(user="U00ALICE"))
        assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read")
        assert answer["provided"] == "channels:history,chat:write"
        web(slack).conversations_history(channel=PAPERS)
        assert refusal(lambda: web(slack).conversations_history(channel="C00LAB"))["needed"] == "groups:history"
        assert slack.open_home("alice").error == "not_subscribed"
        assert slack.command("alice", "papers", "/ask", "hi").error == "invalid_command"


def test_invalid_blocks_say_where(client: WebClient) -> None:
    """The answer to bad blocks points at the very text."""
    answer = refusal(lambda: client.chat_postMessage(channel=PAPERS, text="a", blocks=[section("x" * 3001)]))
    where = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["errors"] == [where]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {where}"]


def test_a_message_and_its_life(slack: LocalSlack, client: WebClient) -> None:
    """Posted by name, threaded, found again by its metadata, changed, deleted."""
    metadata = {"event_type": "answer", "event_payload": {"key": "1"}}
    root = client.chat_postMessage(channel="#papers", text="root", metadata=metadata)
    reply = client.chat_postMessage(channel=PAPERS, text="reply", thread_ts=root["ts"])
    plain = client.conversations_history(channel=PAPERS)["messages"]
    assert [m["text"] for m in plain] == ["root"]
    assert plain[0]["reply_count"] == 1
    assert "metadata" not in plain[0]
    told = client.conversations_history(channel=PAPERS, include_all_metadata=True)["messages"][0]
    assert told["metadata"] == metadata
    thread = client.conversations_replies(channel=PAPERS, ts=reply["ts"])["messages"]
    assert [m["text"] for m in thread] == ["root", "reply"]
    client.chat_update(channel=PAPERS, ts=reply["ts"], text="other")
    assert slack.seen("bob", "papers", root["ts"])[1].text == "other"
    client.chat_delete(channel=PAPERS, ts=root["ts"])
    assert client.conversations_history(channel=PAPERS)["messages"][0]["subtype"] == "tombstone"


def test_others_messages_are_others(slack: LocalSlack, client: WebClient) -> None:
    """The bot changes and deletes nothing it has not written."""
    said = slack.say("alice", "papers", "mine", wait=False)
    assert refusal(lambda: client.chat_update(channel=PAPERS, ts=said.ts, text="a"))["error"] == "cant_update_message"
    assert refusal(lambda: client.chat_delete(channel=PAPERS, ts=said.ts))["error"] == "cant_delete_message"


def test_ephemeral_messages(slack: LocalSlack, client: WebClient) -> None:
    """Only their reader sees them; no history has them and nothing changes them."""
    sent = client.chat_postEphemeral(channel=PAPERS, user="U00ALICE", text="psst")
    assert [m.text for m in slack.seen("alice", "papers")] == ["psst"]
    assert slack.seen("bob", "papers") == []
    assert client.conversations_history(channel=PAPERS)["messages"] == []
    answer = refusal(lambda: client.chat_update(channel=PAPERS, ts=sent["message_ts"], text="a"))
    assert answer["error"] == "message_not_found"


def test_pages(client: WebClient) -> None:
    """History comes in pages, newest first, with a cursor until the end."""
    for n in range(5):
        client.chat_postMessage(channel=PAPERS, text=str(n))
    first = client.conversations_history(channel=PAPERS, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_history(channel=PAPERS, limit=3, cursor=cursor)
    assert [m["text"] for m in (*first["messages"], *second["messages"])] == list("43210")
    assert (first["has_more"], second["has_more"]) == (True, False)
    since = client.conversations_history(channel=PAPERS, oldest=first["messages"][2]["ts"])["messages"]
    assert [m["text"] for m in since] == ["4", "3"]


def test_pages_of_a_thread(client: WebClient) -> None:
    """The root stands on the first page only; one reply can be picked by its time."""
    root = client.chat_postMessage(channel=PAPERS, text="root")["ts"]
    replies = [client.chat_postMessage(channel=PAPERS, text=str(n), thread_ts=root)["ts"] for n in range(3)]
    first = client.conversations_replies(channel=PAPERS, ts=root, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_replies(channel=PAPERS, ts=root, limit=2, cursor=cursor)
    assert [[m["text"] for m in page["messages"]] for page in (first, second)] == [["root", "0", "1"], ["2"]]
    bounds = {"oldest": replies[1], "latest": replies[1], "inclusive": True, "limit": 1}
    one = client.conversations_replies(channel=PAPERS, ts=replies[1], **bounds)["messages"]
    assert [m["text"] for m in one] == ["root", "1"]


def test_reactions(slack: LocalSlack, client: WebClient) -> None:
    """Once each, and only what is there can go."""
    ts = client.chat_postMessage(channel=PAPERS, text="a")["ts"]
    eyes = {"channel": PAPERS, "timestamp": ts, "name": "eyes"}
    client.reactions_add(**eyes)
    assert refusal(lambda: client.reactions_add(**eyes))["error"] == "already_reacted"
    assert client.reactions_get(channel=PAPERS, timestamp=ts)["message"]["reactions"][0]["users"] == ["U00BROAD"]
    client.reactions_remove(**eyes)
    assert refusal(lambda: client.reactions_remove(**eyes))["error"] == "no_reaction"


def test_people_and_places(client: WebClient) -> None:
    """Guests, strangers and shared channels can be told apart; direct messages can be opened."""
    assert client.users_info(user="U00GINA")["user"]["is_restricted"]
    assert client.users_info(user="U00SAM")["user"]["is_stranger"]
    assert client.conversations_info(channel="C00SHARED")["channel"]["is_ext_shared"]
    assert client.conversations_open(users="U00BOB")["channel"]["id"] == "D00BOB"
    assert client.chat_postMessage(channel="U00BOB", text="a")["channel"] == "D00BOB"
    assert "U00GINA" in client.conversations_members(channel=PAPERS)["members"]
    mine = client.users_conversations(types="public_channel,private_channel", exclude_archived=True)["channels"]
    assert [c["name"] for c in mine] == ["papers", "lab", "shared"]
    assert client.conversations_join(channel="C00RANDOM")["channel"]["is_member"]
    assert client.team_info()["team"]["id"] == "T00LOCAL"
    assert client.bots_info(bot="B00BROAD")["bot"]["user_id"] == "U00BROAD"


def test_one_message_a_second() -> None:
    """With the limit on, the second message within a second is a 429 that says how long to wait."""
    with LocalSlack(limit=True) as slack:
        client = web(slack)
        client.chat_postMessage(channel=PAPERS, text="a")
        assert refusal(lambda: client.chat_postMessage(channel=PAPERS, text="b"))["error"] == "ratelimited"
        client.chat_postMessage(channel="C00LAB", text="c")
        slack.skip(1.1)
        client.chat_postMessage(channel=PAPERS, text="b")


def test_calls_are_kept(slack: LocalSlack, client: WebClient) -> None:
    """Every call can be looked at afterwards; no token is in it."""
    client.chat_postMessage(channel=PAPERS, text="a")
    refusal(lambda: client.api_call("chat.postMessage", json={"channel": PAPERS}))
    assert [(c.where, c.outcome) for c in slack.calls] == [("chat.postMessage", "ok"), ("chat.postMessage", "no_text")]
    assert slack.calls[0].args == {"channel": PAPERS, "text": "a"}
    assert slack.bot_token not in str(slack.calls)
