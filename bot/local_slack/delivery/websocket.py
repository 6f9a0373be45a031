"""One WebSocket connection, on the Sans-I/O protocol of `websockets`, so that it can break in every way one does."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from websockets.server import ServerProtocol

_PING_SECONDS = 10.0
# A replaced connection is closed by Slack a while after the app was told, if the app has not.
_RETIRED_SECONDS = 10.0


class Owner(Protocol):
    """Who is told what happens on a connection. *closing*: the whole server is about to end."""

    closing: threading.Event

    def admitted(self, path: str) -> bool:
        """Whether a connection to this path is let in."""
        ...

    def opened(self, link: Link) -> None:
        """The handshake is done."""
        ...

    def arrived(self, link: Link, message: dict[str, Any]) -> None:
        """The app has sent a message."""
        ...

    def closed(self, link: Link) -> None:
        """It is over."""
        ...


class Link:
    """A connection from handshake to end. `run` returns when it is over."""

    def __init__(self, sock: socket.socket, owner: Owner) -> None:
        from websockets.server import ServerProtocol

        self.retired: float | None = None
        self._silent = False
        self._sock = sock
        self._owner = owner
        self._protocol: ServerProtocol = ServerProtocol(max_size=2**24)
        self._lock = threading.RLock()

    def run(self) -> None:
        """Read until the end."""
        self._sock.settimeout(0.5)
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        pinged = time.monotonic()
        try:
            while self._read() and not self._owner.closing.is_set():
                now = time.monotonic()
                if now - pinged > _PING_SECONDS:
                    pinged = now
                    self._do(lambda protocol: protocol.send_ping(b"Ping from applink-local"))
                if self.retired and now - self.retired > _RETIRED_SECONDS:
                    self._do(lambda protocol: protocol.send_close(1000))
        except OSError:
            pass  # reset by the app, or by `cut`: either way it is over
        finally:
            self._owner.closed(self)

    def send(self, message: dict[str, Any]) -> None:
        """Send a JSON message. A connection that is already lost takes it without a word, as TCP does."""
        text = json.dumps(message).encode()  # in ASCII: half of a surrogate pair is no UTF-8
        self._do(lambda protocol: protocol.send_text(text))

    def cut(self, kind: str) -> None:
        """Do one of `SOCKET_FAULTS`."""
        if kind == "silence":
            self._silent = True
        elif kind == "rst":
            self._abort()
        elif kind == "fin":
            self._hang_up()
        else:
            reason = "refresh_requested" if kind == "refresh" else kind
            self.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-local"}})
            self.retired = time.monotonic() if kind == "refresh" else self.retired
            if kind == "too_many_websockets":
                self._do(lambda protocol: protocol.send_close(1008))

    def _read(self) -> bool:
        """Take what has come; False at the end."""
        try:
            data = self._sock.recv(65536)
        except TimeoutError:
            return True
        if not data:
            return False
        if not self._silent:
            self._do(lambda protocol: protocol.receive_data(data))
            self._handle_events()
        return True

    def _handle_events(self) -> None:
        from websockets.frames import Frame, Opcode
        from websockets.http11 import Request

        with self._lock:
            events = self._protocol.events_received()
        for event in events:
            if isinstance(event, Request):
                self._shake_hands(event)
            elif isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                with suppress(ValueError, RecursionError):  # what is no JSON acknowledges nothing
                    self._owner.arrived(self, json.loads(bytes(event.data)))

    def _shake_hands(self, request: Any) -> None:
        admitted = self._owner.admitted(request.path)

        def answer(protocol: ServerProtocol) -> None:
            refusal = None if admitted else protocol.reject(401, "This ticket is not good.\n")
            protocol.send_response(refusal or protocol.accept(request))

        self._do(answer)
        if admitted:
            self._owner.opened(self)

    def _do(self, step: Callable[[ServerProtocol], None]) -> None:
        """A step of the protocol, and out with what it wants to send."""
        from websockets.exceptions import InvalidState

        with self._lock:
            try:
                step(self._protocol)
            except InvalidState:
                return  # it is closing; the reader will find the end
            for data in self._protocol.data_to_send():
                if not self._silent:
                    self._write(data)

    def _write(self, data: bytes) -> None:
        with suppress(OSError):  # lost: the reader finds out
            if data:
                self._sock.sendall(data)
            else:
                self._sock.shutdown(socket.SHUT_WR)

    def _hang_up(self) -> None:
        with suppress(OSError):  # already gone
            self._sock.shutdown(socket.SHUT_RDWR)

    def _abort(self) -> None:
        """RST instead of FIN. The reader must be woken first: the kernel sends nothing while it still waits."""
        with suppress(OSError):  # already gone
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._sock.shutdown(socket.SHUT_RD)
            self._sock.close()
