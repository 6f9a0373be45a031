"""The bot, put together: a transport, listeners that write jobs, workers that answer them, couriers that deliver."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bot.library import Library
from bot.slack.agent_listeners import AgentListeners
from bot.slack.agent_view import AgentView
from bot.slack.context import Desk
from bot.slack.courier import Courier
from bot.slack.guard import Guard
from bot.slack.hearing import Hearing
from bot.slack.history import History
from bot.slack.jobs import Jobs
from bot.slack.listeners import QUICK, Listeners
from bot.slack.sign import Signs
from bot.slack.stream import Studio
from bot.slack.stream_end import StreamEnd
from bot.slack.streamed import Streams
from bot.slack.tally import exposition
from bot.slack.wire.bolt import bolt_app
from bot.slack.wire.faults import DeliveryError, LaterError, TokenError, UnknownOutcomeError, explained
from bot.slack.wire.pace import INTERVAL, Pace
from bot.slack.wire.poster import Poster, web_client
from bot.slack.wire.redaction import hushed
from bot.slack.wire.remedies import remedy
from bot.slack.wire.standing import Standing
from bot.slack.wire.status import Status
from bot.slack.wire.streamer import Streamer
from bot.slack.workers import Thinker
from bot.talk.keeping import forget, is_empty
from retrieval.errors import BroadsheetError, UsageError

if TYPE_CHECKING:
    import slack_bolt

    from bot.slack.wire.http_server import HttpTransport

log = logging.getLogger("broadsheet.slack")

_COURIERS, _QUICK_WORKERS = 4, 2
STALLED = 300.0
"""Seconds without a finished job, while jobs wait, after which the process is taken for hung."""
DEAF = 90.0
"""Seconds without a pong after which a Socket Mode process is taken for deaf."""


class Transport(Protocol):
    """How Slack reaches us."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def heard(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Access:
    """What the bot needs to be let into a workspace. *url* is Slack's Web API.

    *interval*: seconds between two messages to a channel; *ping*: between two signs of life over the socket.
    *health_port*: where /health and /metrics are in Socket Mode; 0 is any free port, None nowhere.
    """

    bot_token: str
    app_token: str
    signing_secret: str
    url: str
    mode: str = "socket"
    host: str = "127.0.0.1"
    port: int = 3000
    interval: float = INTERVAL
    ping: float = 5.0
    health_port: int | None = None


