"""The weekly post of every channel and subscriber: what is due is written down, and what is written down is sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.app import App
from bot.subscriptions import Subscription, subscriptions
from bot.types import Reply
from bot.weekly.delivery import SETTLE, Delivery, RefusedError, Sink, UnknownError
from bot.weekly.digest import make_digest
from bot.weekly.due import due_at, due_weeks
from bot.weekly.freshness import missing_days, read_again
from bot.weekly.ledger import OPEN, Ledger, Part
from bot.weekly.options import Destination
from bot.weekly.reply import digest_replies
from bot.weekly.selection import selection
from bot.weekly.sinks import SINKS
from bot.weekly.week import Week
from retrieval.errors import BroadsheetError, UsageError

Tell = Callable[[str], None]
"""How the maintainer hears of what needs hands."""
LATE = "It was missed and is too old to be made up."


def _open(app: App, destination: Destination) -> Sink:
    return SINKS[destination.sink].open(app, destination)


@dataclass(slots=True)
class Round:
    """One waking: everything due as of *now*.

    *only* these destinations are sent to, if given, and then however old their week is.
    """

    app: App
    now: datetime
    tell: Tell
    settle: timedelta = SETTLE
    only: Collection[Destination] | None = None
    open_sink: Callable[[App, Destination], Sink] = field(default=_open)
    fresh: set[Week] = field(default_factory=set)

    @property
    def ledger(self) -> Ledger:
        """The ledger of this archive."""
        return Ledger(self.app.database)

    def run(self) -> None:
        """Plan what is due for every configured channel and every subscriber, then send all that is open."""
        channels = [Subscription(destination, (), None) for destination in self.app.settings.weekly_to]
        for one in (*channels, *subscriptions(self.app.database)):
            try:
                self._catch_up(one)
            except BroadsheetError as error:  # one channel's bad topics file must not keep the others waiting
                self.tell(f"{one.destination}: {error.message} {error.hint}")
        self.send_open()

    def _catch_up(self, one: Subscription) -> None:
        settings, after = self.app.settings, self.ledger.newest(one.destination)
        missed: list[Week] = []
        for due in due_weeks(self.now, settings.weekly_at, after, timedelta(days=settings.weekly_catch_up)):
            if one.since is not None and due.since < one.since:
                continue  # somebody who subscribes today is not mailed last week
            if due.late:
                missed.append(due.week)
            else:
                self.plan(one.destination, due.week, one.topics)
        for week in missed:  # a channel that is new today has missed nothing, and a long absence is told once
            note = _missed_note(len(missed)) if after and week == missed[-1] else ""
            self.ledger.skip(one.destination, week, note, self.now)

    def plan(self, destination: Destination, week: Week, topics: Sequence[str] = ()) -> None:
        """Write the post down, once: a post that is in the ledger is never made anew."""
        if self.ledger.parts(destination, week):
            return
        self._freshen(week)
        replies = self._replies(destination, week, topics)
        if replies:
            self.ledger.plan(destination, week, SINKS[destination.sink].bodies(replies), self.now)
        else:
            self.ledger.skip(destination, week, "", self.now)

    def _replies(self, destination: Destination, week: Week, topics: Sequence[str]) -> Sequence[Reply]:
        """What is to be said; nothing for a week that is to be passed over in silence."""
        if topics:
            found = selection(self.app, week, topics)
            return [found] if found else []
        digest = make_digest(self.app, week, destination.channel)
        return digest_replies(digest) if digest.ranked or self.app.settings.weekly_quiet else []

    def _freshen(self, week: Week) -> None:
        """Once a week and waking: read late upvotes, and point out days that are missing."""
        if week in self.fresh:
            return
        self.fresh.add(week)
        for line in (*read_again(self.app, self.now), *missing_days(self.app, week)):
            self.tell(line)

    def send_open(self) -> None:
        """Send all that is planned or was interrupted; tell once what could not be sent and why."""
        posts = dict.fromkeys((part.destination, part.week) for part in self.ledger.open_parts())
        delivery = Delivery(self.ledger, self.app.settings.clock, self.settle)
        for destination, week in posts:
            if self.only is None or destination in self.only:
                self._send(delivery, destination, week)
        for part in self.ledger.untold():
            self.tell(f"{part.week} for {part.destination}: {part.state}. {part.note}")
            self.ledger.told(part)

    def _send(self, delivery: Delivery, destination: Destination, week: Week) -> None:
        parts = self.ledger.parts(destination, week)
        if self._too_old(parts):
            for part in parts:
                self.ledger.mark(part, "skipped", self.now, note=f"{LATE} {part.note}" if part.number == 0 else "")
            return
        try:
            sink = self.open_sink(self.app, destination)
        except (UsageError, RefusedError, UnknownError) as error:
            waiting = next(part for part in parts if part.state in OPEN)
            self.ledger.mark(waiting, waiting.state, waiting.at, note=f"{error.message} {error.hint}")
            return
        delivery.deliver(parts, sink)

    def _too_old(self, parts: Sequence[Part]) -> bool:
        """Whether a post of which nothing was ever tried has waited longer than weeks are made up."""
        settings = self.app.settings
        due = due_at(parts[0].week, settings.weekly_at, settings.timezone)
        old = self.now - due > timedelta(days=settings.weekly_catch_up)
        return self.only is None and old and all(part.state == "planned" for part in parts)


def run_due(app: App, now: datetime, tell: Tell) -> None:
    """Plan and send everything that is due at *now*. Safe to call at any time, from anywhere, as often as one likes.

    Another process at it is left alone. Raises `BroadsheetError` only for what stops the whole round.
    """
    with locked(app) as mine:
        if mine:
            Round(app, now, tell).run()


def _missed_note(weeks: int) -> str:
    return LATE if weeks == 1 else f"{LATE} With it {weeks} weeks in a row were missed."


@contextmanager
def locked(app: App, wait: float = 0) -> Iterator[bool]:
    """Whether this process may post, for as long as the block runs; the lock goes with the process."""
    from filelock import FileLock, Timeout

    lock = FileLock(app.database.path.with_name("weekly.lock"))
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
