"""Socket Mode: connections with single-use tickets, envelopes to any one of them, acknowledgements back."""

from __future__ import annotations

import itertools
import secrets
import socketserver
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.local_slack.delivery import PATIENCE, Ack, Delivery, NotAckedError
from bot.local_slack.delivery.websocket import Link
from bot.local_slack.state.faults import SOCKET_FAULTS, Faults

MOST_CONNECTIONS = 10
_TICKET_SECONDS = 60.0


@dataclass(slots=True)
class _Waiting:
    came: threading.Event = field(default_factory=threading.Event)
    ack: Ack | None = None


class Sockets:
    """The Socket Mode side of Slack, on a free port of 127.0.0.1."""

    def __init__(self, faults: Faults, closing: threading.Event, patience: float = PATIENCE) -> None:
        self._faults = faults
        self.closing = closing
        self._patience = patience
        self._lock = threading.Lock()
        self._tickets: dict[str, float] = {}
        self._links: list[Link] = []
        self._turn = itertools.count()
        self._waiting: dict[str, _Waiting] = {}
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="slack-sockets")

    def start(self) -> None:
        """Begin to accept connections."""
        self._thread.start()

    def stop(self) -> None:
        """Close every connection and wait for their threads."""
        self._server.shutdown()
        self._thread.join()
        for link in self.links():
            link.cut("fin")
        self._server.server_close()

    def links(self) -> list[Link]:
        """The open connections, the mute ones too."""
        with self._lock:
            return list(self._links)

    def address(self) -> str:
        """A new address with a ticket that is good for one connection."""
        ticket = secrets.token_hex(8)
        with self._lock:
            self._tickets[ticket] = time.monotonic()
        return f"ws://127.0.0.1:{self._server.server_address[1]}/link/?ticket={ticket}&app_id=A00BROAD"

    def cut(self, kind: str) -> int:
        """Do one of the socket faults to every open connection; how many that were."""
        links = self.links()
        for link in links:
            link.cut(kind)
        return len(links)

    def send(self, delivery: Delivery, attempt: int, reason: str) -> Ack:
        """Send an envelope over one connection and wait for its acknowledgement."""
        fault = self._faults.draw("socket", SOCKET_FAULTS)
        link = self._choose()
        if fault and fault.kind != "too_many_websockets":
            link.cut(fault.kind)
        envelope = {
            "envelope_id": secrets.token_hex(16),
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.accepts,
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        return self._answer(link, envelope)

    def arrived(self, link: Link, message: dict[str, Any]) -> None:
        """An acknowledgement from the app."""
        waiting = self._waiting.get(str(message.get("envelope_id")))
        if waiting and waiting.ack is None:
            waiting.ack = Ack(message.get("payload") or {}, time.monotonic())
            waiting.came.set()

    def admitted(self, path: str) -> bool:
        """True if this path has a ticket nobody has used. It is used now."""
        ticket = parse_qs(urlsplit(path).query).get("ticket", [""])[0]
        with self._lock:
            made = self._tickets.pop(ticket, None)
        return made is not None and time.monotonic() - made < _TICKET_SECONDS

    def opened(self, link: Link) -> None:
        """Greet a new connection; one too many is told so and closed."""
        fault = self._faults.draw("connect", ("too_many_websockets",))
        with self._lock:
            crowded = len(self._links) >= MOST_CONNECTIONS or (fault and fault.kind == "too_many_websockets")
            if not crowded:
                self._links.append(link)
            count = len(self._links)
        if crowded:
            link.cut("too_many_websockets")
            return
        info = {"host": "applink-local", "build_number": 1, "approximate_connection_time": 18060}
        hello = {"type": "hello", "num_connections": count, "debug_info": info}
        link.send({**hello, "connection_info": {"app_id": "A00BROAD"}})

    def closed(self, link: Link) -> None:
        """Forget a connection."""
        with self._lock:
            if link in self._links:
                self._links.remove(link)

    def _choose(self) -> Link:
        """Any connection, in turn; one about to be replaced only if there is no other."""
        links = self.links()
        fresh = [link for link in links if not link.retired] or links
        if not fresh:
            raise NotAckedError("dispatch_failed")
        return fresh[next(self._turn) % len(fresh)]

    def _answer(self, link: Link, envelope: dict[str, Any]) -> Ack:
        name = envelope["envelope_id"]
        waiting = self._waiting[name] = _Waiting()
        try:
            link.send(envelope)
            end = time.monotonic() + self._patience
            while not waiting.came.wait(0.05):
                if self.closing.is_set():
                    raise NotAckedError("stopped", final=True)
                if time.monotonic() > end:
                    raise NotAckedError("timeout")
        finally:
            del self._waiting[name]
        assert waiting.ack is not None
        return waiting.ack


class _Server(socketserver.ThreadingTCPServer):
    """One thread a connection; closing it waits for them."""

    allow_reuse_address = True
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, sockets: Sockets) -> None:
        self.sockets = sockets
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke is the app's to notice; nothing is printed."""


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        Link(self.request, self.server.sockets).run()
