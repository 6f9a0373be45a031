"""What was said in the channels before we listened: read politely, a call at a time, and never twice from the start.

All of it stands on disk after each call (`bot.talk.past`), so that the next process goes on where this one was killed.
Slack allows some fifty such calls a minute and says when to wait: https://docs.slack.dev/apis/web-api/rate-limits/
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from bot.slack.context import Desk
from bot.slack.hearing import is_spoken, kind_of, said_in
from bot.slack.job import Job
from bot.slack.wire.faults import DeliveryError, LaterError, UnknownOutcomeError, explained
from bot.slack.wire.poster import SKEW
from bot.talk import past
from bot.talk.keeping import leave
from bot.talk.past import Place, Read
from retrieval.errors import ArchiveError
from retrieval.text.clean import clean_line

log = logging.getLogger("broadsheet.slack.history")

Json = dict[str, Any]
PAUSE = 3.0
"""Seconds between two calls: well under what Slack allows, as people wait for answers meanwhile."""
_PAGE, _AT_ONCE = 100, 20
# Of fetching one paper: a day apart where it fails; sooner where a process ended meanwhile, and nobody knows of what.
_MOST_TRIES = 30
_HOUR, _DAY = 3_600.0, 86_400.0
_STANDING = 600.0  # seconds between two looks at where we are
_GONE = ("channel_not_found", "not_in_channel")


class History:
    """Reads what is to be read. *address* is the workspace's own; *now* gives seconds since 1970.

    *scale* shortens every wait, for a Slack that is at hand.
    """

    def __init__(
        self,
        desk: Desk,
        address: str,
        scale: float = 1.0,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._desk, self._database = desk, desk.library.database
        self._address = address
        self._least = max(scale, 0.01)
        self._pause, self._skew = scale * PAUSE, self._least * SKEW
        self._now = now
        self._begun = now()
        self._next = self._standing = 0.0

    def step(self) -> bool:
        """Make one call, if it is time; False if there was nothing to do."""
        if self._now() < self._next:
            return False
        self._next = self._now() + 60 * max(self._pause, 0.01)  # whatever goes wrong, it is not tried at once again
        try:
            self._fetch()
            called = self._stand() or self._name() or self._thread() or self._page()
        except LaterError as error:
            log.info("reading channels waits %.0f s: %s", error.seconds, error.fault)
            self._next = self._now() + error.seconds
            return False
        except (DeliveryError, UnknownOutcomeError, ArchiveError) as error:
            log.warning("channels cannot be read now: %s", error.told)
            return False
        self._next = self._now() + self._pause
        return called and not self._pause

    def _stand(self) -> bool:
        """Where we are, what kind of channels these are, and which we have left; from time to time."""
        if self._now() < self._standing:
            return False
        self._standing = self._now() + _STANDING
        found: list[Json] = []
        cursor: str | None = None
        try:
            while cursor != "":
                with explained():
                    page: Any = self._desk.client.users_conversations(
                        cursor=cursor, types="public_channel,private_channel", limit=200
                    )
                found += page["channels"]
                cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        except DeliveryError as error:
            if isinstance(error, LaterError):
                self._standing = 0.0
                raise
            log.warning("channels of the past are not read: %s %s", error.message, error.hint)
            return True
        served = self._desk.library.settings.slack_channels
        places = [self._place(each) for each in found if not served or each["id"] in served]
        for channel in past.standing(self._database, places):
            leave(self._database, channel, _ts(self._now()))
        return True

    def _place(self, channel: Json) -> Place:
        link = f"{self._address.rstrip('/')}/archives/{channel['id']}/p" if self._address else ""
        return Place(str(channel["id"]), kind_of(channel), clean_line(str(channel.get("name") or ""))[:80], link)

    def _name(self) -> bool:
        """The name of somebody who shared something."""
        user = past.unnamed(self._database)
        if user is None:
            return False
        try:
            with explained():
                person: Any = self._desk.client.users_info(user=user)["user"]
        except DeliveryError as error:
            if isinstance(error, LaterError):
                raise
            person = {}
        profile = person.get("profile") or {}
        known = str(profile.get("display_name") or person.get("real_name") or "")
        past.name(self._database, {user: clean_line(known)[:80]})
        return True

    def _thread(self) -> bool:
        """A page of a thread."""
        waiting = past.next_thread(self._database)
        if waiting is None:
            return False
        expected, reached, messages = past.known(self._database, waiting, self._sure()), "", []
        try:
            with explained():
                page: Any = self._desk.client.conversations_replies(
                    channel=waiting.channel, ts=waiting.thread, oldest=waiting.after or None, limit=_PAGE
                )
            messages = page["messages"]
            reached = str(messages[-1]["ts"]) if messages and page.get("has_more") else ""
        except DeliveryError as error:
            if error.fault != "thread_not_found":  # else all of it was deleted
                self._refused(waiting.channel, error)
                expected = []
        past.turn_thread(self._database, waiting, self._read(waiting.channel, messages), reached, expected)
        return True

    def _page(self) -> bool:
        """A page of a channel."""
        horizon = _ts(self._now() - self._desk.library.settings.shared_days * _DAY)
        page = past.next_page(self._database, _ts(self._now()), self._since(), horizon)
        if page is None:
            return False
        if page.oldest >= page.latest:
            past.turn(self._database, page, (), "", ())
            return True
        expected = past.known(self._database, page, self._sure())
        try:
            with explained():
                found: Any = self._desk.client.conversations_history(
                    channel=page.channel, latest=page.latest, oldest=page.oldest, limit=_PAGE
                )
        except DeliveryError as error:
            self._refused(page.channel, error)
            past.skip(self._database, page.channel)
            return True
        messages = found["messages"]
        reached = str(messages[-1]["ts"]) if messages and found.get("has_more") else ""
        past.turn(self._database, page, self._read(page.channel, messages), reached, expected)
        return True

    def _sure(self) -> str:
        """What was said before this is surely to be read by now, whatever Slack's clock says."""
        return _ts(self._now() - self._skew)

    def _since(self) -> str:
        """Channels that were read before this are read again: those of an earlier process; then, once what was said
        before this one is sure to be there, once more; and every day, should an event never have come.
        """
        settled = self._now() >= self._begun + self._skew
        return _ts(max(self._begun + (self._skew if settled else 0.0), self._now() - _DAY))

    def _refused(self, channel: str, error: DeliveryError) -> None:
        """What is to be made of a refusal: it passes, or we are there no more, or nothing can be done."""
        if isinstance(error, LaterError):
            raise error
        if error.fault in _GONE:
            leave(self._database, channel, _ts(self._now()))
        log.warning("the past of %s is not read: %s %s", channel, error.message, error.hint)

    def _read(self, channel: str, messages: list[Json]) -> list[Read]:
        bot, team = self._desk.bot_user, self._desk.guard.team
        read = []
        for message in messages:
            if not is_spoken(message, bot) or self._desk.guard.away({"team_id": team}, {**message, "channel": channel}):
                continue
            given = message.get("reactions") or ()
            reacted = tuple((str(user), str(each["name"])) for each in given for user in each.get("users") or ())
            replies = bool(message.get("reply_count")) and str(message.get("thread_ts")) == message["ts"]
            read.append(Read(said_in(channel, message, bot, self._desk.jobs.took_part), reacted, replies))
        return read

    def _fetch(self) -> None:
        """Have a worker fetch the papers that were shared and are not here."""
        if not self._desk.library.settings.fetch_named:
            return
        papers = past.wanted(self._database, self._now(), _MOST_TRIES, _AT_ONCE)
        if not papers:
            return
        key = f"wanted:{secrets.token_hex(8)}"  # what is with a job is wanted no more: no paper is in two of them
        offer = self._desk.jobs.offer(key, "wanted", {"papers": papers}, user="", channel="", again=True)
        if offer != "full":
            past.asked(self._database, papers, self._now(), self._least * PAUSE, self._least * _HOUR)


def wanted(desk: Desk, job: Job) -> None:
    """Fetch papers that were shared. What could not be had is asked for again on another day."""
    papers = job.request["papers"]
    try:
        desk.library.fetch_papers(papers)
    finally:
        past.failed(desk.library.database, papers, time.time() + _DAY)


def _ts(seconds: float) -> str:
    return f"{max(seconds, 0.0):017.6f}"
