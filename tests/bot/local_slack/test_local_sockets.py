"""The local Slack speaks Socket Mode with Slack's own SDK, and loses connections in every way."""

from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest
from local_app import SILENT, app, sdk_app, web
from slack_sdk.socket_mode.request import SocketModeRequest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.local_slack import LocalSlack


def address(slack: LocalSlack) -> str:
    """A fresh Socket Mode address."""
    return str(web(slack).apps_connections_open(app_token=slack.app_token)["url"])


def test_a_command_is_acknowledged_with_an_answer() -> None:
    """What comes back with the acknowledgement is shown to the one who asked, and to nobody else."""
    with LocalSlack() as slack, app(slack, lambda request: {"text": "Looking…"}) as arrived:
        done = slack.command("alice", "papers", "/ask", "what is a & b?")
        assert done.acked is not None
        assert done.acked < 1
        assert arrived[0].payload["text"] == "what is a &amp; b?"
        assert [m.text for m in slack.seen("alice", "papers")] == ["Looking…"]
        assert slack.seen("bob", "papers") == []


def test_a_mention_comes_twice() -> None:
    """A mention in a channel is a message and an app_mention: two events, one ts. In direct messages it is one."""
    with LocalSlack() as slack, app(slack) as arrived:
        said = slack.say("bob", "papers", "@broadsheet hello, see #random")
        events = [request.payload for request in arrived]
        assert sorted(e["event"]["type"] for e in events) == ["app_mention", "message"]
        assert len({e["event_id"] for e in events}) == 2
        assert {e["event"]["ts"] for e in events} == {said.ts}
        assert said.text == "<@U00BROAD> hello, see <#C00RANDOM|random>"
        slack.say("bob", "dm", "@broadsheet hello")
        assert [r.payload["event"]["channel_type"] for r in arrived[2:]] == ["im"]


def test_the_bot_hears_only_where_it_is() -> None:
    """Nothing of #random reaches the bot until it is invited."""
    with LocalSlack() as slack, app(slack) as arrived:
        slack.say("bob", "random", "@broadsheet hello")
        assert arrived == []
        slack.invite("bob", "random", "broadsheet")
        slack.say("bob", "random", "hello")
        assert [r.payload["event"]["type"] for r in arrived] == ["member_joined_channel", "message"]


def test_the_bots_own_messages_come_back() -> None:
    """As in Slack the bot is told of its own messages, edits and deletions: it must know not to answer."""
    with LocalSlack() as slack, app(slack) as arrived:
        sent = web(slack).chat_postMessage(channel="C00PAPERS", text="<@U00BROAD> hello")
        web(slack).chat_update(channel="C00PAPERS", ts=sent["ts"], text="b")
        web(slack).chat_delete(channel="C00PAPERS", ts=sent["ts"])
        slack.wait(lambda: len(arrived) == 3)
        told = {r.payload["event"].get("subtype"): r.payload["event"] for r in arrived}
        assert told[None]["bot_id"] == "B00BROAD"
        assert set(told) == {None, "message_changed", "message_deleted"}


def test_nobody_connected() -> None:
    """Without a connection a command fails at once, and Slack says so to the one who typed it."""
    with LocalSlack() as slack:
        assert slack.command("alice", "papers", "/ask", "hi").error == "dispatch_failed"
        assert slack.seen("alice", "papers")[0].text == '/ask failed with the error "dispatch_failed"'


def test_silence_is_a_timeout() -> None:
    """A command nobody acknowledges in time (three seconds in Slack) fails and is not repeated."""
    with LocalSlack(patience=0.3) as slack, app(slack, lambda request: SILENT) as arrived:
        done = slack.command("alice", "papers", "/ask", "hi")
        assert (done.error, done.acked, len(arrived)) == ("operation_timeout", None, 1)
        assert "operation_timeout" in slack.seen("alice", "papers")[0].text


def test_unacknowledged_events_are_repeated() -> None:
    """An event nobody takes comes again, at once and later, numbered; the id stays the same."""
    taken = threading.Event()

    def answer(request: SocketModeRequest) -> dict[str, object] | None:
        return None if request.retry_attempt or taken.is_set() else SILENT

    with LocalSlack(retry_scale=0.001, patience=0.3) as slack, app(slack, answer) as arrived:
        said = slack.say("bob", "papers", "hello", wait=False)
        (done,) = slack.deliveries_of(said)
        assert done.wait().acked is not None
        assert [r.retry_attempt for r in arrived] == [0, 1]
        assert len({r.payload["event_id"] for r in arrived}) == 1
        assert len({r.envelope_id for r in arrived}) == 2


