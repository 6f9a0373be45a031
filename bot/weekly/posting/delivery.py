"""One post on its way: each part sent once, whatever fails and whoever is killed in between.

Before every sending the channel's own history is asked for the part's key, even the first time: the archive may be
an older copy that does not know of it. What was `sending` when a process died is let settle first, since the sink
may still be at it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.settings.weekly import Destination
from bot.types import Reply
from bot.weekly.posting.ledger import Ledger, Part, State
from retrieval.errors import BroadsheetError

SETTLE = timedelta(seconds=60)
"""How long after an interrupted sending its outcome is looked for; a request lives 15 seconds at most."""


class RefusedError(BroadsheetError):
    """The sink has certainly not taken the message."""


class UnknownError(BroadsheetError):
    """The sink may or may not have taken the message, and cannot be asked."""


class Sink(Protocol):
    """Where posts go. *first* is the ref of the post's part 0, for sinks that have threads."""

    def find(self, part: Part, first: str) -> str | None:
        """The ref of *part* if the sink has it, None if it certainly has not. Raises `UnknownError`."""
        ...

    def send(self, part: Part, first: str) -> str:
        """Send *part*; its ref. Raises `RefusedError` or `UnknownError`."""
        ...


class Sinks(Protocol):
    """Every place a post may go to, as the root has opened them."""

    def bodies(self, destination: Destination, replies: Sequence[Reply]) -> list[str]:
        """What the ledger keeps of a post, a body a message: part 0 first."""
        ...

    def open(self, destination: Destination) -> Sink:
        """The sink that reaches *destination*. Raises `BroadsheetError` if it cannot be used."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """Sends what the ledger holds. *settle* is `SETTLE`, but for sinks whose calls end with the process."""

    ledger: Ledger
    clock: Callable[[], datetime]
    settle: timedelta = SETTLE

    def deliver(self, parts: Sequence[Part], sink: Sink) -> bool:
        """Send the *parts* of one post in order, up to the first that cannot be; True if all are settled."""
        first = ""
        for part in parts:
            if part.state == "skipped":
                return True  # with all that would stand under it
            ref = part.ref if part.state == "sent" else self._deliver_part(part, sink, first)
            if ref is None:
                return False
            first = first or ref
        return True

    def _deliver_part(self, part: Part, sink: Sink, first: str) -> str | None:
        if self._settling(part):
            return None
        # What may be there and cannot be looked for is unknown, even if only the looking was refused.
        refused: State = "planned" if part.state == "planned" else "unknown"
        unknown = refused
        try:
            ref = sink.find(part, first)
            if ref is None:
                if not self.ledger.mark(part, "sending", self.clock(), note=part.note):
                    return None
                refused, unknown = "planned", "unknown"
                ref = sink.send(part, first)
        except (RefusedError, UnknownError) as error:
            state = refused if isinstance(error, RefusedError) else unknown
            self.ledger.mark(part, state, self.clock(), note=error.told)
            return None
        self.ledger.mark(part, "sent", self.clock(), ref)
        return ref

    def _settling(self, part: Part) -> bool:
        """Whether a sending may still be under way. One begun in the future, by a wrong clock, counts from now."""
        if part.state == "planned":
            return False
        since = self.clock() - part.at
        if since < timedelta(0):
            self.ledger.mark(part, part.state, self.clock(), note=part.note)
        return since < self.settle
