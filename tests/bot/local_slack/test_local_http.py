"""The local Slack delivers over HTTP too: signed, timed, repeated with the headers that say so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from loopback import running
from slack_sdk.signature import SignatureVerifier

from bot.local_slack import LocalSlack
from retrieval.errors import UsageError

Seen = list[tuple[dict[str, str], bytes]]
Result = tuple[int, str, str]


@contextmanager
def receiver(answer: Callable[[dict[str, str], bytes], Result]) -> Iterator[tuple[str, Seen]]:
    """An app's request URL, and what comes to it."""
    seen: Seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            seen.append((headers, body))
            status, kind, text = answer(headers, body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args: object) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with running(server):
        yield f"http://127.0.0.1:{server.server_port}/slack/events", seen


def good(headers: dict[str, str], body: bytes) -> Result:
    """Takes everything and gives challenges back."""
    document = json.loads(body) if body.startswith(b"{") else {}
    return 200, "text/plain", document.get("challenge", "")


def test_requests_are_signed() -> None:
    """Slack's own verifier accepts every request, and none with another body."""
    with LocalSlack() as slack, receiver(good) as (url, seen):
        slack.deliver_to(url)
        slack.command("alice", "papers", "/ask", "hi")
        slack.say("bob", "papers", "hello")
        verifier = SignatureVerifier(slack.signing_secret)
        assert len(seen) == 3
        assert all(verifier.is_valid_request(body, headers) for headers, body in seen)
        assert not verifier.is_valid_request(b"x" + seen[0][1], seen[0][0])


def test_each_kind_has_its_form() -> None:
    """Commands are forms, clicks are a form with a JSON payload, events are JSON."""
    with LocalSlack() as slack, receiver(good) as (url, seen):
        slack.deliver_to(url)
        assert slack.command("alice", "papers", "/ask", "a b").acked is not None
        said = slack.say("bob", "papers", "hello")
        slack.shortcut("bob", said, "ask_about")
        command, event, interaction = (body.decode() for _, body in seen[1:])
        assert parse_qs(command)["text"] == ["a b"]
        assert json.loads(event)["event"]["text"] == "hello"
        assert json.loads(parse_qs(interaction)["payload"][0])["callback_id"] == "ask_about"


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [("text/plain", "Looking…", "Looking…"), ("application/json", '{"text": "Looking…"}', "Looking…")],
)
def test_the_answer_to_a_command(kind: str, text: str, shown: str) -> None:
    """Words or JSON in the response are shown to the one who asked."""

    def answer(headers: dict[str, str], body: bytes) -> Result:
        return good(headers, body) if b"challenge" in body else (200, kind, text)

    with LocalSlack() as slack, receiver(answer) as (url, _):
        slack.deliver_to(url)
        slack.command("alice", "papers", "/ask", "hi")
        assert [m.text for m in slack.seen("alice", "papers")] == [shown]


def test_refused_events_are_repeated() -> None:
    """An event answered with an error comes again and says which attempt it is and why."""

    def answer(headers: dict[str, str], body: bytes) -> Result:
        failing = "x-slack-retry-num" not in headers and b"challenge" not in body
        return (500, "text/plain", "") if failing else good(headers, body)

    with LocalSlack() as slack, receiver(answer) as (url, seen):
        slack.deliver_to(url)
        slack.say("bob", "papers", "hello")
        assert [h.get("x-slack-retry-num") for h, _ in seen[1:]] == [None, "1"]
        assert seen[2][0]["x-slack-retry-reason"] == "http_error"
        assert slack.command("alice", "papers", "/ask", "hi").error == "http_error"


def test_a_url_must_prove_itself() -> None:
    """A request URL that does not give back the challenge is not taken."""
    rude = receiver(lambda headers, body: (200, "text/plain", "hello"))
    with LocalSlack() as slack, rude as (url, _), pytest.raises(UsageError, match="challenge"):
        slack.deliver_to(url)
