"""A small Slack on loopback that loses answers: four methods are all the weekly post needs.

Messages are kept by channel. A share of the answers to chat.postMessage is lost after the message was taken (the
connection closes), and a share is a false `internal_error`.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

ME = "U0000000BOT"
"""Who posts here."""


class FakeSlack(ThreadingHTTPServer):
    """*messages* are what the channels hold, in order.

    *deaf*: history cannot be read; *deafens*: not after the next post. *refuse*: a fault for all posts. *slow*: seconds
    from taking a message to saying so.
    """

    daemon_threads = True

    def __init__(self, seed: int = 0, lost: float = 0.0, lies: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.draw = random.Random(seed)
        self.lost, self.lies = lost, lies
        self.messages: list[dict[str, Any]] = []
        self.posts = 0
        self.slow = 0.0
        self.deaf = False
        self.deafens = False
        self.refuse = ""
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """Where the Web API is."""
        return f"http://127.0.0.1:{self.server_port}/api/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no news."""

    def keys(self, channel: str | None = None) -> list[str]:
        """The keys of all messages, of one channel if it is named."""
        return [m["key"] for m in self.messages if channel in (None, m["channel"])]

    def take(self, asked: dict[str, Any]) -> tuple[dict[str, Any], float]:
        """Keep a message; the answer, and a number from 0 to 1 that says what becomes of it."""
        with self.lock:
            self.posts += 1
            self.deaf = self.deaf or self.deafens
            ts = f"{1_700_000_000 + self.posts}.000100"
            key = asked["metadata"]["event_payload"]["key"]
            self.messages.append({**asked, "user": ME, "ts": ts, "key": key})
            return {"ok": True, "ts": ts, "channel": asked["channel"]}, self.draw.random()


class _Handler(BaseHTTPRequestHandler):
    server: FakeSlack

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        asked = dict(parse_qsl(urlsplit(self.path).query))
        self._answer({"messages": self.server.messages}) if "everything" in self.path else self._history(asked)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if "auth.test" in self.path:
            return self._answer({"ok": True, "user_id": ME})
        form = "json" not in self.headers.get("Content-Type", "")
        asked = dict(parse_qsl(body)) if form else json.loads(body)
        if "conversations.open" in self.path:
            return self._answer({"ok": True, "channel": {"id": f"D{asked['users']}"}})
        if "conversations." in self.path:
            return self._history(asked)
        if isinstance(asked.get("metadata"), str):
            asked["metadata"] = json.loads(asked["metadata"])
        if self.server.refuse:
            return self._answer({"ok": False, "error": self.server.refuse})
        answer, luck = self.server.take(asked)
        time.sleep(self.server.slow)
        if luck < self.server.lost:
            self.close_connection = True
            return None
        if luck < self.server.lost + self.server.lies:
            answer = {"ok": False, "error": "internal_error"}
        return self._answer(answer)

    def _history(self, asked: dict[str, Any]) -> None:
        if self.server.deaf:
            return self._answer({"ok": False, "error": "internal_error"})
        thread = asked.get("ts")
        found = [m for m in self.server.messages if m["channel"] == asked["channel"] and _belongs(m, thread)]
        return self._answer({"ok": True, "messages": found[-200:][::-1]})

    def _answer(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _belongs(message: dict[str, Any], thread: str | None) -> bool:
    """Whether the thread's history, or the channel's without one, shows *message*."""
    if thread:
        return thread in (message["ts"], message.get("thread_ts"))
    return not message.get("thread_ts")


@contextmanager
def fake_slack(seed: int = 0, lost: float = 0.0, lies: float = 0.0) -> Iterator[FakeSlack]:
    """A `FakeSlack` that serves as long as the block runs."""
    server = FakeSlack(seed, lost, lies)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
