"""How commands, clicks and events reach the app: sent, acknowledged within three seconds, or repeated."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from bot.local_slack.state.faults import DELIVERY_FAULTS, Faults

PATIENCE = 3.0
"""Seconds Slack waits for an acknowledgement."""

# docs.slack.dev/apis/events-api: repeated almost at once, after a minute, after five.
_EVENT_PAUSES = (0.0, 0.0, 60.0, 300.0)

DeliveryKind = Literal["slash_commands", "events_api", "interactive"]


class NotAckedError(Exception):
    """The app has not taken it: *reason* as Slack gives it with the next attempt."""

    def __init__(self, reason: str, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final


@dataclass(slots=True)
class Delivery:
    """One thing delivered, repetitions included. *acked*: seconds from the first sending to the acknowledgement.

    *ack* is what came with it. *error* is `operation_timeout`, or another reason why nobody took it.
    """

    kind: DeliveryKind
    payload: dict[str, Any]
    id: str
    accepts: bool = False
    sent: float = 0.0
    acked: float | None = None
    ack: dict[str, Any] = field(default_factory=dict)
    attempts: int = 0
    error: str = ""
    done: threading.Event = field(default_factory=threading.Event, repr=False)

    def wait(self, seconds: float = 10) -> Delivery:
        """This delivery once it is acknowledged or given up, or after *seconds*."""
        self.done.wait(seconds)
        return self


@dataclass(frozen=True, slots=True)
class Ack:
    """An acknowledgement and when it came (monotonic seconds)."""

    payload: dict[str, Any]
    at: float


class Transport(Protocol):
    """Socket Mode or a request URL."""

    def send(self, delivery: Delivery, attempt: int, reason: str) -> Ack:
        """Deliver and wait for the acknowledgement; `NotAckedError` if there is none."""
        ...


class Dispatcher:
    """Sends deliveries over *transport*, each in a thread of its own. *scale* shortens the pauses between attempts."""

    def __init__(self, transport: Transport, faults: Faults, closing: threading.Event, scale: float = 1.0) -> None:
        self.transport = transport
        self.scale = scale
        self._faults = faults
        self._closing = closing
        self._lock = threading.Lock()
        self._threads: set[threading.Thread] = set()
        self._all: list[Delivery] = []

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything delivered so far, in order."""
        with self._lock:
            return list(self._all)

    def deliver(self, delivery: Delivery, then: Callable[[Delivery], None] | None = None) -> Delivery:
        """Start to deliver; *then* runs before the delivery counts as done."""
        with self._lock:
            self._all.append(delivery)
        self._spawn([delivery], then, 0)
        fault = self._faults.draw("delivery", DELIVERY_FAULTS)
        if fault:
            self.repeat(delivery, int(fault.amount), parallel=fault.kind == "repeat_parallel")
        return delivery

    def repeat(self, delivery: Delivery, times: int, parallel: bool) -> list[Delivery]:
        """Deliver the very same again, as Slack does when it is not sure."""
        again = [Delivery(delivery.kind, delivery.payload, delivery.id, delivery.accepts) for _ in range(times)]
        with self._lock:
            self._all += again
        for n, copies in enumerate([[copy] for copy in again] if parallel else [again], start=1):
            self._spawn(copies, None, n)
        return again

    def join(self) -> None:
        """Wait for all threads; whoever calls this has set the closing event."""
        while True:
            with self._lock:
                threads = list(self._threads)
            if not threads:
                return
            for thread in threads:
                thread.join()

    def _spawn(self, deliveries: list[Delivery], then: Callable[[Delivery], None] | None, first: int) -> None:
        """Deliver these one after the other; the first counts as attempt *first*."""
        thread = threading.Thread(target=self._run, args=(deliveries, then, first), name="slack-delivery")
        with self._lock:
            self._threads.add(thread)
        thread.start()

    def _run(self, deliveries: list[Delivery], then: Callable[[Delivery], None] | None, first: int) -> None:
        for n, delivery in enumerate(deliveries, start=first):
            try:
                self._attempts(delivery, n)
                if then and not self._closing.is_set():
                    then(delivery)
            finally:
                delivery.done.set()
        with self._lock:
            self._threads.discard(threading.current_thread())

    def _attempts(self, delivery: Delivery, first: int) -> None:
        """Try until it is acknowledged. Only events are tried again."""
        pauses = _EVENT_PAUSES if delivery.kind == "events_api" else (0.0,)
        began, reason = time.monotonic(), "" if first == 0 else "timeout"
        delivery.sent = time.time()
        for attempt, pause in zip(itertools.count(first), pauses, strict=False):
            if self._closing.wait(pause * self.scale):
                delivery.error = delivery.error or "stopped"
                return
            delivery.attempts += 1
            try:
                ack = self.transport.send(delivery, attempt, reason)
            except NotAckedError as error:
                reason = error.reason
                delivery.error = "operation_timeout" if "timeout" in reason else reason
                if error.final:
                    return
            else:
                delivery.acked, delivery.ack, delivery.error = ack.at - began, ack.payload, ""
                return
