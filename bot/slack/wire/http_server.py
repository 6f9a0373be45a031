"""The server under HTTP mode: waitress, which idle and slow connections cannot block."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from bot.slack.wire.http_front import LARGEST, Front
from bot.slack.wire.status import Status
from retrieval.errors import BroadsheetError

_LARGEST_HEADER = 64 * 1024
_IDLE = 30  # seconds after which a silent connection is closed


class PortTakenError(BroadsheetError):
    """Nobody can listen there."""


class HttpTransport:
    """Serves a `Front`, or the status alone, on *host* and *port* (0: any free one; `port` tells which).

    Raises `PortTakenError`.
    """

    def __init__(self, front: Front | Status, host: str, port: int, threads: int = 16) -> None:
        from waitress.server import create_server

        # It warns of every request that waits for a thread; they wait milliseconds, for a row to be written.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._sockets: dict[int, Any] = {}
        try:
            self._server = create_server(
                front,
                map=self._sockets,
                host=host,
                port=port,
                threads=threads,
                max_request_body_size=LARGEST,
                max_request_header_size=_LARGEST_HEADER,
                channel_timeout=_IDLE,
                cleanup_interval=5,
                connection_limit=1000,
                ident="",
                clear_untrusted_proxy_headers=True,
            )
        except (OSError, ValueError) as error:
            said = getattr(error, "strerror", None) or str(error)
            hint = "Set another BROADSHEET_SLACK_PORT, BROADSHEET_HEALTH_PORT or BROADSHEET_SLACK_HOST."
            raise PortTakenError(f"{host}:{port} cannot be listened on: {said}.", hint) from error
        # A name such as localhost may stand for several sockets.
        listening = getattr(self._server, "effective_listen", None) or [
            (host, getattr(self._server, "effective_port", 0))
        ]
        self.port = int(listening[0][1])
        for listener in self._sockets.values():
            if hasattr(listener, "channel_class"):
                listener.channel_class = _channel_class()
        self._thread = threading.Thread(target=self._server.run, name="http", daemon=True)

    def start(self) -> None:
        """Serve until `stop`."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests; those under way have two seconds."""
        from waitress.trigger import trigger

        self._server.task_dispatcher.shutdown(timeout=2)
        # The sockets belong to the server's own thread, and its loop ends when there are none left.
        waker = next(s for s in self._sockets.values() if isinstance(s, trigger))
        waker.pull_trigger(self._close_all)
        self._thread.join(5)

    def _close_all(self, _: None = None) -> None:
        from waitress import wasyncore

        wasyncore.close_all(self._sockets)

    def heard(self) -> float:
        """Always now: an HTTP server cannot go deaf without its process."""
        return time.time()


def _channel_class() -> type:
    """waitress's channel, but whatever it cannot parse is a 400: how exactly is the sender's business."""
    from waitress.channel import HTTPChannel
    from waitress.task import ErrorTask
    from waitress.utilities import BadRequest

    class Refusal(ErrorTask):
        def execute(self) -> None:
            request: Any = self.request
            if request.error.code in (431, 501):
                request.error = BadRequest("")
            super().execute()

    class Channel(HTTPChannel):
        error_task_class = Refusal

    return Channel
