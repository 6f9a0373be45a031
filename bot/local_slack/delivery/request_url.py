"""HTTP instead of Socket Mode: signed requests to the app's request URL."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from bot.local_slack.delivery import PATIENCE, Ack, Delivery, NotAckedError
from retrieval.errors import UsageError


class RequestUrl:
    """Delivers to *url*, as Slack does once it is set as the app's request URL for everything."""

    def __init__(
        self, url: str, secret: str, clock: Callable[[], float] = time.time, patience: float = PATIENCE
    ) -> None:
        self.url = url
        self._secret = secret
        self._clock = clock
        self._patience = patience

    def send(self, delivery: Delivery, attempt: int, reason: str) -> Ack:
        """One request; anything but a 2xx in time is no acknowledgement."""
        body, kind = _body(delivery)
        retried = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": _reason(reason)} if attempt else {}
        try:
            answer, text = self.post(body, {"Content-Type": kind, **retried})
        except TimeoutError as error:
            raise NotAckedError("http_timeout") from error
        except (OSError, http.client.HTTPException) as error:
            raise NotAckedError("connection_failed") from error
        if not 200 <= answer.status < 300:
            raise NotAckedError("http_error", final=answer.getheader("x-slack-no-retry") == "1")
        return Ack(_payload(text, answer.getheader("content-type") or ""), time.monotonic())

    def verify(self) -> None:
        """Slack's test of a new request URL: it must give back the challenge. `UsageError` if it does not."""
        challenge = hashlib.sha256(self.url.encode()).hexdigest()
        body = json.dumps({"token": "deprecated", "challenge": challenge, "type": "url_verification"})
        try:
            answer, text = self.post(body.encode(), {"Content-Type": "application/json"})
        except (OSError, http.client.HTTPException) as error:
            raise UsageError(f"Nothing answers at {self.url}.", "Start the app first.") from error
        if answer.status != 200 or challenge not in text:
            raise UsageError(f"{self.url} did not give back the challenge.", "It must answer `url_verification`.")

    def post(self, body: bytes, headers: dict[str, str]) -> tuple[http.client.HTTPResponse, str]:
        """Sign and send *body*; the answer and its text."""
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=self._patience)
        try:
            connection.request("POST", address.path or "/", body, {**headers, **self.signature(body)})
            answer = connection.getresponse()
            return answer, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def signature(self, body: bytes) -> dict[str, str]:
        """The headers that prove a body is Slack's: docs.slack.dev/authentication/verifying-requests-from-slack."""
        now = str(int(self._clock()))
        digest = hmac.new(self._secret.encode(), f"v0:{now}:".encode() + body, hashlib.sha256).hexdigest()
        agent = "Slackbot 1.0 (+https://api.slack.com/robots)"
        return {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={digest}", "User-Agent": agent}


def _body(delivery: Delivery) -> tuple[bytes, str]:
    form = "application/x-www-form-urlencoded"
    if delivery.kind == "slash_commands":
        return urlencode(delivery.payload, errors="replace").encode(), form
    if delivery.kind == "interactive":
        return urlencode({"payload": json.dumps(delivery.payload)}).encode(), form
    return json.dumps(delivery.payload).encode(), "application/json"


def _reason(reason: str) -> str:
    return reason if reason in ("http_timeout", "http_error", "connection_failed") else "http_timeout"


def _payload(text: str, kind: str) -> dict[str, Any]:
    """What came with the acknowledgement: JSON, or plain words."""
    if not text:
        return {}
    if kind.startswith("application/json"):
        try:
            document = json.loads(text)
        except ValueError:
            return {}
        return document if isinstance(document, dict) else {}
    return {"text": text}
