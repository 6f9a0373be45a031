"""People of the local Slack click, fill in modals, look at Home tabs; response_urls end as Slack ends them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from local_app import app, button, field, modal, refusal, section, web
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.webhook import WebhookClient

from bot.local_slack import LocalSlack
from retrieval.errors import UsageError

ACTIONS = {"type": "actions", "block_id": "row", "elements": [button("share", "Share", value="7"), button("up", "👍")]}


def hook(url: str) -> WebhookClient:
    return WebhookClient(url, retry_handlers=[])


def test_the_answer_replaces_the_first_words() -> None:
    """Through a command's response_url the answer takes the place of “Looking…”."""
    with LocalSlack() as slack, app(slack, lambda request: {"text": "Looking…"}):
        url = slack.command("alice", "papers", "/ask", "hi").payload["response_url"]
        assert hook(url).send_dict({"text": "Answer", "replace_original": True}).body == "ok"
        assert [m.text for m in slack.seen("alice", "papers")] == ["Answer"]
        assert slack.seen("bob", "papers") == []


def test_or_it_comes_below_them() -> None:
    """Some see Slack post a new message instead: that can be had too."""
    with LocalSlack(replaces=False) as slack, app(slack, lambda request: {"text": "Looking…"}):
        url = slack.command("alice", "papers", "/ask", "hi").payload["response_url"]
        hook(url).send_dict({"text": "Answer", "replace_original": True})
        assert [m.text for m in slack.seen("alice", "papers")] == ["Looking…", "Answer"]


def test_five_uses_and_thirty_minutes() -> None:
    """The sixth use and the thirty-first minute are refused by name, with 404."""
    with LocalSlack() as slack, app(slack):
        url = slack.command("alice", "papers", "/ask", "hi").payload["response_url"]
        assert {hook(url).send(text=str(n)).status_code for n in range(5)} == {200}
        sixth = hook(url).send(text="6")
        assert (sixth.status_code, json.loads(sixth.body)["error"]) == (404, "used_url")
        other = slack.command("alice", "papers", "/ask", "hi").payload["response_url"]
        slack.skip(1801)
        late = hook(other).send(text="late")
        assert (late.status_code, json.loads(late.body)["error"]) == (404, "expired_url")


def test_a_public_answer_and_a_bad_one() -> None:
    """`in_channel` is for everybody, even where the bot is not a member; bad blocks are refused with 400."""
    with LocalSlack() as slack, app(slack):
        url = slack.command("alice", "random", "/ask", "hi").payload["response_url"]
        hook(url).send(text="for all", response_type="in_channel")
        assert [m.text for m in slack.seen("bob", "random")] == ["for all"]
        bad = hook(url).send(text="a", blocks=[section("x" * 3001)])
        assert (bad.status_code, bad.body) == (400, "invalid_blocks")
        assert hook(url).send_dict({"response_type": "ephemeral"}).body == "no_text"


def test_clicking() -> None:
    """A click tells what was clicked, where and by whom; its response_url reaches the message itself."""
    with LocalSlack() as slack, app(slack) as arrived:
        ts = web(slack).chat_postMessage(channel="C00PAPERS", text="a", blocks=[section("a"), ACTIONS])["ts"]
        slack.wait(lambda: arrived)
        slack.click("bob", ts, "share", channel="papers")
        payload = arrived[-1].payload
        assert (payload["actions"][0]["value"], payload["actions"][0]["block_id"]) == ("7", "row")
        assert (payload["user"]["id"], payload["container"]["message_ts"]) == ("U00BOB", ts)
        hook(payload["response_url"]).send_dict({"text": "gone", "replace_original": True, "blocks": []})
        assert [m.text for m in slack.seen("bob", "papers")] == ["gone"]
        with pytest.raises(UsageError, match="nothing to click"):
            slack.click("bob", ts, "share", channel="papers")


def test_clicking_what_only_one_sees() -> None:
    """An ephemeral message is clicked by its reader; it is replaced or deleted by response_url alone."""
    with LocalSlack() as slack, app(slack) as arrived:
        web(slack).chat_postEphemeral(channel="C00PAPERS", user="U00BOB", text="a", blocks=[ACTIONS])
        (message,) = slack.seen("bob", "papers")
        with pytest.raises(UsageError, match="does not see"):
            slack.click("alice", message, "share")
        slack.click("bob", message, "up")
        assert arrived[-1].payload["container"]["is_ephemeral"]
        assert "message" not in arrived[-1].payload
        hook(arrived[-1].payload["response_url"]).send_dict({"delete_original": True})
        assert slack.seen("bob", "papers") == []


