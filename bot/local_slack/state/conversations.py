"""What stands about conversations with the app, beside their messages: statuses, suggestions, titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")
Thread = tuple[str, str]
"""A channel and the ts of a thread's root."""


@dataclass(slots=True)
class Conversations:
    """*statuses* as long as they stand; *prompts*, (title, message) each, of a channel, or of one thread of it.

    The workspace's lock guards it.
    """

    statuses: dict[Thread, str] = field(default_factory=dict)
    titles: dict[Thread, str] = field(default_factory=dict)
    prompts: dict[Thread, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def of(self, channel: str) -> Conversations:
        """Those of one channel."""

        def here(kept: Mapping[Thread, T]) -> dict[Thread, T]:
            return {thread: told for thread, told in kept.items() if thread[0] == channel}

        return Conversations(here(self.statuses), here(self.titles), here(self.prompts))
