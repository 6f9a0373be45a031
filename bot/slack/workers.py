"""The workers: each takes the next job, makes its reply, writes it down. A job that takes too long is told so."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLongError
from dataclasses import replace

from bot.render.cures import in_slack, reply_in
from bot.render.slack import kept
from bot.slack.context import Desk
from bot.slack.courier import lane_of
from bot.slack.gesture_jobs import GESTURES
from bot.slack.job import Job
from bot.slack.jobs import MOST_TRIES
from bot.slack.outcome import Outcome
from bot.slack.question_jobs import QUESTIONS, apology, begun, is_owed
from bot.slack.wire.faults import DeliveryError, TokenError, patiently
from bot.slack.wire.response_url import LIFETIME
from retrieval.errors import ArchiveError, BroadsheetError

log = logging.getLogger("broadsheet.slack.thinking")

_A_DAY = 86_400.0
_AGAIN = 1.0  # seconds until what could not be written down is tried again
_RESTARTED = "I was stopped before I could answer. Please ask again."


class Thinker:
    """Works jobs off with *desk*. *seconds* is the total time of one; its thread is left behind when it is over.

    *now* gives seconds since 1970.
    """

    def __init__(self, desk: Desk, workers: int, seconds: float, now: Callable[[], float] = time.time) -> None:
        self._desk = desk
        self._seconds = seconds
        self._now = now
        self._closing = threading.Event()
        # Twice the workers: a call that outlives its job keeps a thread until its own deadline.
        self._pool = ThreadPoolExecutor(2 * workers + 2, thread_name_prefix="job")

    def step(self, quick: bool) -> bool:
        """Work off the next job; False if none waits, or if Slack takes our token no more: then all of them wait."""
        if self._desk.standing.refused():
            return False
        job = self._desk.jobs.claim(quick)
        if job is None:
            return False
        begun = time.monotonic()
        try:
            late = self._too_late(job)
            outcome = self._excused(job, late) if late else self._within_time(job)
        except TokenError as error:
            log.warning("job %d (%s) waits: %s %s", job.job, job.kind, error.message, error.hint)
            self._surely(lambda: self._desk.jobs.put_back(job.job))
            return False
        if self._closing.is_set():  # what ends this late belongs to the next process, which may have it already
            return False
        if outcome is None:
            self._surely(lambda: self._desk.jobs.finish(job.job))
        else:
            said = replace(outcome, reply=reply_in(kept(outcome.reply), lambda text: in_slack(text, self._desk.prefix)))
            self._surely(lambda: self._desk.jobs.reply(job.job, said.to_json(), lane_of(job, said)))
        log.info("job %d (%s) took %.2f s", job.job, job.kind, time.monotonic() - begun)
        return True

    def close(self) -> None:
        """Begin nothing more; what runs is not waited for."""
        self._closing.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _surely(self, write: Callable[[], object]) -> None:
        """Do *write*, as often as it takes: a disk that is full for a while costs nobody an answer."""
        while True:
            try:
                write()
                return
            except ArchiveError as error:
                log.error("what was worked out cannot be written down yet: %s", error.told)
                if self._closing.wait(_AGAIN):
                    raise

    def _too_late(self, job: Job) -> str:
        """Why a job is not begun any more: it has outlived its channel, or ends every process that tries."""
        if job.tries > MOST_TRIES:
            return "I failed at this several times. Please ask in other words."
        age = self._now() - job.received
        return _RESTARTED if age > (LIFETIME if job.private else _A_DAY) else ""

    def _within_time(self, job: Job) -> Outcome | None:
        future = self._pool.submit(self._perform, job)
        try:
            return future.result(self._seconds)
        except TooLongError:
            future.cancel()
            log.warning("job %d (%s) was given up after %.0f s", job.job, job.kind, self._seconds)
            return self._excused(job, f"This took longer than {self._seconds:.0f} seconds. Please try again.")

    def _perform(self, job: Job) -> Outcome | None:
        try:
            if job.kind in QUESTIONS:
                return QUESTIONS[job.kind](self._desk, job)
            # Gestures do no harm when they are made twice.
            return patiently(lambda: GESTURES[job.kind](self._desk, job))
        except TokenError:
            raise  # nobody can be told now; the job is worked on again when somebody can
        except DeliveryError as error:
            log.warning("job %d (%s): %s %s", job.job, job.kind, error.message, error.hint)
            return self._excused(job, error.message)
        except BroadsheetError as error:
            log.info("job %d (%s): %s", job.job, job.kind, type(error).__name__)
            return self._excused(job, error.told)
        except Exception:  # a thread's edge: whatever happens, whoever asked is told
            log.exception("job %d (%s) failed", job.job, job.kind)
            return self._excused(job, "Something went wrong on my side; it has been logged.")

    def _excused(self, job: Job, why: str) -> Outcome | None:
        """Why there is no answer, for whoever asked; nobody else hears of it."""
        if not is_owed(self._desk, job):
            return None
        if said := begun(self._desk, job, why):
            return said
        outcome = apology(job, why, self._desk.bot_user)
        expired = job.private and self._now() - job.received > LIFETIME
        return Outcome(outcome.reply, "direct") if expired else outcome
