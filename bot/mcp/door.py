"""What stands before the protocol over HTTP: who has a token comes in, at a pace; everybody else learns nothing."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.mcp.pace import Pace
from bot.mcp.tokens import Tokens

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

STRANGERS = 30
"""Requests without a good token a minute, by address; then not even a good one is looked up."""


@dataclass(slots=True)
class Door:
    """An ASGI application before *inner*: it names the client in the request's scope, as the SDK wants it."""

    inner: ASGIApp
    tokens: Tokens
    pace: Pace
    strangers: Pace = field(default_factory=lambda: Pace(STRANGERS))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request in, or answer it with 401 or 429."""
        if scope["type"] != "http":
            return await self.inner(scope, receive, send)
        name = self.tokens.owner(_bearer(scope))
        now = time.monotonic()
        if name is None:
            address = (scope.get("client") or ("",))[0]
            wait = self.strangers.wait(address, now)
            return await _refuse(send, 429, wait) if wait else await _refuse(send, 401)
        if wait := self.pace.wait(name, now):
            return await _refuse(send, 429, wait)
        return await self.inner({**scope, "user": _user(name)}, receive, send)


def _bearer(scope: Scope) -> str:
    """The token of a request; "" for none."""
    given = [value for key, value in scope["headers"] if key == b"authorization"]
    kind, _, token = given[0].decode("latin-1").partition(" ") if len(given) == 1 else ("", "", "")
    return token.strip() if kind.lower() == "bearer" else ""


def _user(name: str) -> object:
    from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
    from mcp.server.auth.provider import AccessToken

    return AuthenticatedUser(AccessToken(token="", client_id=name, scopes=[]))


async def _refuse(send: Send, status: int, wait: float = 0.0) -> None:
    """Answer with *status* and a sentence."""
    body = b"A token is needed.\n" if status == 401 else b"Too many requests.\n"
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
    if status == 401:
        headers.append((b"www-authenticate", b'Bearer realm="broadsheet"'))
    else:
        headers.append((b"retry-after", str(math.ceil(wait)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
