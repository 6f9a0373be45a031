"""GET /health and /metrics: whether the bot is well, and its figures. No secret and no question is in them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.slack.wire.asgi import PLAIN, Receive, Scope, Send, line

PROMETHEUS = b"text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Status:
    """An ASGI application. *health*: what is wrong, or "" if all is well; *metrics*: in Prometheus' text form."""

    health: Callable[[], str]
    metrics: Callable[[], str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: 200 or 503 to the two, 404 to anything else."""
        if not await self.answered(scope, send):
            await line(send, 404)

    async def answered(self, scope: Scope, send: Send) -> bool:
        """Whether the request was for one of the two, and has been answered."""
        if scope["method"] != "GET" or scope["path"] not in ("/health", "/metrics"):
            return False
        if scope["path"] == "/health":
            fault = await asyncio.to_thread(self.health)
            await line(send, 503 if fault else 200, fault or "ok", PLAIN)
        else:
            await line(send, 200, await asyncio.to_thread(self.metrics), PROMETHEUS)
        return True
