"""The end of an answer that was shown claim by claim: it is made whole, once, whatever has become of its stream.

Where nobody knows what Slack has taken (a kill, a lost reply), the stream is stopped first, so that nothing that is
under way can add to it; then the message is set to the whole answer, which may be repeated without harm.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.slack.job import Job
from bot.slack.streamed import Streamed, Streams
from bot.slack.wire.faults import DeliveryError, LaterError, UnknownOutcomeError
from bot.slack.wire.poster import SKEW, Poster
from bot.slack.wire.streamer import Streamer, begun_at, unmarked

if TYPE_CHECKING:
    from bot.render.slack import Message

ENDS = 20.0
"""Seconds until a stream that cannot be stopped is looked at again: Slack ends it by itself, after some minutes."""
_GONE = ("message_not_found", "thread_not_found")

log = logging.getLogger("broadsheet.slack.stream")


class StreamEnd:
    """Makes streams whole."""

    def __init__(self, streams: Streams, streamer: Streamer, poster: Poster) -> None:
        self._streams, self._streamer, self._poster = streams, streamer, poster

    def finish(self, job: Job, message: Message, key: str, turn: str | None) -> bool:
        """Let what is shown of the answer to *job* be *message*, known by *key*; False if nothing is shown of it.

        Raises as `Poster.send` does; after an outcome that nobody knows it may be called again.
        """
        streamed = self._streams.of(job.job)
        if streamed is None:
            return False
        thread = job.thread or str(job.request["ts"])
        ts = streamed.ts or begun_at(self._poster, job.token, job.channel, thread, job.received - SKEW)
        if not ts and not job.sending:  # the call that began it may still be on its way
            raise UnknownOutcomeError("a stream may have begun")
        if not ts:
            return False
        try:
            if job.sending or not self._stopped(job.channel, ts, streamed, message, key, turn):
                self._replace(job.channel, ts, message, key, turn)
        except DeliveryError as error:
            if error.fault not in _GONE:
                raise
            return False  # somebody has deleted it: the answer comes as a message of its own
        return True

    def abandon(self, job: Job) -> None:
        """The answer goes another way; what is shown of it stays, and grows no more."""
        streamed = self._streams.of(job.job)
        if streamed and streamed.ts:
            with suppress(DeliveryError, UnknownOutcomeError):
                self._streamer.stop(job.channel, streamed.ts)
        self.forget(job.job)

    def forget(self, job: int) -> None:
        """It is whole."""
        self._streams.end(job)

    def _stopped(self, channel: str, ts: str, streamed: Streamed, message: Message, key: str, turn: str | None) -> bool:
        """End the stream with the rest of *message*; False if *message* does not begin as it does, or it has ended."""
        shown = unmarked(streamed.blocks or ())
        if not shown or list(message.blocks[: len(shown)]) != shown:
            return False
        try:
            self._streamer.stop(channel, ts, message.blocks[len(shown) :], key, turn)
        except LaterError:
            raise
        except DeliveryError as error:
            log.info("a stream did not take its end: %s", error.message)
            return False
        return True

    def _replace(self, channel: str, ts: str, message: Message, key: str, turn: str | None) -> None:
        try:
            self._streamer.stop(channel, ts)
        except LaterError:
            raise
        except DeliveryError as error:  # it has stopped already; or it is gone, which the update tells
            log.info("a stream had ended: %s", error.message)
        try:
            self._poster.update(channel, ts, message, key, turn)
        except DeliveryError as error:
            if error.fault != "streaming_state_conflict":
                raise
            raise LaterError(error.fault, ENDS) from error  # it did not let itself be stopped; Slack ends it soon
