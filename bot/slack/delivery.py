"""Ready replies, sent: a message at a time, in order, at Slack's pace, and none twice.

Before each message the job's row says that it is being sent. Whoever finds it so after a crash, or after a failure
nobody can judge, looks in the channel for the message's key first. A private answer cannot be looked for: it is sent
again with `replace_original`, which shows it once where Slack honours that.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from bot.render.slack import Message, messages
from bot.slack.buttons import answer_buttons
from bot.slack.faults import DeliveryError, LaterError, UnknownOutcomeError
from bot.slack.jobs import Job, Jobs
from bot.slack.outcome import Outcome
from bot.slack.post import Poster
from bot.slack.responder import LIFETIME, respond
from retrieval.errors import BroadsheetError

log = logging.getLogger("broadsheet.slack.delivery")

_MOST_ATTEMPTS = 8
"""How often a message in doubt is tried before it is logged as lost. The waits double, from a second to a minute."""
_A_DAY = 86_400.0
_URL_ATTEMPTS = 3  # of the five uses of a response_url; the others are for further messages


class Courier:
    """Delivers what is ready. *archive* tells our keys from other installations'; *now* gives seconds since 1970."""

    def __init__(self, jobs: Jobs, poster: Poster, archive: str, now: Callable[[], float] = time.time) -> None:
        self._jobs = jobs
        self._poster = poster
        self._archive = archive
        self._now = now
        self._lock = threading.Lock()
        self._busy: set[str] = set()
        self._attempts: dict[int, int] = {}

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
        parts = messages(outcome.reply, answer_buttons(job.job, outcome, outcome.quotes, outcome.via == "url"))
        if job.sending and outcome.via != "url":
            there = self._look(job, lane, outcome)
            if there is None:
                return
            if there:
                self._sent(job, lane, len(parts))
                return
        self._jobs.begin(job.job)
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
                self._try_later(job, lane, error)
        else:
            self._sent(job, lane, len(parts))

    def _look(self, job: Job, lane: str, outcome: Outcome) -> bool | None:
        """Whether the message whose sending was interrupted is with Slack; None if that cannot be told now."""
        try:
            channel, thread = self._place(job, outcome)
            return self._poster.find(channel, self._key(job), thread) is not None
        except (LaterError, UnknownOutcomeError) as error:
            self._try_later(job, lane, error)
        except DeliveryError as error:
            # It may be there, and two answers are worse than one that is reported.
            self._give_up(job, f"its outcome is unknown, and the channel cannot be read: {error.message}")
        return None

    def _sent(self, job: Job, lane: str, of: int) -> None:
        self._attempts.pop(job.job, None)
        self._poster.pace.used(lane)
        self._jobs.sent(job.job, job.sent + 1, last=job.sent + 1 >= of)

    def _send(self, job: Job, outcome: Outcome, message: Message) -> None:
        if outcome.via == "url":
            if self._now() - job.received > LIFETIME:
                raise DeliveryError("expired_url")
            respond(job.request["url"], message, replace=job.sent == 0)
            return
        turn = outcome.turn if job.sent == 0 else None
        channel, thread = self._place(job, outcome)
        self._poster.send(channel, message, self._key(job), thread, turn)

    def _place(self, job: Job, outcome: Outcome) -> tuple[str, str | None]:
        if outcome.via == "direct":
            return self._poster.direct_channel(job.user), None
        return job.channel, job.thread or None

    def _key(self, job: Job) -> str:
        return f"{self._archive}:{job.job}:{job.sent}"

    def _try_later(self, job: Job, lane: str, error: BroadsheetError, seconds: float = 0.0) -> None:
        """Hold the lane for a while. What Slack has not taken waits a day for it; what is in doubt, some minutes."""
        attempts = self._attempts[job.job] = self._attempts.get(job.job, 0) + 1
        not_taken = isinstance(error, LaterError)
        if self._now() - job.received > _A_DAY or (attempts >= _MOST_ATTEMPTS and not not_taken):
            self._give_up(job, error.message)
        else:
            self._poster.pace.hold(lane, max(seconds, min(2.0 ** (attempts - 1), 60.0)))

    def _go_another_way(self, job: Job, outcome: Outcome, error: DeliveryError) -> None:
        """What cannot be shown where it was asked comes as a direct message; what even that refuses is logged."""
        if outcome.via == "direct":
            self._give_up(job, error.message)
            return
        self._attempts.pop(job.job, None)
        self._jobs.reroute(job.job, *direct(outcome, job))

    def _give_up(self, job: Job, reason: str) -> None:
        log.error("job %d (%s) could not be delivered: %s", job.job, job.kind, reason)
        self._attempts.pop(job.job, None)
        self._jobs.finish(job.job)


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
