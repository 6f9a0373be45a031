"""Whether Slack takes our token: every call tells, and while it does not, one call in a while asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bot.slack.wire.faults import TOKEN_FAULTS, DeliveryError, UnknownOutcomeError, explained
from bot.slack.wire.remedies import remedy

if TYPE_CHECKING:
    from slack_sdk import WebClient

ASKED_EVERY = 5.0
"""Seconds between two questions whether a token is taken again."""


class Standing:
    """What Slack said of the token of *client* last."""

    def __init__(self, client: WebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._fault, self._asked = "", 0.0
        self.refused_at = 0.0
        """When it was refused last, in seconds since 1970."""
        self._lock = threading.Lock()
        _watch(client, self._note)

    @property
    def told(self) -> str:
        """What is wrong with the token and what to do, as whoever runs the bot reads it; "" if nothing is."""
        fault = self._fault
        return f"Slack does not let us in: {fault}. {remedy(fault, 'SLACK_BOT_TOKEN')}" if fault else ""

    def refused(self) -> bool:
        """Whether the token is refused now. Asks Slack, if it was and nobody has asked for a while."""
        with self._lock:
            if not self._fault or self._clock() - self._asked < ASKED_EVERY:
                return bool(self._fault)
            self._asked = self._clock()
        with suppress(DeliveryError, UnknownOutcomeError), explained():
            self._client.auth_test()
        return bool(self._fault)

    def _note(self, fault: str) -> None:
        with self._lock:
            self._fault = fault if fault in TOKEN_FAULTS else ""
            if self._fault:
                self._asked, self.refused_at = self._clock(), time.time()


def _watch(client: WebClient, note: Callable[[str], None]) -> None:
    """Tell *note* after each call of *client* what Slack refused it for, "" if it did not.

    All its methods go through this one; around it, nothing that calls Slack can forget to tell.
    """
    from slack_sdk.errors import SlackApiError

    call = client.api_call

    def watched(*given: Any, **more: Any) -> Any:
        try:
            answer = call(*given, **more)
        except SlackApiError as error:
            fault = str(error.response.get("error") or "")
            if fault and error.response.status_code == 200:
                note(fault)
            raise
        note("")
        return answer

    client.api_call = watched  # type: ignore[method-assign]
