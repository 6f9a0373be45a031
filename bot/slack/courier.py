"""Ready replies, sent: a message at a time, in order, at Slack's pace, and none twice.

Before each message the job's row says that it is being sent. Whoever finds it so after a crash, or after a failure
nobody can judge, looks in the channel for the message's key first. A private answer cannot be looked for: its first
message is sent again with `replace_original`, which shows it once where Slack honours that; a later one may be seen
again under its number.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from bot.render.slack import Message, line
from bot.slack.job import Job
from bot.slack.jobs import Jobs
from bot.slack.outcome import Outcome
from bot.slack.showing import shown
from bot.slack.stream_end import StreamEnd
from bot.slack.wire.faults import DeliveryError, LaterError, TokenError, UnknownOutcomeError
from bot.slack.wire.poster import SKEW, Poster
from bot.slack.wire.response_url import LIFETIME, respond
from bot.types import Reply
from retrieval.errors import ArchiveError, BroadsheetError

log = logging.getLogger("broadsheet.slack.delivery")

_A_DAY = 86_400.0  # seconds for which a message is tried again, ever more slowly, at most a minute apart
_URL_ATTEMPTS = 3  # of the five uses of a response_url; one more is for the last word in its place
_MOVED = "I could not show the answer here; it comes as a direct message."
_ONLY_THERE = "I could not show the answer where you asked, and what was shared there is told only there."
_NOWHERE = "I had an answer, but could show it neither here nor as a direct message. Please ask again."
_STUMBLES = 3
"""How often a reply may fail to be shown at all, being damaged, before its asker is told so instead."""


class Courier:
    """Delivers what is ready. *now* gives seconds since 1970."""

    def __init__(self, jobs: Jobs, poster: Poster, ends: StreamEnd, now: Callable[[], float] = time.time) -> None:
        self._jobs = jobs
        self._ends = ends
        self._poster = poster
        self._now = now
        self._lock = threading.Lock()
        self._busy: set[str] = set()
        self._attempts: dict[int, int] = {}

    def settle(self, seconds: float = 1.0) -> None:
        """After a start: what a killed process was sending may still be on its way to Slack; give it a moment."""
        for number, lane in self._jobs.ready():
            job = self._jobs.get(number)
            if job and job.sending:
                self._poster.pace.hold(lane, seconds)

    def step(self) -> bool:
        """Send one message of the first job whose lane is free; False if there was none."""
        chosen = self._choose()
        if chosen is None:
            return False
        number, lane = chosen
        try:
            job = self._jobs.get(number)
            if job:
                self._send_next(job, lane)
        except ArchiveError as error:  # a full disk: the reply is safe in its row, and goes out when there is room
            log.error("job %d cannot be delivered yet: %s", number, error.told)
            self._poster.pace.hold(lane, 1.0)
        except Exception:  # a damaged reply: one job must not keep its channel from all others
            log.exception("job %d could not be delivered", number)
            self._stumble(number, lane)
        finally:
            with self._lock:
                self._busy.discard(lane)
        return True

    def wait_seconds(self) -> float:
        """How long until something that is ready may be sent; a second if nothing is."""
        return min((self._poster.pace.left(lane) for _, lane in self._jobs.ready()), default=1.0)

    def _choose(self) -> tuple[int, str] | None:
        with self._lock:
            seen = set(self._busy)
            for job, lane in self._jobs.ready():
                # Only a lane's first job may go: its order is kept.
                if lane not in seen and not self._poster.pace.left(lane):
                    self._busy.add(lane)
                    return job, lane
                seen.add(lane)
        return None

    def _send_next(self, job: Job, lane: str) -> None:
        outcome = Outcome.from_json(job.reply)
        parts = shown(job.token, outcome, outcome.quotes, outcome.via == "url")
        if job.sending and outcome.via != "url":
            there = self._look(job, lane, outcome)
            if there is None:
                return
            if there:
                self._sent(job, lane, len(parts))
                return
        if job.sent >= len(parts):  # another version cut the reply into more messages
            self._jobs.finish(job.job)
            return
        self._jobs.begin(job.job)
        self._attempt(job, lane, outcome, parts)

    def _attempt(self, job: Job, lane: str, outcome: Outcome, parts: list[Message]) -> None:
        try:
            self._send(job, outcome, parts[job.sent])
        except LaterError as error:
            self._jobs.not_sent(job.job)
            self._try_later(job, lane, error, error.seconds)
        except DeliveryError as error:
            self._jobs.not_sent(job.job)
            self._go_another_way(job, outcome, error)
        except UnknownOutcomeError as error:
            if outcome.via == "url" and self._attempts.get(job.job, 0) + 1 >= _URL_ATTEMPTS:
                self._go_another_way(job, outcome, DeliveryError("response_url"))
            else:
                self._try_later(job, lane, error, error.settle)
        else:
            self._sent(job, lane, len(parts))

    def _look(self, job: Job, lane: str, outcome: Outcome) -> bool | None:
        """Whether the message whose sending was interrupted is with Slack; None if that cannot be told now."""
        try:
            channel, thread = self._place(job, outcome)
            return self._poster.find(channel, self._key(job), thread, job.received - SKEW) is not None
        except (LaterError, UnknownOutcomeError) as error:
            self._try_later(job, lane, error)
        except DeliveryError as error:
            # It may be there; a direct message that says so beats both silence and a second answer in the channel.
            self._go_another_way(job, outcome, error)
        return None

    def _sent(self, job: Job, lane: str, of: int) -> None:
        self._attempts.pop(job.job, None)
        self._poster.pace.used(lane)
        self._ends.forget(job.job)
        self._jobs.sent(job.job, job.sent + 1, last=job.sent + 1 >= of)

    def _send(self, job: Job, outcome: Outcome, message: Message) -> None:
        if outcome.via == "url":
            if self._now() - job.received > LIFETIME:
                raise DeliveryError("expired_url")
            respond(job.request["url"], message, replace=job.sent == 0 and not job.beside)
            return
        turn = outcome.turn if job.sent == 0 else None
        channel, thread = self._place(job, outcome)
        if job.sent == 0 and outcome.via == "channel" and self._ends.finish(job, message, self._key(job), turn):
            return
        self._poster.send(channel, message, self._key(job), thread, turn)

    def _place(self, job: Job, outcome: Outcome) -> tuple[str, str | None]:
        if outcome.via == "direct":
            return self._poster.direct_channel(job.user), None
        return job.channel, job.thread or None

    def _key(self, job: Job) -> str:
        return f"{job.token}:{job.sent}"

    def _try_later(self, job: Job, lane: str, error: BroadsheetError, seconds: float = 0.0) -> None:
        """Hold the lane, longer each time; after a day it is not tried again."""
        attempts = self._attempts[job.job] = self._attempts.get(job.job, 0) + 1
        # What waits for somebody to mend the token waits however long that takes.
        if self._now() - job.received > _A_DAY and not isinstance(error, TokenError):
            self._give_up(job.job, error.message)
        else:
            self._poster.pace.hold(lane, max(seconds, min(2.0 ** min(attempts - 1, 6), 60.0)))

    def _stumble(self, number: int, lane: str) -> None:
        """A reply that cannot be shown is tried again twice; then its asker is told so, or at least the log."""
        attempts = self._attempts[number] = self._attempts.get(number, 0) + 1
        self._poster.pace.hold(lane, 1.0)
        if attempts == _STUMBLES:
            told = Reply(paragraphs=("I had an answer for you but could not show it. Please ask again.",))
            self._apologise(number, told)
        elif attempts > 2 * _STUMBLES:
            self._give_up(number, "it is damaged")

    def _apologise(self, number: int, told: Reply) -> None:
        """Say *told* in place of a command's “Looking…”, or directly to whoever asked anything else."""
        try:
            job = self._jobs.get(number)
        except ValueError:  # not even the question can be read
            job = None
        outcome = Outcome(told, "url" if job and job.private else "direct")
        lane = lane_of(job, outcome) if job else f"direct:{self._jobs.asker(number)}"
        self._jobs.reroute(number, outcome.to_json(), lane)

    def _go_another_way(self, job: Job, outcome: Outcome, error: DeliveryError) -> None:
        """What cannot be shown where it was asked comes as a direct message; what even that refuses is logged."""
        if outcome.via == "direct":
            self._put_in_place(job, _NOWHERE)
            self._give_up(job.job, error.message)
            return
        self._attempts.pop(job.job, None)
        if job.kind == "share":
            self._take_back(job, error)
            return
        self._ends.abandon(job)
        if outcome.via == "url" and job.sent == 0:
            self._put_in_place(job, _MOVED)
        if outcome.here:
            told = Outcome(Reply(paragraphs=(_ONLY_THERE,)), "direct")
            self._jobs.reroute(job.job, told.to_json(), f"direct:{job.user}")
            return
        self._jobs.reroute(job.job, *direct(outcome, job))

    def _take_back(self, job: Job, error: DeliveryError) -> None:
        """An answer that cannot be shared here stays where it is; whoever pressed is told, and may press again."""
        told = {**job.request, "fault": error.fault}
        self._jobs.offer(f"unshared:{job.token}", "unshared", told, user=job.user, channel=job.channel)
        self._jobs.release(job.job)

    def _put_in_place(self, job: Job, words: str) -> None:
        """Put a word in place of “Looking…” when the answer itself does not come there, if Slack still lets us."""
        if job.private and not job.beside and self._now() - job.received <= LIFETIME:
            try:
                respond(job.request["url"], line(words), replace=True)
            except (DeliveryError, UnknownOutcomeError) as error:
                log.info("job %d: what stands in its place could not be changed: %s", job.job, error.message)

    def _give_up(self, number: int, reason: str) -> None:
        log.error("job %d was given up undelivered: %s", number, reason)
        self._attempts.pop(number, None)
        self._jobs.finish(number)


def direct(outcome: Outcome, job: Job) -> tuple[dict[str, object], str]:
    """*outcome* as a direct message, and its lane; it says why it comes this way."""
    asked = outcome.question or str(job.request.get("text", ""))
    note = f"You asked: “{asked}” I could not show the answer there, so here it is."
    kept = outcome.to_json()
    kept["via"] = "direct"
    kept["reply"]["notes"] = [*kept["reply"]["notes"], note]
    return kept, f"direct:{job.user}"


def lane_of(job: Job, outcome: Outcome) -> str:
    """What keeps its order and its pace together: a channel, a person's direct messages, or one response_url."""
    if outcome.via == "url":
        return f"url:{job.job}"
    return f"direct:{job.user}" if outcome.via == "direct" else job.channel
