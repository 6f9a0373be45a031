"""The posts of every channel and subscriber: what is due is written down, and what is written down is sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from bot.freshness import is_fed, told, unread_days
from bot.library import Library
from bot.settings.weekly import Destination, Moment
from bot.types import Reply
from bot.weekly.digest import make_digest
from bot.weekly.digest.reply import digest_replies
from bot.weekly.digest.selection import reasons, selection
from bot.weekly.digest.talked import talked
from bot.weekly.period import Day, Notice, Period
from bot.weekly.posting.delivery import SETTLE, Delivery, Sinks
from bot.weekly.posting.due import due_at, due_weeks, newest_due
from bot.weekly.posting.freshness import missing_days, read_again
from bot.weekly.posting.ledger import OPEN, UNTRIED, Ledger
from bot.weekly.posting.subscriptions import Subscription, is_channel, subscriptions
from bot.weekly.posting.withdrawals import AGAIN, plan_notices
from bot.weekly.week import Week
from retrieval.alone import alone
from retrieval.errors import ArchiveError, BroadsheetError

Tell = Callable[[str], None]
"""How the maintainer hears of what needs hands."""
DAILY_CATCH_UP = timedelta(hours=40)
"""How long a missed daily post is made up for; half of it, which is waited for a day, ends before the next is due."""
_WORKDAYS = 5
LATE = "It was missed and is too old to be made up."


@dataclass(slots=True)
class Round:
    """One waking: everything due as of *now*.

    *only* these destinations are sent to, if given, and then however old their week is.
    """

    library: Library
    sinks: Sinks
    now: datetime
    tell: Tell
    settle: timedelta = SETTLE
    only: Collection[Destination] | None = None
    fresh: set[Period] = field(default_factory=set)
    noticed: list[tuple[Destination, Notice]] = field(default_factory=list)
    """What was planned for papers that are withdrawn."""

    @property
    def ledger(self) -> Ledger:
        """The ledger of this archive."""
        return Ledger(self.library.database)

    def run(self) -> None:
        """Plan what is due for every configured channel and every subscriber, then send all that is open."""
        settings = self.library.settings
        channels = [Subscription(destination, (), None) for destination in settings.weekly_to]
        channels += [Subscription(destination, (), None, Day) for destination in settings.daily_to]
        # What a channel follows comes in the post it is sent anyway.
        sent = {(one.destination, one.kind) for one in channels}
        others = [one for one in subscriptions(self.library.database) if (one.destination, one.kind) not in sent]
        for one in (*channels, *others):
            try:
                self._catch_up(one)
            except Exception as error:  # whatever is wrong with one must not keep the others waiting
                self.tell(f"{one.destination}: {_words(error)}")
        self.noticed += plan_notices(self.library, self.sinks, self.now)
        self.send_open()

    def _catch_up(self, one: Subscription) -> None:
        moment, catch_up = self._when(one.kind)
        after = self.ledger.newest_by(one.destination, self.now, newest_due(self.now, moment, one.kind))
        missed: list[Period] = []
        for due in due_weeks(self.now, moment, after, catch_up, one.kind):
            if one.since is not None and due.since < one.since:
                continue  # somebody who subscribes today is not mailed last week
            if due.late:
                missed.append(due.week)
            elif not self._waits(due.week, self.now - due.since):
                self._plan_due(one, due.week)
        for week in missed:  # a channel that is new today has missed nothing, and a long absence is told once
            note = _missed_note(len(missed), week.unit) if after and week == missed[-1] else ""
            self.ledger.skip(one.destination, week, note, self.now)

    def _when(self, kind: type[Period]) -> tuple[Moment, timedelta]:
        """When posts of this *kind* are due, and how long a missed one is made up for."""
        settings = self.library.settings
        if kind is Notice:
            return Moment(0, time()), AGAIN
        if kind is Day:
            return settings.daily_at, DAILY_CATCH_UP
        return settings.weekly_at, timedelta(days=settings.weekly_catch_up)

    def _waits(self, week: Period, waited: timedelta) -> bool:
        """Whether the post still waits for days that are being read: at most half the time it is made up for."""
        if not self.library.settings.post_unread or waited >= self._when(type(week))[1] / 2:
            return False
        unread = unread_days(self.library, week.start, week.end)
        if not unread or not is_fed(self.library):
            return False
        self.tell(f"The post of {week} waits: {told(unread)}.")
        return True

    def _plan_due(self, one: Subscription, week: Period) -> None:
        """Write a due post down, once: one in the ledger is not made anew, but if a clock ahead of now wrote it.

        A week the ledger has passed without a word is not due: then it is this clock that is behind.
        """
        parts, newest = self.ledger.parts(one.destination, week), self.ledger.newest(one.destination, one.kind)
        if not parts and newest and newest.start > week.start:
            self.tell(f"{one.destination} has posts up to {newest}, but {week} is due by the clock. Is it right?")
        elif not parts or parts[0].at > self.now:
            self.plan(one.destination, week, one.topics)

    def plan(self, destination: Destination, week: Period, topics: Sequence[str] = ()) -> None:
        """Write the post down, in place of one that was given up or not yet tried. With *topics*: a subscriber's."""
        if any(part.state not in UNTRIED for part in self.ledger.parts(destination, week)):
            return
        self._freshen(week)
        replies = self._replies(destination, week, topics)
        if replies:
            bodies = self.sinks.bodies(destination, replies)
            self.ledger.plan(destination, week, bodies, self.now, subscriber=bool(topics))
        else:
            self.ledger.skip(destination, week, "", self.now)

    def _replies(self, destination: Destination, week: Period, topics: Sequence[str]) -> Sequence[Reply]:
        """What is to be said; nothing for a week that is to be passed over in silence."""
        if topics:
            found = selection(self.library, week, topics, is_channel(destination))
            return [found] if found else []
        digest = make_digest(self.library, week, destination.channel)
        if destination.sink == "slack":  # what is said in a workspace is nobody's mail or feed
            own = [one for one in subscriptions(self.library.database) if one.destination == destination]
            follows = next((one.topics for one in own if isinstance(week, one.kind)), ())
            digest = replace(
                digest,
                talked=talked(self.library, week, destination.channel),
                followed=reasons(self.library, week, follows),
            )
        told = digest.ranked or digest.talked or self._tells_of_none(week)
        return digest_replies(digest) if told else []

    def _tells_of_none(self, week: Period) -> bool:
        """Whether no papers are worth a line: not on a Saturday, when none are expected."""
        return self.library.settings.weekly_quiet and (isinstance(week, Week) or week.start.weekday() < _WORKDAYS)

    def _freshen(self, week: Period) -> None:
        """Once a week or day, and waking: read late upvotes, and point out days that are missing."""
        if week in self.fresh:
            return
        self.fresh.add(week)
        for line in (*read_again(self.library, self.now), *missing_days(self.library, week)):
            self.tell(line)

    def send_open(self) -> None:
        """Send all that is planned or was interrupted; tell once what could not be sent and why."""
        posts = dict.fromkeys((part.destination, part.week) for part in self.ledger.open_parts())
        delivery = Delivery(self.ledger, self.library.settings.clock, self.settle)
        for destination, week in posts:
            if self.only is None or destination in self.only:
                try:
                    self._send(delivery, destination, week)
                except ArchiveError:  # nobody's post can be kept track of
                    raise
                except Exception as error:  # any sink's, any vendor's: the others are sent all the same
                    self._note(destination, week, error)
        for part in self.ledger.untold():
            self.tell(f"{part.week} for {part.destination}: {part.state}. {part.note}")
            self.ledger.told(part)

    def _send(self, delivery: Delivery, destination: Destination, week: Period) -> None:
        parts = self.ledger.parts(destination, week)
        settings = self.library.settings
        moment, catch_up = self._when(type(week))
        waited = self.now - due_at(week, moment, settings.timezone)
        if self.only is None and waited < timedelta(0):
            return  # planned while the clock was wrong
        untried = all(part.state == "planned" for part in parts)
        if self.only is None and untried and waited > catch_up:
            for part in parts:
                self.ledger.mark(part, "skipped", self.now, note=f"{LATE} {part.note}" if part.number == 0 else "")
            return
        delivery.deliver(parts, self.sinks.open(destination))

    def _note(self, destination: Destination, week: Period, error: Exception) -> None:
        """Write down why a post waits. Its state and age stay: what was on its way is still looked for."""
        waiting = [part for part in self.ledger.parts(destination, week) if part.state in OPEN]
        for part in waiting[:1]:
            self.ledger.mark(part, part.state, part.at, note=_words(error))


def run_due(library: Library, sinks: Sinks, now: datetime, tell: Tell) -> None:
    """Plan and send everything that is due at *now*. Safe to call at any time, from anywhere, as often as one likes.

    Another process at it is left alone. Raises `BroadsheetError` only for what stops the whole round.
    """
    with locked(library) as mine:
        if mine:
            Round(library, sinks, now, tell).run()


def _words(error: Exception) -> str:
    if isinstance(error, BroadsheetError):
        return error.told
    return f"{type(error).__name__}: {error}. This is a fault of Broadsheet: please report it."


def _missed_note(missed: int, unit: str) -> str:
    return LATE if missed == 1 else f"{LATE} With it {missed} {unit}s in a row were missed."


def locked(library: Library, wait: float = 0) -> AbstractContextManager[bool]:
    """Whether this process may post, for as long as the block runs; the lock goes with the process."""
    return alone(library.database.path.with_name("weekly.lock"), wait)
