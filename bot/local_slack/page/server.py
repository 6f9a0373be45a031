"""The HTTP server of the page, on a free port of 127.0.0.1."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.local_slack.page.access import HEADERS, Door
from bot.local_slack.page.actions import act
from bot.local_slack.page.feed import events
from bot.local_slack.page.files import INDEX, page_files
from bot.local_slack.page.questions import ANSWERS
from bot.local_slack.page.state import Stage
from bot.render.cures import in_terminal
from retrieval.errors import BroadsheetError, UsageError
from retrieval.sources import MAX_BYTES

_MOST = 256 * 1024  # bytes of a deed
_PATIENCE = 30.0  # seconds a client may take to read or to write


class PageServer(ThreadingHTTPServer):
    """Serves *stage* to whoever the door lets in; a context manager."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, stage: Stage, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.stage = stage
        self.files = page_files()
        self.door = Door(secrets.token_urlsafe(16), self.server_port)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), name="page", daemon=True)

    def __enter__(self) -> PageServer:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stage.closing.set()
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: PageServer
    timeout = _PATIENCE
    server_version, sys_version = "Broadsheet", ""

    def do_GET(self) -> None:
        rest = self._let_in()
        if rest is None:
            return
        asked = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        if rest == "api/events":
            self._stream(asked.get("as", ""))
        elif rest.startswith("api/"):
            self._answer(lambda: _looked(self.server.stage, rest.removeprefix("api/"), asked))
        else:
            self._file(rest or INDEX)

    def do_POST(self) -> None:
        rest = self._let_in()
        if rest is None:
            return
        if rest == "api/act":
            self._answer(lambda: act(self.server.stage, self._document()))
        elif rest == "api/papers":
            from bot.local_slack.page.papers import take_in

            name = unquote(self.headers.get("X-File-Name", "file"))
            self._answer(lambda: take_in(self.server.stage, name, self._body(MAX_BYTES)))
        elif rest == "api/sample":
            from bot.local_slack.page.papers import take_sample

            self._answer(lambda: take_sample(self.server.stage))
        else:
            self._send(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"There is no such thing.")

    def log_message(self, *args: object) -> None:
        """Addresses hold the token: nothing is logged."""

    def _let_in(self) -> str | None:
        """The path behind the token; None for a request that was turned away."""
        path, door = urlsplit(self.path).path, self.server.door
        headers = {name.lower(): value for name, value in self.headers.items()}
        refusal = door.refusal(self.command, path, headers)
        if refusal is None:
            return path.removeprefix(f"/{door.token}/")
        self._send(refusal.status, "text/plain; charset=utf-8", refusal.reason.encode())
        return None

    def _file(self, name: str) -> None:
        file = self.server.files.get(name)
        if file is None:
            self._send(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"There is no such file.")
        else:
            self._send(HTTPStatus.OK, file.kind, file.data)

    def _answer(self, do: Callable[[], Any]) -> None:
        """What *do* gives, as JSON; what it refuses with its words."""
        try:
            status, document = HTTPStatus.OK, do()
        except BroadsheetError as error:
            status, document = HTTPStatus.BAD_REQUEST, {"error": error.message, "hint": in_terminal(error.hint)}
        self._send(status, "application/json", json.dumps(document or {}).encode())

    def _stream(self, name: str) -> None:
        try:
            found = events(self.server.stage, name)
        except UsageError as error:
            self._send(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", error.message.encode())
            return
        self._head(HTTPStatus.OK, "text/event-stream")
        with suppress(OSError):  # the page was closed
            for line in found:
                self.wfile.write(line)

    def _body(self, most: int) -> bytes:
        """The body; `UsageError` if it has no length or is longer than *most*."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > most:
            self.close_connection = True
            raise UsageError(f"This is more than {most // 1024**2 or 1} MiB.", "Split it.")
        return self.rfile.read(int(length))

    def _document(self) -> Mapping[str, Any]:
        try:
            document = json.loads(self._body(_MOST))
        except ValueError:
            document = None
        if not isinstance(document, dict):
            raise UsageError("The page sent something that is not a JSON object.", "Load it again.")
        return document

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        with suppress(OSError):
            self._head(status, kind, {"Content-Length": str(len(body))})
            self.wfile.write(body)

    def _head(self, status: HTTPStatus, kind: str, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **HEADERS, **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()


def _looked(stage: Stage, name: str, asked: Mapping[str, str]) -> dict[str, Any]:
    if name not in ANSWERS:
        raise UsageError("The page asked for something unknown.", "Load it again.")
    return ANSWERS[name](stage, asked)
