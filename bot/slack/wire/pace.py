"""How fast Slack may be written to: about a message a second and channel, and not before a Retry-After is over.

The limit is Slack's: https://docs.slack.dev/apis/web-api/rate-limits/
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

INTERVAL = 1.0
"""Seconds between two messages to one channel."""


class Pace:
    """When each channel may be written to next. Shared by everything that posts."""

    def __init__(self, interval: float = INTERVAL, clock: Callable[[], float] = time.monotonic) -> None:
        self._interval = interval
        self._clock = clock
        self._due: dict[str, float] = {}
        self._lock = threading.Lock()

    def left(self, channel: str) -> float:
        """Seconds until *channel* may be written to; 0 for now."""
        with self._lock:
            return max(0.0, self._due.get(channel, 0.0) - self._clock())

    def used(self, channel: str) -> None:
        """A message went to *channel* just now."""
        self.hold(channel, self._interval)

    def hold(self, channel: str, seconds: float) -> None:
        """Nothing may go to *channel* for so many *seconds*."""
        with self._lock:
            now = self._clock()
            self._due = {name: due for name, due in self._due.items() if due > now}
            self._due[channel] = max(self._due.get(channel, 0.0), now + seconds)
