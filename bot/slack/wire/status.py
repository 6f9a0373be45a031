"""GET /health and /metrics: whether the bot is well, and its figures. No secret and no question is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

StartResponse = Callable[[str, list[tuple[str, str]]], Any]

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
_PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Status:
    """A WSGI application. *health* says what is wrong, or "" if all is well; *metrics* are in Prometheus' text form."""

    health: Callable[[], str]
    metrics: Callable[[], str]

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request: 200 or 503 to the two, 404 to anything else."""
        return self.answer(environ, start_response) or plain(start_response, "404 Not Found")

    def answer(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes] | None:
        """The answer, or None for a request that is for something else."""
        if environ["REQUEST_METHOD"] != "GET":
            return None
        if environ["PATH_INFO"] == "/health":
            fault = self.health()
            return plain(start_response, "503 Service Unavailable" if fault else "200 OK", fault or "ok")
        if environ["PATH_INFO"] == "/metrics":
            return plain(start_response, "200 OK", self.metrics(), PROMETHEUS)
        return None


def plain(start_response: StartResponse, status: str, text: str = "", kind: str = _PLAIN) -> Iterable[bytes]:
    """Answer with *text*."""
    start_response(status, [("Content-Type", kind)])
    return [text.encode()]
