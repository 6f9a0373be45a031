"""A total deadline for one HTTP call, to a model or to a source.

The clients' own timeouts are per read: a server that sends a byte now and then outlives them, in the headers,
in a body or between the events of a stream. So the sockets are shut down from outside when the time is up.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, Self


class Cutoff:
    """Shuts down the sockets of the requests it watches after *seconds*; a context manager.

    Then `passed` is true, and the blocked read ends in some error or in a short answer: which one is left
    to chance, so look at `passed` first. Looking up a host name is the one step that cannot be cut short.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = max(seconds, 0.0)
        self.passed = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(self.seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def watch(self, request: Any) -> None:
        """Event hook for an httpx client. The client must open a connection of its own for the request.

        The trace extension: https://www.python-httpx.org/advanced/extensions/#trace
        """
        request.extensions["trace"] = self._trace

    def _trace(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._sockets.append(info["return_value"].get_extra_info("socket"))
            if self.passed:
                self._cut()

    def _cut(self) -> None:
        self.passed = True
        for connected in list(self._sockets):
            with suppress(OSError):  # closed by now, or replaced by its TLS socket
                # Not close: the reading thread would be left with a file number that may be given out anew.
                # And not SSLSocket.shutdown, which takes the TLS state from under the reader.
                socket.socket.shutdown(connected, socket.SHUT_RDWR)
