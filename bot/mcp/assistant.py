"""Slack's assistant, which calls the tools as the person who asked it: what it signs, and whether they are served.

Slack signs each request as it does in HTTP mode, and names the person in `params._meta.slack` of the signed body:
https://docs.slack.dev/ai/slackbot-mcp-client
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.settings import Settings
from bot.slack.guard import Guard
from bot.slack.wire.asgi import Bodies, Receive, Scope, header
from bot.slack.wire.faults import DeliveryError, UnknownOutcomeError, patiently
from bot.slack.wire.poster import web_client
from bot.slack.wire.signature import signed
from retrieval.errors import BroadsheetError

ASKER = "broadsheet.asker"
"""Where the scope of a request that Slack signed names the `Asker`."""
SLOWEST = 10.0
"""Seconds in which a request that says it is Slack's has to be there: nobody knows yet whose it is."""
_IN_ALL = 64  # times the largest, of all such requests that are being received
_ID = re.compile(r"[A-Z0-9]{2,30}")
_DIRECT = "D"  # what people ask the assistant is between the two of them, as a direct message is


class NotServedError(BroadsheetError):
    """Whoever asks Slack's assistant is not served, as the bot would not serve them."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks Slack's assistant, by Slack's word; "" where it named nobody. *why* says why they are not served."""

    team: str
    user: str
    why: Callable[[str, str], str]

    def served(self) -> str:
        """The user's id, which is theirs to the bot too. It may ask Slack. Raises `NotServedError`."""
        if not (self.team and self.user):
            raise NotServedError("This request does not say who asks.", "Ask Slack's assistant in your own words.")
        if why := self.why(self.team, self.user):
            raise NotServedError(why)
        return self.user


class Assistant:
    """Tells what Slack signed with our secret, and whom the bot serves."""

    def __init__(self, settings: Settings, largest: int) -> None:
        self._settings = settings
        self._bodies = Bodies(largest, _IN_ALL * largest, SLOWEST)
        self._guard: Guard | None = None
        self._making = threading.Lock()

    @classmethod
    def of(cls, settings: Settings, largest: int) -> Assistant | None:
        """The one that the settings let in: with a signing secret, and a token to look people up."""
        return cls(settings, largest) if settings.slack_signing_secret and settings.slack_bot_token else None

    async def received(self, scope: Scope, receive: Receive) -> bytes | int:
        """The body of a request that Slack signed, of *largest* bytes at most; else the status to refuse it with."""
        body = await self._bodies.read(receive)
        if isinstance(body, int):
            return body
        timestamp, signature = header(scope, b"x-slack-request-timestamp"), header(scope, b"x-slack-signature")
        return body if signed(self._settings.slack_signing_secret, body, timestamp, signature) else 401

    def asker(self, body: bytes) -> Asker:
        """Whom a signed *body* names."""
        named = _named(body)
        return Asker(_id(named.get("team_id")), _id(named.get("user_id")), self._why)

    def _why(self, team: str, user: str) -> str:
        try:
            guard = self._guarding()
            return guard.turned_away(team, user, _DIRECT) or guard.stranger(user)
        except (DeliveryError, UnknownOutcomeError) as error:
            return f"I could not check who you are ({error.message}) Please try again."

    def _guarding(self) -> Guard:
        with self._making:
            if self._guard is None:
                client = web_client(self._settings.slack_bot_token, self._settings.slack_url)
                team = str(patiently(client.auth_test)["team_id"])
                self._guard = Guard(self._settings, team, client)
            return self._guard


def is_signed(scope: Scope) -> bool:
    """Whether a request says that it is Slack's."""
    return any(key == b"x-slack-signature" for key, _ in scope["headers"])


def replayed(body: bytes, receive: Receive) -> Receive:
    """What gives *body* once more to whoever reads the request, and then what comes after it."""
    given = False

    async def again() -> Any:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _named(body: bytes) -> Mapping[str, Any]:
    """`params._meta.slack` of a message, empty if it has none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    for key in ("params", "_meta", "slack"):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _id(value: object) -> str:
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""
