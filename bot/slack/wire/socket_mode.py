"""Socket Mode: Slack's connection, kept alive and judged by its last pong.

The websocket_client flavour of the SDK, because the built-in client is deaf for seconds after each refresh and for a
minute after a drop. As it comes it waits for a silent connection for ever, so here a missing pong ends it.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bot.slack.wire.redaction import vendor_logger

if TYPE_CHECKING:
    import slack_bolt

PING = 5.0
"""Seconds between two pings, and between two attempts to connect. A pong must come within half of it."""
_OPENING = 4.0  # seconds a new connection has before another one is tried
_LINGER = 2.0  # seconds a replaced connection is still heard: something may be on its way over it

log = logging.getLogger("broadsheet.slack.socket")


class SocketTransport:
    """Receives Slack's requests for *bolt* over a WebSocket that *app_token* opens.

    `opened`: when the connection was last made, in seconds since 1970.
    """

    def __init__(self, bolt: slack_bolt.App, app_token: str, ping: float = PING, threads: int = 20) -> None:
        self._client = _client_class()(app_token, vendor_logger(), bolt.client, ping_interval=ping, concurrency=threads)
        self._client.socket_mode_request_listeners.append(_to_bolt(bolt))
        self._client.on_open_listeners.append(lambda session: self._note_open())
        self.opened = self._heard = time.time()

    def start(self) -> None:
        """Connect, and stay connected until `stop`. Raises what slack_sdk raises if Slack refuses the first time.

        Returns when the connection is open, or after four seconds: it is tried again and again then.
        """
        self._client.connect()
        until = time.monotonic() + _OPENING
        while not self._client.is_connected() and time.monotonic() < until:
            time.sleep(0.01)

    def stop(self) -> None:
        """Hang up; nothing is received any more."""
        client = self._client
        client.auto_reconnect_enabled, client.stopping = False, True
        for session in list(client.sessions):
            _hang_up(session)
        until = time.monotonic() + 2
        while client.sessions and time.monotonic() < until:
            time.sleep(0.01)
        client.close()

    def heard(self) -> float:
        """When Slack was last heard (a pong, or a new connection), in seconds since 1970."""
        self._note(float(getattr(self._client.current_session, "last_pong_tm", 0) or 0))
        return self._heard

    def _note(self, at: float) -> None:
        self._heard = max(self._heard, at)

    def _note_open(self) -> None:
        self._client.awaited = 0.0
        self.opened = time.time()
        self._note(self.opened)


def _client_class() -> type[Any]:
    """The SDK's client, with a limit to how long a pong may take, and one new connection at a time.

    Slack says some seconds before that it will close a connection. The SDK lets go of it at once and then opens
    another; here the old one is heard until the new one is open.
    """
    from slack_sdk.socket_mode.websocket_client import SocketModeClient

    class Client(SocketModeClient):
        awaited = 0.0  # until when the connection that was made last may take to open
        stopping = False

        def __init__(self, *given: Any, **more: Any) -> None:
            self.sessions: set[Any] = set()  # that have a thread
            super().__init__(*given, **more)
            self.on_open_listeners.append(lambda session: _take_over(self, session))
            # A connection that failed is not asked to say goodbye, which would be waited for.
            self.on_error_listeners.append(lambda session, error: _hang_up(session))

        def connect(self) -> None:
            """Open a connection in a thread of its own; it takes over once it is open, at once if there is no other."""
            self.awaited = time.monotonic() + _OPENING
            old: Any = self.current_session
            if old is not None:
                old.close = lambda **_: None  # the SDK would, before there is another
            super().connect()
            session = self.current_session
            if old is not None and old.sock is not None:
                self.current_session = old
            self.sessions.add(session)
            threading.Thread(target=_run, args=[self, session], name="socket", daemon=True).start()

        def connect_to_new_endpoint(self, force: bool = False) -> None:
            """Connect anew, unless a connection is on its way: its predecessor's end must not end it too."""
            if not self.stopping and (force or time.monotonic() > self.awaited):
                super().connect_to_new_endpoint(force)

        def session_id(self) -> str:
            """What the SDK logs when a send fails; it asks this class for it, which has none."""
            return "unknown"

        def _run_current_session(self) -> None:
            """Nothing: the SDK has one thread for all connections, and would hear the new one after the old one."""

    return Client


def _take_over(client: Any, session: Any) -> None:
    """*session* is open: it is the current one from now on, and those before it are let go."""
    old, client.current_session = client.current_session, session
    if client.stopping:
        _hang_up(session)
    elif old is session:  # its predecessor was lost, and whatever lingers went the same way
        for other in client.sessions - {session}:
            _hang_up(other)
    else:
        lingering = threading.Timer(_LINGER, _hang_up, [old])
        lingering.daemon = True
        lingering.start()


def _run(client: Any, session: Any) -> None:
    """Hear *session* until it ends."""
    try:
        session.run_forever(ping_interval=client.ping_interval, ping_timeout=client.ping_interval / 2)
    except Exception as error:  # whatever ends a session, the monitor opens the next one
        log.warning("the connection to Slack ended: %s", type(error).__name__)
        _hang_up(session)
    finally:
        client.sessions.discard(session)


def _hang_up(session: Any) -> None:
    """End a connection. Closed under its reader, a socket would leave it asleep; so the reader is told first."""
    wire = getattr(getattr(session, "sock", None), "sock", None)
    if wire is not None:
        session.on_error = None  # its end is no error
        with suppress(OSError):
            wire.shutdown(socket.SHUT_RDWR)


def _to_bolt(bolt: slack_bolt.App) -> Any:
    from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response

    def handle(client: Any, request: Any) -> None:
        begun = time.time()
        send_response(client, request, run_bolt_app(bolt, request), begun)

    return handle
