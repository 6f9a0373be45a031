"""A sign that an answer is on its way, where all can see it: Slack's own status below a message.

Slack takes the status away when the answer comes, or after two minutes. `chat:write` is all it needs
(https://docs.slack.dev/reference/methods/assistant.threads.setStatus).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.slack.wire.faults import DeliveryError, LaterError, UnknownOutcomeError, explained

if TYPE_CHECKING:
    from slack_sdk import WebClient

AFTER = 0.4
"""Seconds an answer may take without a sign."""
STATUS = "is reading the papers…"
_PATIENCE = 1.0  # seconds a finished answer waits for a sign that is just being set, which would come after it

log = logging.getLogger("broadsheet.slack.sign")


class Signs:
    """Shows signs by *client*, until Slack says once that it shows none here."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._refused = False

    @contextmanager
    def shown(self, channel: str, ts: str) -> Iterator[None]:
        """While this lasts, and longer than `AFTER`, a sign stands in the thread of the message *ts*."""
        timer = threading.Timer(AFTER, self._show, [channel, ts])
        timer.daemon = True
        if not self._refused:
            timer.start()
        try:
            yield
        finally:
            timer.cancel()
            if timer.is_alive():
                timer.join(_PATIENCE)

    def _show(self, channel: str, ts: str) -> None:
        try:
            with explained():
                self._client.assistant_threads_setStatus(channel_id=channel, thread_ts=ts, status=STATUS)
        except (LaterError, UnknownOutcomeError):
            return  # it is only a sign
        except DeliveryError as error:
            self._refused = True
            log.info("no status is shown while people wait: %s", error.message)