@pytest.mark.parametrize("parallel", [False, True])
def test_redelivery(parallel: bool) -> None:
    """A test can have anything delivered again and again, one after the other or at once."""
    with LocalSlack() as slack, app(slack) as arrived:
        said = slack.say("bob", "papers", "hello")
        again = slack.redeliver(slack.deliveries_of(said)[0], 5, parallel)
        assert all(copy.acked is not None for copy in again)
        assert len({r.payload["event_id"] for r in arrived}) == 1
        assert len(arrived) == 6


@pytest.mark.parametrize(
    "kind", ["rst", pytest.param("fin", marks=pytest.mark.full), pytest.param("refresh", marks=pytest.mark.full)]
)
def test_a_lost_connection_is_replaced(kind: str) -> None:
    """However a connection ends, the SDK comes back with a new one that hears, and the old one is forgotten.

    The SDK's own client may be deaf for some seconds after it came back, so a command is repeated as a person would.
    """
    with LocalSlack() as slack, sdk_app(slack) as arrived:
        old = slack.parts.sockets.links()
        assert slack.cut(kind) == 1
        slack.wait(lambda: set(slack.parts.sockets.links()) - set(old), 15)
        slack.wait(lambda: slack.connections() == 1, 15)
        slack.wait(lambda: slack.command("alice", "papers", "/ask", "hi").acked is not None, 60)
        assert arrived[0].payload["command"] == "/ask"


def test_a_mute_connection() -> None:
    """A silent connection looks alive: what is sent over it is lost."""
    with LocalSlack(patience=0.3) as slack, app(slack) as arrived:
        slack.cut("silence")
        assert slack.connections() == 1
        assert slack.command("alice", "papers", "/ask", "hi").error == "operation_timeout"
        assert arrived == []


def test_tickets_are_good_once() -> None:
    """A Socket Mode address works for one connection; an invented one for none."""
    with LocalSlack() as slack:
        url = address(slack)
        with connect(url) as first:
            assert '"type": "hello"' in first.recv()
            with pytest.raises(InvalidStatus), connect(url):
                pass
        with pytest.raises(InvalidStatus), connect(url.split("?")[0]):
            pass


def test_too_many_connections() -> None:
    """The eleventh connection is told so and closed, and so is any other on request."""
    with LocalSlack() as slack:
        slack.faults.next("connect", "too_many_websockets")
        with connect(address(slack)) as refused:
            assert "too_many_websockets" in refused.recv()
        with ExitStack() as stack:
            for _ in range(10):
                stack.enter_context(connect(address(slack)))
            slack.wait(lambda: slack.connections() == 10)
            eleventh = stack.enter_context(connect(address(slack)))
            assert "too_many_websockets" in eleventh.recv()


def test_each_envelope_goes_to_one_connection() -> None:
    """With several connections open, one of them gets each envelope."""
    with LocalSlack() as slack, app(slack) as first, app(slack) as second:
        slack.wait(lambda: slack.connections() == 2)
        for n in range(4):
            assert slack.command("alice", "papers", "/ask", str(n)).acked is not None
        assert (len(first), len(second)) == (2, 2)


def test_nothing_is_left_behind() -> None:
    """After the end no thread of the local Slack runs, whatever was under way."""
    before = set(threading.enumerate())
    with LocalSlack() as slack:
        slack.say("bob", "papers", "hello", wait=False)
        with connect(address(slack)):
            slack.command("alice", "papers", "/ask", "hi", wait=False)
    assert not [t for t in set(threading.enumerate()) - before if t.name.startswith("slack-")]


def test_a_hundred_at_once() -> None:
    """A hundred people at once are no problem of the stand-in: what is slow is the bot."""
    with LocalSlack() as slack, app(slack) as arrived:
        sent = [slack.command("alice", "papers", "/ask", str(n), wait=False) for n in range(100)]
        assert all(delivery.wait().acked is not None for delivery in sent)
        assert len({r.payload["text"] for r in arrived}) == 100
