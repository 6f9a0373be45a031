"""The one server under HTTP: Slack's HTTP mode, the health check, the tools for agents.

uvicorn, with what it leaves to a proxy: whoever says nothing, or says it too slowly, is not kept.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from typing import TYPE_CHECKING, Literal

from bot.slack.wire.asgi import Application
from retrieval.errors import BroadsheetError

if TYPE_CHECKING:
    import asyncio

IDLE = 30.0
"""Seconds in which a connection has to bring a whole request, from its start or from the answer before."""
_LARGEST_HEADER = 64 * 1024
_BACKLOG, _AT_ONCE = 1000, 1000  # connections that wait, and that are open; more are answered with 503
_HINT = "Set another BROADSHEET_SLACK_PORT, BROADSHEET_HEALTH_PORT or BROADSHEET_SLACK_HOST."


class PortTakenError(BroadsheetError):
    """Nobody can listen there."""


class HttpTransport:
    """Serves *app* on *host* and *port* (0: any free one; `port` tells which). Raises `PortTakenError` with *hint*.

    *grace*: seconds for requests under way at the end. *half_open*: who has said all is answered, though they will say
    no more; without it they give up. *lifespan*: "on" for an application that has to be begun and ended.
    """

    def __init__(
        self,
        app: Application,
        host: str,
        port: int,
        hint: str = _HINT,
        *,
        grace: int = 2,
        half_open: bool = True,
        lifespan: Literal["on", "off"] = "off",
    ) -> None:
        import uvicorn

        for name in ("uvicorn.error", "uvicorn.asgi"):  # what strangers send is theirs to look after
            logging.getLogger(name).setLevel(logging.ERROR)
        self.sockets = _listening(host, port, hint)
        self.port = int(self.sockets[0].getsockname()[1])
        self._grace = grace
        self._server = uvicorn.Server(
            uvicorn.Config(
                app, http=_protocol(half_open), ws="none", lifespan=lifespan, log_config=None, access_log=False,
                server_header=False, date_header=False, proxy_headers=False, limit_concurrency=_AT_ONCE,
                timeout_keep_alive=10, timeout_graceful_shutdown=grace, h11_max_incomplete_event_size=_LARGEST_HEADER,
            )
        )  # fmt: skip
        self._thread = threading.Thread(target=self.run, name="http", daemon=True)

    def run(self) -> None:
        """Serve in this thread until `stop`, or in the main one until SIGTERM or SIGINT."""
        self._server.run(self.sockets)

    def start(self) -> None:
        """Serve in a thread of its own until `stop`."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests, and end when those under way have had their time."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(self._grace + 3)
        for each in self.sockets:
            each.close()

    def heard(self) -> float:
        """Always now: an HTTP server cannot go deaf without its process."""
        return time.time()


def _listening(host: str, port: int, hint: str) -> list[socket.socket]:
    """A socket for each address that *host* stands for."""
    made: list[socket.socket] = []
    try:
        for family, _, _, _, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE):
            made.append(socket.create_server(place[:2], family=family, backlog=_BACKLOG))
    except (OSError, UnicodeError, OverflowError) as error:
        for each in made:
            each.close()
        number = (error.errno or 0) if isinstance(error, OSError) else 0
        said = os.strerror(number) if number > 0 else str(error)
        raise PortTakenError(f"{host}:{port} cannot be listened on: {said}.", hint) from error
    return made


def _protocol(half_open: bool) -> type[asyncio.Protocol]:
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Connection(H11Protocol):
        """uvicorn's, but a connection is closed that brings no whole request in `IDLE` seconds."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._since = self.loop.time()
            self._look()

        def eof_received(self) -> bool:  # type: ignore[override]
            """Whether to stay open for the answer."""
            return half_open and self._asked()

        def _asked(self) -> bool:
            """Whether a whole request has come, and its answer has not gone yet."""
            return self.cycle is not None and not (self.cycle.response_complete or self.cycle.more_body)

        def _look(self) -> None:
            if self.transport.is_closing():
                return
            if self._asked():
                self._since = self.loop.time()
            elif self.loop.time() - self._since > IDLE:
                self.transport.abort()
            self.loop.call_later(IDLE / 6, self._look)

    return Connection
