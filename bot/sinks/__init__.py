"""Where weekly posts go, one file a sink and one row each.

A row opens the sink for one destination and turns replies into the bodies the ledger keeps: part 0 first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.settings import Settings
from bot.settings.weekly import Destination
from bot.sinks import feed, file, mail, slack
from bot.types import Reply
from bot.weekly.posting.delivery import Sink
from retrieval import outside
from retrieval.errors import UsageError


@dataclass(frozen=True, slots=True)
class Row:
    """*check* raises `ValueError` for a channel that cannot be one of this sink; without a name it is `TEAM`.

    *bodies* renders the replies of a post; *open* gives the `Sink` of a destination, or raises `UsageError`.
    """

    check: Callable[[str], None]
    bodies: Callable[[Sequence[Reply]], list[str]]
    open: Callable[[Settings, Destination], Sink]


SINKS: dict[str, Row] = {
    "slack": Row(slack.check, slack.bodies, slack.open_sink),
    "file": Row(file.check, file.bodies, file.open_sink),
    "feed": Row(feed.check, feed.bodies, feed.open_sink),
    "mail": Row(mail.check, mail.bodies, mail.open_sink),
}


def check(destinations: Iterable[Destination]) -> None:
    """Raise `ValueError` for a sink there is none of, or a channel it cannot reach."""
    for to in destinations:
        known = (*SINKS, *outside.offered(outside.SINKS))
        if to.sink not in known:
            raise ValueError(f"{to.sink!r} is none of {', '.join(known)}")
        row_of(to.sink).check(to.channel)


def row_of(sink: str) -> Row:
    """The row called *sink*: ours, or that of another package. Raises `UsageError`."""
    row = SINKS.get(sink) or outside.row(outside.SINKS, sink, Row)
    if row is None:
        raise UsageError(f"There is no sink “{sink}” any more.", "Install the package that had it, or remove it.")
    return row


@dataclass(frozen=True, slots=True)
class OpenSinks:
    """The table, as the settings say: a `bot.weekly.posting.delivery.Sinks`."""

    settings: Settings

    def bodies(self, destination: Destination, replies: Sequence[Reply]) -> list[str]:
        """What the ledger keeps of a post, a body a message."""
        return row_of(destination.sink).bodies(replies)

    def open(self, destination: Destination) -> Sink:
        """The sink that reaches *destination*. Raises `UsageError`."""
        return row_of(destination.sink).open(self.settings, destination)
