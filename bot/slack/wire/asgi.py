"""What every ASGI application here does: read a header, read a body within bounds, answer with a line."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PLAIN = b"text/plain; charset=utf-8"


def header(scope: Scope, name: bytes) -> str:
    """The header *name* of a request; "" if it is not there just once."""
    given = [value for key, value in scope["headers"] if key == name]
    return given[0].decode("latin-1") if len(given) == 1 else ""


@dataclass(slots=True)
class Bodies:
    """Reads the bodies of strangers: of *largest* bytes each and *most* in all, each in *seconds*."""

    largest: int
    most: int
    seconds: float
    _held: int = 0

    async def read(self, receive: Receive) -> bytes | int:
        """The body of a request, or the status to refuse it with: 408 if it is too slow, else 413."""
        body = bytearray()
        try:
            async with asyncio.timeout(self.seconds):
                while (part := await receive())["type"] == "http.request":
                    body += part.get("body", b"")
                    self._held += len(part.get("body", b""))
                    if len(body) > self.largest or self._held > self.most:
                        return 413
                    if not part.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            return 408
        finally:
            self._held -= len(body)
        return 413  # nobody hears it: the other side has gone


async def answer(send: Send, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
    """Answer with *body*, and close: whoever asks again connects again, and no connection is held for nothing."""
    always = [(b"content-length", str(len(body)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *always]})
    await send({"type": "http.response.body", "body": body})


async def line(send: Send, status: int, text: str = "", kind: bytes = PLAIN) -> None:
    """Answer with *text*."""
    await answer(send, status, text.encode(), (b"content-type", kind))
