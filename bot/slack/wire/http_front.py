"""HTTP mode: what is too big, malformed, or not signed by Slack never reaches Bolt.

Bolt reads a body before it has verified it and logs what it does not trust, so this stands in front.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bot.slack.wire.asgi import Bodies, Receive, Scope, Send, answer, header, line
from bot.slack.wire.signature import signed
from bot.slack.wire.status import Status

if TYPE_CHECKING:
    import slack_bolt
    from slack_bolt.response import BoltResponse

LARGEST = 1024 * 1024
"""Bytes of a request; Slack's own are some kilobytes."""
PATH = "/slack/events"
_BODIES = ("application/x-www-form-urlencoded", "application/json")
_THREADS = 16
_IN_ALL, _SLOWEST = 64 * LARGEST, 10.0  # bytes that are being received, and seconds in which each body has to be there


class Front:
    """The ASGI application: verifies, then hands over to *bolt*. What *status* answers needs no signature."""

    def __init__(self, bolt: slack_bolt.App, signing_secret: str, status: Status) -> None:
        self._bolt = bolt
        self._secret = signing_secret
        self._status = status
        self._bodies = Bodies(LARGEST, _IN_ALL, _SLOWEST)
        self._threads = ThreadPoolExecutor(_THREADS, "slack")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request with 200, 400, 401, 408 or 413; only what Slack signed gets more than a status."""
        if await self._status.answered(scope, send):
            return None
        if status := _unwanted(scope):
            return await line(send, status)
        body = await self._bodies.read(receive)
        if isinstance(body, int):
            return await line(send, body)
        timestamp, signature = header(scope, b"x-slack-request-timestamp"), header(scope, b"x-slack-signature")
        if not signed(self._secret, body, timestamp, signature):
            return await line(send, 401)
        headers = {
            "content-type": header(scope, b"content-type"),
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": signature,
        }
        given = await asyncio.get_running_loop().run_in_executor(self._threads, self._dispatched, body, headers)
        if given is None or given.status not in (200, 401):
            return await line(send, 400)
        told = [(key.encode(), value.encode()) for key, values in given.headers.items() for value in values]
        return await answer(send, given.status, given.body.encode(), *told)

    def _dispatched(self, body: bytes, headers: dict[str, str]) -> BoltResponse | None:
        """What Bolt answers; None for what is signed, but in no form we know: it reads bodies without checking them."""
        from slack_bolt.request import BoltRequest

        try:
            return self._bolt.dispatch(BoltRequest(body=body.decode("utf-8"), headers={**headers}))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None


def _unwanted(scope: Scope) -> int:
    """The status that refuses a request before its body is read; 0 for none."""
    length = header(scope, b"content-length") or "0"
    if not (length.isascii() and length.isdecimal()):
        return 400
    if int(length) > LARGEST:
        return 413
    kind = header(scope, b"content-type").split(";")[0].strip().lower()
    return 400 if scope["method"] != "POST" or scope["path"] != PATH or kind not in _BODIES else 0
