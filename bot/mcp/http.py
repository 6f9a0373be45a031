"""Streamable HTTP at /mcp, for clients that have a token, and for Slack's assistant, whose requests Slack signs.

Host and Origin are checked, so that no web page gets in.
"""

from __future__ import annotations

import signal
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
from bot.slack.wire.asgi import Receive, Scope, Send
from bot.slack.wire.http_server import HttpTransport
from retrieval.cures import cure
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from mcp.server.transport_security import TransportSecuritySettings

_HERE = ("127.0.0.1", "localhost", "[::1]")
_SESSIONS, _IDLE = 500, 600.0  # open at once; seconds after which an idle one ends


def serve(library: Library) -> None:
    """Answer over HTTP until SIGTERM or SIGINT. Raises `UsageError` where nobody may come in, and `PortTakenError`."""
    signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn ends for it, then raises it again
    with _made(library) as transport:
        transport.run()


@contextmanager
def beside(library: Library) -> Iterator[str]:
    """The same in a thread, while the block lasts; gives the address."""
    with _made(library) as transport:
        transport.start()
        yield _address(transport)


@contextmanager
def _made(library: Library) -> Iterator[HttpTransport]:
    settings = library.settings
    if not Tokens(library.database).all() and not Assistant.of(settings, LARGEST):
        raise UsageError("No client has a token yet.", cure("mcp token"))
    desk = Desk(library)
    hint = "Set BROADSHEET_MCP_PORT or BROADSHEET_MCP_HOST to another."
    transport = HttpTransport(
        application(desk), settings.mcp_host, settings.mcp_port, hint, grace=5, half_open=False, lifespan="on"
    )
    try:
        log.info("answering agents at %s", _address(transport))
        yield transport
    finally:
        transport.stop()
        desk.close()


def application(desk: Desk) -> Any:
    """The ASGI application: the door, and behind it the protocol at `PATH`."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    settings, database = desk.library.settings, desk.library.database
    sessions = _Sessions(desk)
    inner = Starlette(routes=[Route(PATH, endpoint=sessions)], lifespan=lambda _: sessions.running())
    return Door(inner, Tokens(database), Pace(settings.mcp_calls), Assistant.of(settings, LARGEST))


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


def _address(transport: HttpTransport) -> str:
    host, port, *_ = transport.sockets[0].getsockname()
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{PATH}"
