"""A small HTTP server on 127.0.0.1 that answers as it is told: late, in drips, cut off, or well."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from loopback import running


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. *fault*: "" (none), "stall" (nothing comes), "drip" (a byte now and then), "drip-head"
    (the same from the status line on), "cut" (the connection ends halfway through the body).
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""


@dataclass(slots=True)
class Server:
    """Gives its replies in order, the last one again and again, and keeps the paths and headers it was sent."""

    url: str
    replies: list[Reply]
    paths: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_reply(self, path: str, headers: Mapping[str, str]) -> Reply:
        with self.lock:
            self.paths.append(path)
            self.headers.append(headers)
            return self.replies[min(len(self.paths), len(self.replies)) - 1]


@contextmanager
def serving(*replies: Reply | bytes) -> Iterator[Server]:
    """A running server on a free port; bare bytes are a reply with status 200."""
    given = [Reply(reply) if isinstance(reply, bytes) else reply for reply in replies]
    server = Server("", given)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):  # the client hangs up at its deadline, as it should
                _answer(self, server.next_reply(self.path, dict(self.headers)), server.closing)

        def log_message(self, *args: object) -> None:
            """Tests print nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_port}"
    with running(http):
        try:
            yield server
        finally:
            server.closing.set()


def nowhere() -> str:
    """An address on this machine where nobody listens."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{closed.getsockname()[1]}"


def gzipped(text: str) -> Reply:
    """*text* as a compressed reply."""
    return Reply(gzip.compress(text.encode()), headers={"Content-Encoding": "gzip"})


def _answer(handler: BaseHTTPRequestHandler, reply: Reply, closing: threading.Event) -> None:
    if reply.fault == "stall":
        closing.wait()
        return
    if reply.fault == "drip-head":
        _drip(handler, b"HTTP/1.0 200 OK\r\nX-Long: " + b"x" * 10_000, closing)
        return
    handler.send_response(reply.status)
    for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    if reply.fault == "drip":
        _drip(handler, reply.body, closing)
    else:
        handler.wfile.write(reply.body[: len(reply.body) // 2] if reply.fault == "cut" else reply.body)


def _drip(handler: BaseHTTPRequestHandler, text: bytes, closing: threading.Event) -> None:
    for n in range(len(text)):
        if closing.wait(0.02):
            return
        handler.wfile.write(text[n : n + 1])
