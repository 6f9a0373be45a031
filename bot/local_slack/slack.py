"""A Slack of one's own on 127.0.0.1: start it, point the bot at it, act as its people, and see what they see."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Self

from bot.local_slack import events
from bot.local_slack.api.server import Call, Web
from bot.local_slack.context import Parts
from bot.local_slack.delivery import PATIENCE, Delivery, Dispatcher
from bot.local_slack.delivery.request_url import RequestUrl
from bot.local_slack.delivery.sockets import Sockets
from bot.local_slack.people import People, sight
from bot.local_slack.state.faults import Faults
from bot.local_slack.state.installation import Installation, from_manifest
from bot.local_slack.state.response_urls import Hooks
from bot.local_slack.state.views import Views
from bot.local_slack.state.workspace import Workspace
from bot.local_slack.types import Message, View


class LocalSlack(People):
    """The whole stand-in; a context manager that leaves no thread and no socket behind.

    *manifest*: the app's, so that scopes, events and commands it does not ask for are missing. *retry_scale*
    shortens the pauses before Slack repeats an event (1 is Slack's own: at once, a minute, five). *replaces*:
    see `Hooks`. *limit*: at most one message a second and channel. *patience*: seconds to acknowledge something.
    *clock*: seconds since 1970.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any] | None = None,
        *,
        faults: Faults | None = None,
        retry_scale: float = 1.0,
        replaces: bool = True,
        limit: bool = False,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._skipped = 0.0
        self._clock = clock
        self._closing = threading.Event()
        self.faults = faults or Faults()
        workspace = Workspace(self.now)
        sockets = Sockets(self.faults, self._closing, patience)
        super().__init__(
            Parts(
                workspace,
                Views(self.now, workspace.note_view),
                Hooks(workspace, self.now, replaces),
                from_manifest(manifest) if manifest is not None else Installation(),
                Dispatcher(sockets, self.faults, self._closing, retry_scale),
                sockets,
                self.faults,
                limit,
                patience,
            )
        )
        self._web = Web(self.parts, self._closing)
        self.parts.hooks.base = self._web.url
        self.parts.hooks.posted = partial(events.posted, self.parts)

    def __enter__(self) -> Self:
        self.parts.sockets.start()
        self._web.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._closing.set()
        self._web.stop()
        self.parts.sockets.stop()
        self.parts.dispatcher.join()

    @property
    def api_url(self) -> str:
        """The base_url of a WebClient."""
        return f"{self._web.url}/api/"

    @property
    def bot_token(self) -> str:
        """xoxb-…"""
        return self.parts.installation.bot_token

    @property
    def app_token(self) -> str:
        """xapp-…, for Socket Mode."""
        return self.parts.installation.app_token

    @property
    def signing_secret(self) -> str:
        """What signs requests in HTTP mode."""
        return self.parts.installation.signing_secret

    @property
    def calls(self) -> list[Call]:
        """Every Web API and response_url call so far."""
        return self._web.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything delivered to the app so far, repetitions too."""
        return self.parts.dispatcher.deliveries

    def deliveries_of(self, message: Message) -> list[Delivery]:
        """The events that a message has caused: `message`, perhaps `app_mention`."""
        return [d for d in self.deliveries if d.payload.get("event", {}).get("ts") == message.ts]

    def redeliver(self, delivery: Delivery, times: int = 1, parallel: bool = False) -> list[Delivery]:
        """Deliver the very same again, so many times."""
        again = self.parts.dispatcher.repeat(delivery, times, parallel)
        return [copy.wait() for copy in again]

    def deliver_to(self, url: str) -> None:
        """From now on over HTTP to this request URL, which must answer Slack's challenge."""
        target = RequestUrl(url, self.signing_secret, self.now, self.parts.patience)
        target.verify()
        self.parts.dispatcher.transport = target

    def cut(self, kind: str) -> int:
        """Do a socket fault (`rst`, `fin`, `silence`, `refresh`, `warning`) to all connections; how many."""
        return self.parts.sockets.cut(kind)

    def connections(self) -> int:
        """How many Socket Mode connections are open."""
        return len(self.parts.sockets.links())

    def now(self) -> float:
        """Slack's time."""
        return self._clock() + self._skipped

    def skip(self, seconds: float) -> None:
        """Let Slack's time jump, for what expires."""
        self._skipped += seconds

    def seen(self, user: str, channel: str, thread: Message | str | None = None) -> list[Message]:
        """What a person sees in a channel or a thread, their private messages among it, edits applied."""
        who = sight.person(self.workspace, user)
        root = thread.thread_ts or thread.ts if isinstance(thread, Message) else thread
        return sight.seen(self.workspace, who, sight.channel_of(self.workspace, who, channel), root)

    def status(self, message: Message) -> str:
        """The status that stands below a message while it is answered, "" if none does."""
        return self.workspace.status(message.channel, message.thread_ts or message.ts)

    def prompts(self, user: str, thread: Message | None = None) -> tuple[tuple[str, str], ...]:
        """What is suggested to a person, (title, message) each; in the assistant view, in *thread*."""
        channel = self.workspace.direct(sight.person(self.workspace, user).id).id
        return self.workspace.about(channel).prompts.get((channel, thread.ts if thread else ""), ())

    def title(self, message: Message) -> str:
        """What the conversation that a message belongs to is called, "" if it has no name."""
        place = message.channel, message.thread_ts or message.ts
        return self.workspace.about(message.channel).titles.get(place, "")

    def home(self, user: str) -> View | None:
        """The Home tab a person sees."""
        return self.parts.views.home(sight.person(self.workspace, user).id)

    def modal(self, user: str) -> View | None:
        """The modal in front of a person."""
        return self.parts.views.modal(sight.person(self.workspace, user).id)

    def wait(self, ready: Callable[[], Any], seconds: float = 60) -> Any:
        """What *ready* gives once that is true; `TimeoutError` if it does not become so."""
        until = time.monotonic() + seconds
        known = 0
        while True:
            found = ready()
            if found:
                return found
            if time.monotonic() > until:
                raise TimeoutError(f"not within {seconds} s")
            # Most of what is waited for shows in the log; the rest is looked for again soon anyway.
            known += len(self.workspace.changes(known, 0.02))
