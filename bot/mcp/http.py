"""Streamable HTTP at /mcp, for clients that have a token, and for Slack's assistant, whose requests Slack signs.

Host and Origin are checked, so that no web page gets in.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.library import Library
from bot.mcp.assistant import ASKER, Assistant
from bot.mcp.desk import Desk, log
from bot.mcp.door import LARGEST, PATH, Door
from bot.mcp.pace import Pace
from bot.mcp.server import server_of
from bot.mcp.tokens import Tokens
from bot.settings import Settings
from retrieval.cures import cure
from retrieval.errors import BroadsheetError, UsageError

if TYPE_CHECKING:
    import uvicorn
    from mcp.server.transport_security import TransportSecuritySettings
    from starlette.types import Receive, Scope, Send

_HERE = ("127.0.0.1", "localhost", "[::1]")
_SESSIONS, _IDLE = 500, 600.0  # open at once; seconds after which an idle one ends
_AT_ONCE = 200  # connections; more are answered with 503
_BACKLOG, _GRACE = 128, 5


class ListenError(BroadsheetError):
    """Nobody can listen there."""


def serve(library: Library) -> None:
    """Answer over HTTP until SIGTERM or SIGINT. Raises `UsageError` where no client has a token, and `ListenError`."""
    signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn ends for it, then raises it again
    with _made(library) as (server, listening):
        server.run([listening])


@contextmanager
def beside(library: Library) -> Iterator[str]:
    """The same in a thread, while the block lasts; gives the address."""
    with _made(library) as (server, listening):
        thread = threading.Thread(target=server.run, args=([listening],), name="mcp-http", daemon=True)
        thread.start()
        try:
            yield _address(listening)
        finally:
            server.should_exit = True
            thread.join(_GRACE + 1)


@contextmanager
def _made(library: Library) -> Iterator[tuple[uvicorn.Server, socket.socket]]:
    import uvicorn

    if not Tokens(library.database).all() and not Assistant.of(library.settings):
        raise UsageError("No client has a token yet.", cure("mcp token"))
    listening = _listen(library.settings)
    desk = Desk(library)
    try:
        config = uvicorn.Config(
            application(desk), log_config=None, access_log=False, server_header=False, date_header=False, ws="none",
            limit_concurrency=_AT_ONCE, timeout_keep_alive=10, timeout_graceful_shutdown=_GRACE, lifespan="on",
        )  # fmt: skip
        log.info("answering agents at %s", _address(listening))
        yield uvicorn.Server(config), listening
    finally:
        listening.close()
        desk.close()


def application(desk: Desk) -> Any:
    """The ASGI application: the door, and behind it the protocol at `PATH`."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    settings, database = desk.library.settings, desk.library.database
    sessions = _Sessions(desk)
    inner = Starlette(routes=[Route(PATH, endpoint=sessions)], lifespan=lambda _: sessions.running())
    return Door(inner, Tokens(database), Pace(settings.mcp_calls), Assistant.of(settings))


class _Sessions:
    """The protocol: in sessions, or each request by itself where Slack signed it, as each names who asks."""

    def __init__(self, desk: Desk) -> None:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        made = partial(
            StreamableHTTPSessionManager,
            server_of(desk),
            security_settings=allowed(desk.library.settings),
            max_request_body_size=LARGEST,
        )
        self._held = made(max_sessions=_SESSIONS, session_idle_timeout=_IDLE)
        self._single = made(stateless=True)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self._held.run(), self._single.run():
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._single if ASKER in scope else self._held).handle_request(scope, receive, send)


def allowed(settings: Settings) -> TransportSecuritySettings:
    """The names in Host and Origin that are ours: this machine's, and those of the settings."""
    from mcp.server.transport_security import TransportSecuritySettings

    names = (*_HERE, *settings.mcp_names)
    return TransportSecuritySettings(
        allowed_hosts=[form for name in names for form in (name, f"{name}:*")],
        allowed_origins=[
            f"{kind}://{name}{port}" for name in names for kind in ("http", "https") for port in ("", ":*")
        ],
    )


def _listen(settings: Settings) -> socket.socket:
    host, port = settings.mcp_host, settings.mcp_port
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        hint = "Set BROADSHEET_MCP_PORT or BROADSHEET_MCP_HOST to another."
        raise ListenError(f"{host}:{port} cannot be listened on: {os.strerror(error.errno or 0)}.", hint) from error


def _address(listening: socket.socket) -> str:
    host, port, *_ = listening.getsockname()
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{PATH}"
