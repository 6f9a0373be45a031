"""A test message: sent where posts go, the way posts go, and looked for afterwards. No ledger knows of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.library import Library
from bot.settings.weekly import Destination
from bot.types import Reply
from bot.weekly.period import Day
from bot.weekly.posting.delivery import Sinks
from bot.weekly.posting.ledger import Part

MESSAGE = Reply(
    title="Broadsheet: a test message",
    paragraphs=(
        "Somebody ran `weekly --test`. If you can read this, the posts will arrive here. Nothing else is meant.",
    ),
)


@dataclass(frozen=True, slots=True)
class Trial(Day):
    """What a test message stands for in a part's key: no week and no day, so that no post is taken for sent."""

    mark: str = ""

    @property
    def post(self) -> str:
        """Never a post's."""
        return "test"

    def __str__(self) -> str:
        return f"{self.start.isoformat()}-{self.mark}"


def send_trial(library: Library, sinks: Sinks, destination: Destination) -> tuple[str, bool]:
    """(what the sink calls the one message sent, whether the sink has it when it is asked afterwards).

    Raises `RefusedError` if it was certainly not taken, `UnknownError` if nobody knows.
    """
    now = library.settings.clock()
    body = sinks.bodies(destination, [MESSAGE])[0]
    part = Part(destination, Trial(now.date(), secrets.token_hex(4)), 0, "planned", body, "", "", False, now)
    sink = sinks.open(destination)
    ref = sink.send(part, "")
    return ref, sink.find(part, "") is not None