class Bot:
    """Answers in one workspace until it is stopped. Made once for a data folder: see `bot.slack.serve`."""

    def __init__(self, library: Library, access: Access) -> None:
        self._library = library
        self._access = access
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        client = web_client(access.bot_token, _with_slash(access.url))
        with _let_in("SLACK_BOT_TOKEN"):
            me: Any = client.auth_test()
        self.jobs = Jobs(library.database, time.time, QUICK, library.settings.queue)
        guard = Guard(library.settings, me["team_id"], client)
        poster = Poster(client, Pace(access.interval), me["user_id"])
        streams, streamer = Streams(library.database), Streamer(client, me["team_id"])
        besides = Signs(client), AgentView(), Standing(client), Studio(library, streams, streamer, poster.pace)
        self.desk = Desk(library, self.jobs, guard, poster, me["user_id"], me["user"], *besides)
        self._thinker = Thinker(self.desk, library.settings.workers, library.settings.job_seconds)
        self._courier = Courier(self.jobs, poster, StreamEnd(streams, streamer, poster))
        self._history = History(self.desk, str(me.get("url") or ""), access.interval)
        self.status = Status(self.ill, self._metrics)
        self.transport = self._transport(self._bolt(me))
        self.status_server = self._status_server()

    def start(self) -> None:
        """Take up what a former process left, then listen."""
        self._library.warm_up()
        self.jobs.recover()
        self._courier.settle()
        for number in range(self._library.settings.workers):
            self._run(f"worker-{number}", lambda: self._thinker.step(quick=False))
        for number in range(_QUICK_WORKERS):
            self._run(f"quick-{number}", lambda: self._thinker.step(quick=True))
        for number in range(_COURIERS):
            self._run(f"courier-{number}", self._courier.step)
        if self._library.settings.shared:
            self._run("history", self._history.step)
        elif not is_empty(self._library.database):
            forget(self._library.database)
        with _let_in("SLACK_APP_TOKEN"):
            self.transport.start()
        if self.status_server:
            self.status_server.start()

    def stop(self, seconds: float = 8.0) -> None:
        """Listen no more, finish what can be finished in *seconds*; the rest is on disk for the next process."""
        until = time.monotonic() + seconds
        self.transport.stop()
        if self.status_server:
            self.status_server.stop()
        while time.monotonic() < until and self.jobs.in_hand():
            time.sleep(0.05)
        self._stopping.set()
        with self.jobs.arrived:
            self.jobs.arrived.notify_all()
        self._thinker.close()
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()) + 0.2)

    def unwell(self) -> str:
        """What a supervisor should restart us for; "" while all is well."""
        now = time.time()
        if now - self.transport.heard() > DEAF:
            return f"Slack was not heard for {now - self.transport.heard():.0f} s"
        waiting, last = self.jobs.oldest_waiting(), self.jobs.last_finished() or 0.0
        # While Slack takes our token no more all of them wait, which no restart mends.
        since = max(waiting or now, last, self.desk.standing.refused_at)
        if not self.desk.standing.told and now - since > STALLED + self._library.settings.job_seconds:
            return f"no job was finished for {now - since:.0f} s, though some wait"
        return ""

    def ill(self) -> str:
        """What somebody should look after; "" while all is well."""
        return self.unwell() or self.jobs.fault or self.desk.standing.told

    def _metrics(self) -> str:
        return exposition(self._library, self.jobs, self.transport.heard(), self.ill())

    def _run(self, name: str, step: Callable[[], bool]) -> None:
        """A thread that takes steps while there is something to do."""

        def loop() -> None:
            while not self._stopping.is_set():
                try:
                    busy = step()
                except Exception:  # a thread's edge: it must outlive whatever one step met, a full disk for instance
                    log.exception("%s failed", name)
                    busy = False
                if not busy:
                    self._rest(name)

        thread = threading.Thread(target=loop, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _rest(self, name: str) -> None:
        wait = self._courier.wait_seconds() if name.startswith("courier") else 1.0
        with self.jobs.arrived:
            if not self._stopping.is_set():
                self.jobs.arrived.wait(min(max(wait, 0.01), 1.0))

    def _transport(self, bolt: slack_bolt.App) -> Transport:
        if self._access.mode == "socket":
            from bot.slack.wire.socket_mode import SocketTransport

            return SocketTransport(bolt, self._access.app_token, self._access.ping)
        from bot.slack.wire.http_front import Front
        from bot.slack.wire.http_server import HttpTransport

        front = Front(bolt, self._access.signing_secret, self.status)
        return HttpTransport(front, self._access.host, self._access.port)

    def _status_server(self) -> HttpTransport | None:
        """In Socket Mode, for /health and /metrics alone."""
        if self._access.mode != "socket" or self._access.health_port is None:
            return None
        from bot.slack.wire.http_server import HttpTransport

        return HttpTransport(self.status, self._access.host, self._access.health_port)

    def _hearing(self) -> Hearing:
        desk = self.desk
        return Hearing(self._library.database, desk.bot_user, desk.guard.away, self.jobs.took_part)

    def _bolt(self, me: Mapping[str, Any]) -> slack_bolt.App:
        settings = self._library.settings
        bolt = bolt_app(self.desk.client, me)
        Listeners(
            self.jobs,
            self.desk.guard,
            self.desk.bot_user,
            settings.slack_prefix,
            settings.workers,
            settings.slack_links,
            self._hearing() if settings.shared else None,
        ).register(bolt)
        AgentListeners(self.jobs, self.desk.guard, self._library.database, bool(settings.topics)).register(bolt)
        return bolt


class SlackAwayError(BroadsheetError):
    """Slack could not be reached: to be tried again."""


@contextmanager
def _let_in(variable: str) -> Iterator[None]:
    """Raise `UsageError` where Slack does not take the token in *variable*, `SlackAwayError` where it is not there."""
    try:
        with hushed(), explained():
            yield
    except TokenError as error:
        raise UsageError(f"Slack does not let us in: {error.fault}.", remedy(error.fault, variable)) from error
    except (LaterError, UnknownOutcomeError) as error:
        why = error.fault if isinstance(error, LaterError) else "no answer"
        raise SlackAwayError(f"Slack cannot be reached just now ({why}).", "Start it again later.") from error
    except DeliveryError as error:
        raise UsageError(f"Slack does not let us in: {error.fault}.", remedy(error.fault, variable)) from error


def _with_slash(url: str) -> str:
    return url.rstrip("/") + "/"
