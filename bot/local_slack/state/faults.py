"""What goes wrong on purpose: named for the next call, or by rates from a seed."""

from __future__ import annotations

import random
import threading
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.errors import UsageError

CALL_FAULTS = (
    *("drop_before", "drop_after", "delay", "ratelimited", "rate_limited"),
    *("http_500", "http_503", "internal_error"),
)
"""On Web API and response_url calls. *before* and *after* the call took effect; `internal_error` is after, the
HTTP ones before; `delay` and `ratelimited` take seconds; `rate_limited` comes as a body alone, before."""

SOCKET_FAULTS = ("rst", "fin", "silence", "refresh", "warning", "too_many_websockets")
"""On Socket Mode connections: reset, closed, mute for good, replaced, announced to be replaced, refused at once."""

DELIVERY_FAULTS = ("repeat", "repeat_parallel")
"""On what is delivered to the app: again, so many times, one after the other or at once."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong. *amount*: seconds of a delay or a rate limit, how often something is repeated."""

    kind: str
    amount: float = 1


class Faults:
    """The faults to come. *rates* are probabilities of kinds, drawn with *seed* on every occasion."""

    def __init__(self, seed: int = 0, rates: Mapping[str, float] | None = None) -> None:
        self.seed = seed
        self._rates = dict(rates or {})
        self._random = random.Random(seed)
        self._next: dict[str, deque[Fault]] = defaultdict(deque)
        self._lock = threading.Lock()
        self.locked_out = ""
        """Slack's name for why it takes the app's bot token no more; "" while it does."""
        for kind in self._rates:
            _known(kind)

    def bad_day(self) -> None:
        """From now on a few per cent of everything go wrong, for trying things out."""
        rates = dict.fromkeys(("drop_before", "drop_after", "http_503", "internal_error", "ratelimited"), 0.03)
        rates |= {"delay": 0.1, "rst": 0.03, "fin": 0.03, "refresh": 0.05, "repeat": 0.1, "repeat_parallel": 0.05}
        with self._lock:
            self._rates.update(rates)

    def next(self, where: str, kind: str, times: int = 1, amount: float = 1) -> None:
        """Let the next calls *where* fail.

        *where* is a method such as chat.postMessage or `*` for any, `response_url`, `socket` (before something is
        sent over one), `connect` (when one is opened), or `delivery`.
        """
        with self._lock:
            self._next[where].extend([Fault(_known(kind), amount)] * times)

    def clear(self) -> None:
        """From now on all goes well."""
        with self._lock:
            self._next.clear()
            self._rates.clear()

    def draw(self, where: str, kinds: tuple[str, ...]) -> Fault | None:
        """The fault of this occasion, if there is one: the one named for it, else one of *kinds* by its rate."""
        with self._lock:
            for queue in (where, "*") if kinds is CALL_FAULTS else (where,):
                if self._next[queue]:
                    return self._next[queue].popleft()
            for kind in kinds:
                if self._random.random() < self._rates.get(kind, 0):
                    return Fault(kind, 0.3 if kind == "delay" else self._random.randint(1, 3))
            return None


def _known(kind: str) -> str:
    known = (*CALL_FAULTS, *SOCKET_FAULTS, *DELIVERY_FAULTS)
    if kind not in known:
        raise UsageError(f"There is no fault “{kind}”.", f"There are: {', '.join(known)}.")
    return kind
