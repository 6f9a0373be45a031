"""What stands before the protocol over HTTP: who has a token comes in, at a pace, and Slack; others learn nothing."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

from bot.mcp.assistant import ASKER, Assistant, is_signed, replayed
from bot.mcp.pace import Pace
from bot.mcp.tokens import Tokens
from bot.slack.wire.asgi import PLAIN, Application, Receive, Scope, Send, answer, header

PATH = "/mcp"
LARGEST = 256 * 1024
"""Bytes of one request."""
STRANGERS = 30
"""Requests without a good token a minute, by address; then not even a good one is looked up."""
_WORDS = {
    401: b"A token is needed.\n",
    408: b"That took too long.\n",
    413: b"Too large.\n",
    429: b"Too many requests.\n",
}


@dataclass(slots=True)
class Door:
    """An ASGI application before *inner*: it names the client in the request's scope, as the SDK wants it.

    Without an *assistant* what Slack signs is a stranger's.
    """

    inner: Application
    tokens: Tokens
    pace: Pace
    assistant: Assistant | None = None
    strangers: Pace = field(default_factory=lambda: Pace(STRANGERS))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request in, or refuse it: with 401 or 429, and what should be Slack's with 408 or 413 too."""
        if scope["type"] != "http":
            return await self.inner(scope, receive, send)
        if self.assistant and is_signed(scope):
            return await self._slacks(self.assistant, scope, receive, send)
        name = self.tokens.owner(_bearer(scope))
        if name is None:
            return await self._stranger(scope, send)
        if wait := self.pace.wait(name, time.monotonic()):
            return await _refuse(send, 429, wait)
        return await self.inner({**scope, "user": _user(name)}, receive, send)

    async def _slacks(self, assistant: Assistant, scope: Scope, receive: Receive, send: Send) -> None:
        body = await assistant.received(scope, receive)
        if body == 401:
            return await self._stranger(scope, send)
        if isinstance(body, int):
            return await _refuse(send, body)
        asker = assistant.asker(body)
        if wait := self.pace.wait(f"slack:{asker.user}", time.monotonic()):
            return await _refuse(send, 429, wait)
        return await self.inner({**scope, ASKER: asker}, replayed(body, receive), send)

    async def _stranger(self, scope: Scope, send: Send) -> None:
        """No good token, and no good signature."""
        wait = self.strangers.wait((scope.get("client") or ("",))[0], time.monotonic())
        return await _refuse(send, 429, wait) if wait else await _refuse(send, 401)


def _bearer(scope: Scope) -> str:
    """The token of a request; "" for none."""
    kind, _, token = header(scope, b"authorization").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _user(name: str) -> object:
    from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
    from mcp.server.auth.provider import AccessToken

    return AuthenticatedUser(AccessToken(token="", client_id=name, scopes=[]))


async def _refuse(send: Send, status: int, wait: float = 0.0) -> None:
    """Answer with *status* and a sentence."""
    headers = [(b"content-type", PLAIN)]
    if status == 401:
        headers.append((b"www-authenticate", b'Bearer realm="broadsheet"'))
    elif status == 429:
        headers.append((b"retry-after", str(math.ceil(wait)).encode()))
    await answer(send, status, _WORDS[status], *headers)