def test_a_modal_from_shortcut_to_answer() -> None:
    """A shortcut opens a modal; what is entered comes back; objections keep it open, then it closes."""
    opened: list[str] = []

    def answer(request: SocketModeRequest) -> dict[str, Any] | None:
        if request.payload.get("type") == "message_action":
            opened.append(request.payload["trigger_id"])
            view = modal(field("question"), callback_id="ask")
            web(slack).views_open(trigger_id=request.payload["trigger_id"], view=view)
        if request.payload.get("type") == "view_submission":
            typed = request.payload["view"]["state"]["values"]["question"]["typed"]["value"]
            short = {"response_action": "errors", "errors": {"question": "Say more."}}
            return short if len(typed) < 3 else None
        return None

    with LocalSlack() as slack, app(slack, answer):
        said = slack.say("bob", "papers", "a claim")
        slack.shortcut("alice", said, "ask_about")
        view = slack.wait(lambda: slack.modal("alice"))
        assert slack.modal("bob") is None
        with pytest.raises(UsageError, match="empty"):
            slack.submit("alice", view, {})
        slack.submit("alice", view, {"question": "a"})
        assert slack.modal("alice").errors == {"question": "Say more."}
        slack.submit("alice", view, {"question": "is it so?"})
        assert slack.modal("alice") is None
        again = refusal(lambda: web(slack).views_open(trigger_id=opened[0], view=modal(field("a"))))
        assert again["error"] == "exchanged_trigger_id"


def test_triggers_live_three_seconds() -> None:
    """A modal that comes too late is not opened."""
    with LocalSlack() as slack, app(slack):
        trigger = slack.command("alice", "papers", "/ask", "hi").payload["trigger_id"]
        slack.skip(3.1)
        answer = refusal(lambda: web(slack).views_open(trigger_id=trigger, view=modal(field("a"))))
        assert answer["error"] == "expired_trigger_id"


def test_home_tabs() -> None:
    """Everybody has a Home tab of their own, with a hash that tells an outdated write."""
    with LocalSlack() as slack, app(slack) as arrived:
        slack.open_home("alice")
        assert arrived[-1].payload["event"]["tab"] == "home"
        home = {"type": "home", "blocks": [ACTIONS]}
        first = web(slack).views_publish(user_id="U00ALICE", view=home)["view"]
        web(slack).views_publish(user_id="U00ALICE", view=home, hash=first["hash"])
        stale = refusal(lambda: web(slack).views_publish(user_id="U00ALICE", view=home, hash=first["hash"]))
        assert stale["error"] == "hash_conflict"
        assert slack.home("bob") is None
        slack.click("alice", slack.home("alice"), "up")
        assert arrived[-1].payload["container"]["type"] == "view"


def test_who_may_what() -> None:
    """Nobody acts where they are not; strangers carry their own team."""
    with LocalSlack() as slack, app(slack) as arrived:
        with pytest.raises(UsageError, match="not in #random"):
            slack.say("gina", "random", "hello")
        with pytest.raises(UsageError, match="does not see #board"):
            slack.seen("bob", "board")
        with pytest.raises(UsageError, match="archived"):
            slack.say("alice", "attic", "hello")
        with pytest.raises(UsageError, match="nobody called dora"):
            slack.say("dora", "papers", "hello")
        slack.say("sam", "shared", "hello")
        assert arrived[-1].payload["event"]["user_team"] == "T00OTHER"
        assert arrived[-1].payload["is_ext_shared_channel"]
        assert slack.command("sam", "shared", "/ask", "hi").payload["team_id"] == "T00OTHER"


def test_threads_and_reactions() -> None:
    """A thread shows its root and its replies; a reaction is an event."""
    with LocalSlack() as slack, app(slack) as arrived:
        root = slack.say("alice", "papers", "root")
        reply = slack.say("bob", "papers", "reply", root)
        assert [m.text for m in slack.seen("carol", "papers")] == ["root"]
        assert [m.text for m in slack.seen("carol", "papers", reply)] == ["root", "reply"]
        slack.react("carol", reply, "tada")
        assert arrived[-1].payload["event"]["item"]["ts"] == reply.ts
        assert [c.what for c in slack.workspace.changes()] == ["posted", "posted", "reacted"]


def test_what_is_live_and_what_unfurls() -> None:
    """A test can ask of any message what is live in it, and whether Slack would fetch previews."""
    with LocalSlack() as slack:
        client = web(slack)
        client.chat_postMessage(channel="C00PAPERS", text="<!channel> https://a.example")
        quiet = {"unfurl_links": False, "unfurl_media": False}
        client.chat_postMessage(channel="C00PAPERS", text="&lt;!channel&gt;", **quiet)
        loud, dead = slack.seen("bob", "papers")
        assert [live.kind for live in slack.workspace.live(loud)] == ["broadcast", "link"]
        assert slack.workspace.live(dead) == ()
        assert (loud.unfurls, dead.unfurls) == (True, False)
