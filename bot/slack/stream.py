"""An answer shown claim by claim while it is made: each claim when it has passed the gate, and never taken back.

Whatever goes wrong here costs nobody the answer: the courier makes it whole (`stream_end`).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.library import Library
from bot.render.answers import answer_reply
from bot.render.cures import in_slack, reply_in
from bot.render.slack_parts import told
from bot.slack.job import Job
from bot.slack.streamed import Streams, claims_of
from bot.slack.wire.faults import DeliveryError, LaterError, UnknownOutcomeError
from bot.slack.wire.pace import Pace
from bot.slack.wire.poster import TIMEOUT
from bot.slack.wire.streamer import MOST_BLOCKS, Block, Streamer, marked
from bot.types import Answer, Claim, Usage

AFTER = 0.5
"""Seconds the first claim waits for the rest: an answer that is whole by then comes as one message."""
GAP = 1.5
"""Seconds between two additions: Slack takes about a hundred a minute."""
_ROOM = 6_000  # characters that are shown before the end; what is beyond comes with it

log = logging.getLogger("broadsheet.slack.stream")


class Stream:
    """The answer to one *job* as it grows. *begun* are the claims that a killed process has shown of it."""

    def __init__(self, job: Job, studio: Studio) -> None:
        self._job, self._studio = job, studio
        self.begun = claims_of(studio.streams.of(job.job), studio.library.archive.find)
        self._notes: list[str] = []
        self._claims: list[Claim] = []
        self._shown: list[Block] = []
        self._ts, self._tried, self._sure, self._held = "", False, True, 0.0
        self._lock, self._more, self._over = threading.Lock(), threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def read(self, note: str) -> None:
        """How the question was read, which stands above the claims."""
        self._notes += [note] if note else []

    def take(self, claim: Claim) -> None:
        """A claim has passed the gate. What a killed process began is made whole at once, and grows no more."""
        with self._lock:
            if self.begun or self._over.is_set():
                return
            self._claims.append(claim)
            self._studio.streams.keep(self._job.job, self._claims)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=f"stream-{self._job.job}", daemon=True)
                self._thread.start()
        self._more.set()

    def close(self) -> None:
        """Show nothing more; wait for what is under way."""
        with self._lock:
            thread, was_over = self._thread, self._over.is_set()
            self._over.set()
        self._more.set()
        if thread is None or was_over:
            return
        thread.join(TIMEOUT + 1)
        if not self._tried:
            self._studio.streams.end(self._job.job)
        elif self._sure and not thread.is_alive():
            self._studio.streams.settle(self._job.job, self._shown)

    def _run(self) -> None:
        wait = max(AFTER, self._studio.pace.left(self._job.channel))
        while not self._over.wait(wait):
            self._more.clear()
            new = self._blocks()[len(self._shown) :]
            if new and not self._show(new):
                return
            wait = max(GAP, self._held)
            self._more.wait()

    def _show(self, new: list[Block]) -> bool:
        """Let Slack show *new* below what it shows; whether it may be asked for more."""
        channel, self._held = self._job.channel, 0.0
        try:
            if self._ts:
                self._studio.streamer.append(channel, self._ts, new)
            else:
                self._begin(new)
        except LaterError as error:
            self._tried, self._held = bool(self._ts), error.seconds
            self._more.set()
            return True
        except DeliveryError as error:
            log.info("job %d is not shown claim by claim: %s", self._job.job, error.message)
            if not self._ts:
                self._tried = False
                self._studio.streamer.refused(channel, error.fault)
            return False
        except UnknownOutcomeError as error:
            self._sure = False
            self._studio.pace.hold(channel, error.settle)  # whoever makes it whole looks for it, once that is decided
            return False
        self._shown += new
        return True

    def _begin(self, new: list[Block]) -> None:
        self._tried = True
        self._studio.pace.used(self._job.channel)
        thread = self._job.thread or self._job.request["ts"]
        self._ts = self._studio.streamer.start(self._job.channel, thread, self._job.user, new)
        self._studio.streams.at(self._job.job, self._ts)

    def _blocks(self) -> list[Block]:
        """The blocks of all claims so far, as the whole answer will begin with them."""
        with self._lock:
            claims, notes = tuple(self._claims), tuple(self._notes)
        answer = Answer("", "partial", claims, {}, 0, None, (), "", "none", Usage(), notes)
        reply = reply_in(answer_reply(answer, self._studio.library.settings.clock().date()), self._studio.said)
        blocks: list[Block] = []
        room = 0
        for part in told(reply):
            room += part.size
            if room > _ROOM or len(blocks) == MOST_BLOCKS - 1:
                break
            blocks.append(part.block)
        return marked(self._job.token, blocks)


class Studio:
    """What streams are made with, and those that are being made, by job."""

    def __init__(self, library: Library, streams: Streams, streamer: Streamer, pace: Pace) -> None:
        self.library, self.streams, self.streamer, self.pace = library, streams, streamer, pace
        self._made: dict[int, Stream] = {}

    def said(self, text: str) -> str:
        """*text* as Slack says it."""
        return in_slack(text, self.library.settings.slack_prefix)

    @contextmanager
    def shown(self, job: Job) -> Iterator[Stream | None]:
        """The answer to *job* as it grows, while this lasts; None where it comes as a whole.

        That is where no chat model writes it, or Slack shows no streams.
        """
        begun = self.streams.of(job.job)
        if not begun and not (self.library.bare_model.drafts and self.streamer.offered(job.channel)):
            yield None
            return
        stream = self._made[job.job] = Stream(job, self)
        try:
            yield stream
        finally:
            stream.close()
            self._made.pop(job.job, None)

    def close(self, job: Job) -> tuple[Claim, ...]:
        """Let the answer to *job* grow no more; the claims that are shown of it."""
        if stream := self._made.get(job.job):
            stream.close()
        return claims_of(self.streams.of(job.job), self.library.archive.find)
