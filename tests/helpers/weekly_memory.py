"""A sink in memory for tests of the weekly post, a waking that sends to it, and what the ledger makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from weekly_made import MONDAY, WEEK, Routed

from bot.app import App
from bot.settings.weekly import Destination
from bot.weekly.posting import Round
from bot.weekly.posting.delivery import Sink
from bot.weekly.posting.ledger import Ledger, Part

CHANNEL = Destination("slack", "C1")
BEFORE = MONDAY - timedelta(days=3)


@dataclass
class Memory:
    """A sink that keeps what it is sent, by key. *finding* and *sending* are raised instead, if they are set."""

    kept: dict[str, str] = field(default_factory=dict)
    under: list[str] = field(default_factory=list)
    finding: Exception | None = None
    sending: Exception | None = None
    meanwhile: Callable[[], object] = lambda: None

    def find(self, part: Part, first: str) -> str | None:
        """The ref of what was kept."""
        if self.finding:
            raise self.finding
        self.meanwhile()
        return self.kept.get(part.key)

    def send(self, part: Part, first: str) -> str:
        """Keep it."""
        if self.sending:
            raise self.sending
        assert part.key not in self.kept
        self.under.append(first)
        return self.kept.setdefault(part.key, f"{len(self.kept)}.5")


def turn(app: App, sink: Sink, now: datetime = MONDAY, told: list[str] | None = None) -> Round:
    """A waking at *now* that sends to *sink*, with nothing to wait for."""
    said = [] if told is None else told
    return Round(app, Routed(app.settings, lambda to: sink), now, said.append, timedelta(0))


def states(app: App, destination: Destination = CHANNEL) -> list[str]:
    """The states of the week's parts."""
    return [part.state for part in Ledger(app.database).parts(destination, WEEK)]
