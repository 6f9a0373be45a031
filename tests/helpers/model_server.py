"""A stand-in for an OpenAI-compatible endpoint on 127.0.0.1 that behaves, well or badly, as it is told."""

from __future__ import annotations

import itertools
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from loopback import running


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request, and the means to answer it."""

    handler: BaseHTTPRequestHandler
    request: dict[str, Any]
    closing: threading.Event

    def head(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        """The status line and the headers; the body ends when the connection does."""
        self.handler.send_response(status)
        for name, value in {"Content-Type": kind, "Connection": "close", **headers}.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()

    def send(self, data: bytes) -> None:
        self.handler.wfile.write(data)

    def event(self, data: Any) -> None:
        """One server-sent event: an object as JSON, text as it stands."""
        self.send(f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode())

    def wait(self, seconds: float) -> bool:
        """False once the test is over."""
        return not self.closing.wait(seconds)


Behaviour = Callable[[Exchange], None]


@dataclass(slots=True)
class ModelServer:
    """Behaves as listed, call by call, the last way again and again.

    Keeps the *requests* it was sent, and counts those it *served* to the end of what it had to say.
    """

    url: str
    behaviours: tuple[Behaviour, ...]
    requests: list[dict[str, Any]] = field(default_factory=list)
    served: int = 0
    closing: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        request = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        with self.lock:
            self.requests.append(request)
            behaviour = self.behaviours[min(len(self.requests), len(self.behaviours)) - 1]
        behaviour(Exchange(handler, request, self.closing))
        with self.lock:
            self.served += 1


@contextmanager
def model_server(*behaviours: Behaviour) -> Iterator[ModelServer]:
    """A running server on a free port."""
    server = ModelServer("", behaviours)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with suppress(OSError):  # a client that hangs up at its deadline does right
                server.answer(self)

        def log_message(self, *args: object) -> None:
            """Tests print nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = False  # so that closing waits for them
    server.url = f"http://127.0.0.1:{http.server_port}/v1"
    with running(http):
        try:
            yield server
        finally:
            server.closing.set()


def chunk(text: str | None = None, finish: str | None = None) -> dict[str, Any]:
    """A piece of a streamed completion."""
    delta = {} if text is None else {"content": text}
    return {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


def says(text: str, finish: str = "stop") -> Behaviour:
    """A whole streamed answer, three characters at a time, with its usage (11 and 7 tokens) if that is asked for."""

    def behave(to: Exchange) -> None:
        to.head()
        for n in range(0, len(text), 3):
            to.event(chunk(text[n : n + 3]))
        to.event(chunk(finish=finish))
        if to.request.get("stream_options"):
            to.event({"choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}})
        to.event("[DONE]")

    return behave


def streams(*events: Any) -> Behaviour:
    """These events, then a connection closed in good order."""

    def behave(to: Exchange) -> None:
        to.head()
        for event in events:
            to.event(event)

    return behave


def sends(body: Any, kind: str = "application/json") -> Behaviour:
    """One body, never streamed: an object as JSON, text as it stands."""

    def behave(to: Exchange) -> None:
        to.head(kind=kind)
        to.send((body if isinstance(body, str) else json.dumps(body)).encode())

    return behave


def refuses(status: int, message: str = "no", code: str | None = None, **headers: str) -> Behaviour:
    """An error in OpenAI's form."""

    def behave(to: Exchange) -> None:
        to.head(status, "application/json", **headers)
        to.send(json.dumps({"error": {"message": message, "type": "error", "param": None, "code": code}}).encode())

    return behave


def picky(problem: Callable[[dict[str, Any]], str], then: Behaviour, status: int = 400) -> Behaviour:
    """Refuses a request as long as there is a *problem* with it."""

    def behave(to: Exchange) -> None:
        message = problem(to.request)
        (refuses(status, message) if message else then)(to)

    return behave


def stalls(*events: Any) -> Behaviour:
    """These events, then silence on an open connection; not even headers without events."""

    def behave(to: Exchange) -> None:
        if events:
            streams(*events)(to)
        to.closing.wait()

    return behave


def drips(start: bytes, data: bytes) -> Behaviour:
    """*start*, then *data* over and over, a byte at a time, for far longer than any deadline here."""

    def behave(to: Exchange) -> None:
        to.send(start)
        for byte in itertools.islice(itertools.cycle(data), 400):
            if not to.wait(0.05):
                return
            to.send(bytes([byte]))

    return behave


def resets(*events: Any) -> Behaviour:
    """These events, then a connection torn down."""

    def behave(to: Exchange) -> None:
        if events:
            streams(*events)(to)
            to.wait(0.1)  # or the reset would overtake them
        to.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        socket.socket.close(to.handler.connection)

    return behave
