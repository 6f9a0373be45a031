"""The HTTP side of Slack: the Web API and the response_urls, with whatever goes wrong on the way."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from bot.local_slack import api
from bot.local_slack.checks.args import Args, read_args
from bot.local_slack.context import Parts
from bot.local_slack.state.faults import CALL_FAULTS, Fault
from bot.local_slack.types import RefusalError


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it was: *where* is a method or `response_url`; *outcome* is `ok`, an error name or a fault."""

    where: str
    args: Mapping[str, Any]
    at: float
    outcome: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    outcome: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Web:
    """The server, on a free port of 127.0.0.1."""

    def __init__(self, parts: Parts, closing: threading.Event) -> None:
        self._parts = parts
        self._closing = closing
        self._calls: list[Call] = []
        self._lock = threading.Lock()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="slack-web")
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def calls(self) -> list[Call]:
        """Every call so far, in the order in which they ended."""
        with self._lock:
            return list(self._calls)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering, and wait for what is under way."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> _Answer | None:
        """The answer to one request; None to hang up instead."""
        address = urlsplit(path)
        where = address.path.removeprefix("/api/") if address.path.startswith("/api/") else "response_url"
        fault = self._parts.faults.draw(where, CALL_FAULTS)
        args = Args()
        answer = self._failed(fault)
        if answer is None:
            try:
                args = read_args(where, address.query, headers, body) if where != "response_url" else _document(body)
                answer = self._right(where, address.path, args, headers)
            except RefusalError as error:
                answer = _refused(where, error)
            except RecursionError:  # nested deeper than anything Slack shows
                answer = _refused(where, RefusalError("invalid_json"))
        answer = _spoiled(fault, answer)
        self._note(where, address.path, args, answer)
        return None if answer.outcome in ("drop_before", "drop_after") else answer

    def _failed(self, fault: Fault | None) -> _Answer | None:
        """What a fault answers before anything happens; a delay only takes its time."""
        kind = fault.kind if fault else ""
        if fault and kind == "delay":
            self._closing.wait(fault.amount)
        if fault and kind == "ratelimited":
            wait = {"Retry-After": str(max(1, round(fault.amount)))}
            return _Answer(429, b'{"ok":false,"error":"ratelimited"}', kind, wait)
        if kind == "rate_limited":
            return _Answer(200, b'{"ok":false,"error":"rate_limited"}', kind)
        if kind.startswith("http_"):
            return _Answer(int(kind.removeprefix("http_")), b"<html>Server Error</html>", kind)
        return _Answer(0, b"", kind) if kind == "drop_before" else None

    def _right(self, where: str, path: str, args: Args, headers: Mapping[str, str]) -> _Answer:
        """The answer when nothing goes wrong."""
        if where == "response_url":
            self._parts.hooks.use(path, args)
            return _Answer(200, b"ok", "ok")
        document = api.call(self._parts, where, args, headers)
        more = {}
        if where == "auth.test":
            scopes = self._parts.installation.scopes
            more = {"x-oauth-scopes": ",".join(sorted(scopes if scopes is not None else _all_scopes()))}
        return _Answer(200, json.dumps(document).encode(), "ok", more)

    def _note(self, where: str, path: str, args: Args, answer: _Answer) -> None:
        at = self._parts.workspace.clock()
        with self._lock:
            shown = {name: value for name, value in args.items() if name != "token"}
            self._calls.append(Call(where, shown, at, answer.outcome, path))


def _spoiled(fault: Fault | None, answer: _Answer) -> _Answer:
    """The answer of a call that took effect and does not say so."""
    if fault and fault.kind == "drop_after":
        return _Answer(0, b"", "drop_after")
    if fault and fault.kind == "internal_error":
        return _Answer(200, b'{"ok":false,"error":"internal_error"}', "internal_error")
    return answer


def _refused(where: str, error: RefusalError) -> _Answer:
    if where == "response_url" and error.status != 404:
        return _Answer(error.status, error.error.encode(), error.error)
    document = {"ok": False, "error": error.error, **error.more}
    return _Answer(error.status, json.dumps(document).encode(), error.error, error.headers)


def _document(body: bytes) -> Args:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise RefusalError("invalid_payload", status=400)
    return Args(document)


def _all_scopes() -> set[str]:
    return {scope for method in api.METHODS.values() for scope in method.scopes} | {"commands", "app_mentions:read"}


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 512

    def __init__(self, web: Web) -> None:
        self.web = web
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up; nothing is printed."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 5

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self._serve(self.rfile.read(length))

    def do_GET(self) -> None:
        self._serve(b"")

    def _serve(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.web.answer(self.path, headers, body)
        if answer is None:
            with suppress(OSError):  # the client may have gone first
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(answer.status)
        kind = "application/json; charset=utf-8" if answer.body[:1] == b"{" else "text/plain; charset=utf-8"
        for name, value in {"Content-Type": kind, "Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):  # a client that no longer waits
            self.wfile.write(answer.body)

    def log_message(self, *args: object) -> None:
        """Nothing is printed; `Web.calls` is the log."""
