"""HTTP mode: what is too big, malformed, or not signed by Slack never reaches Bolt.

Bolt reads a body before it has verified it and logs what it does not trust, so this stands in front.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bot.slack.wire.signature import signed
from bot.slack.wire.status import StartResponse, Status, plain

if TYPE_CHECKING:
    import slack_bolt

LARGEST = 1024 * 1024
"""Bytes of a request; Slack's own are some kilobytes."""
PATH = "/slack/events"
_BODIES = ("application/x-www-form-urlencoded", "application/json")


class Front:
    """The WSGI application: verifies, then hands over to *bolt*. What *status* answers needs no signature."""

    def __init__(self, bolt: slack_bolt.App, signing_secret: str, status: Status) -> None:
        self._bolt = bolt
        self._secret = signing_secret
        self._status = status

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request with 200, 400, 401 or 413; only what Slack signed gets more than a status."""
        if told := self._status.answer(environ, start_response):
            return told
        body, status = _body(environ)
        if body is None:
            return plain(start_response, status)
        timestamp, signature = (
            environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", ""),
            environ.get("HTTP_X_SLACK_SIGNATURE", ""),
        )
        if not signed(self._secret, body, timestamp, signature):
            return plain(start_response, "401 Unauthorized")
        return self._dispatch(body, environ, start_response)

    def _dispatch(self, body: bytes, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        from slack_bolt.request import BoltRequest

        headers = {
            "content-type": environ.get("CONTENT_TYPE", ""),
            "x-slack-request-timestamp": environ["HTTP_X_SLACK_REQUEST_TIMESTAMP"],
            "x-slack-signature": environ["HTTP_X_SLACK_SIGNATURE"],
        }
        try:
            answer = self._bolt.dispatch(BoltRequest(body=body.decode("utf-8"), headers=headers))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            # Signed, but in no form we know; Bolt reads bodies without checking them.
            return plain(start_response, "400 Bad Request")
        if answer.status not in (200, 401):
            return plain(start_response, "400 Bad Request")
        start_response(f"{answer.status} OK", [(k, v) for k, values in answer.headers.items() for v in values])
        return [answer.body.encode()]


def _body(environ: dict[str, Any]) -> tuple[bytes | None, str]:
    """The request's body, or None and the status that refuses it."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal()):
        return None, "400 Bad Request"
    if int(length) > LARGEST:
        return None, "413 Content Too Large"
    kind = environ.get("CONTENT_TYPE", "").split(";")[0].strip().lower()
    if environ["REQUEST_METHOD"] != "POST" or environ["PATH_INFO"] != PATH or kind not in _BODIES:
        return None, "400 Bad Request"
    body = environ["wsgi.input"].read(int(length))
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None, "400 Bad Request"
    return body, ""
