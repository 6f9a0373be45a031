"""What Slack's agent view sends: somebody opened it, or looks at another channel beside it.

`agent_view` tells the first by `app_home_opened` (https://docs.slack.dev/ai/migrating-to-agent-messaging), the older
`assistant_view` by a thread that begins; a bot listens to both, as a workspace has the one or the other.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.slack.agent_threads import keep_about
from bot.slack.guard import Guard
from bot.slack.jobs import Jobs
from retrieval.archive.database import Database
from retrieval.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable

    import slack_bolt

    Body = dict[str, Any]

log = logging.getLogger("broadsheet.slack.listeners")


@dataclass(frozen=True, slots=True)
class AgentListeners:
    """*varied*: what is suggested depends on the channel that is looked at."""

    jobs: Jobs
    guard: Guard
    database: Database
    varied: bool

    def register(self, bolt: slack_bolt.App) -> None:
        """Register every listener with Bolt."""
        bolt.event("assistant_thread_started")(self._started)
        bolt.event("assistant_thread_context_changed")(self._thread_moved)
        bolt.event("app_context_changed")(self._moved)

    def _started(self, body: Body, ack: Callable[[], Any]) -> None:
        self._suggest(body, *_thread_of(body["event"]), opened=True)
        ack()

    def _thread_moved(self, body: Body, ack: Callable[[], Any]) -> None:
        self._suggest(body, *_thread_of(body["event"]), opened=False)
        ack()

    def _moved(self, body: Body, ack: Callable[[], Any]) -> None:
        event = body["event"]
        user = event.get("user") or next((each.get("user_id", "") for each in body.get("authorizations", [])), "")
        if event.get("channel"):  # the direct messages that stand beside it
            self._suggest(body, user, event["channel"], "", _looked_at(event.get("context")), opened=False)
        ack()

    def _suggest(self, body: Body, user: str, channel: str, thread: str, about: str, *, opened: bool) -> None:
        if self.guard.turned_away(body.get("team_id", ""), user, channel):
            return
        try:
            new = keep_about(self.database, channel, thread, about, time.time())
            if opened or (new and self.varied):
                self.jobs.offer(body["event_id"], "opened", {}, user=user, channel=channel, thread=thread)
        except ArchiveError as error:  # nobody asked for anything
            log.error("what stands beside a conversation cannot be written down: %s", error.told)


def _thread_of(event: Body) -> tuple[str, str, str, str]:
    """The user, channel, thread and channel looked at, as the assistant view tells them."""
    told = event["assistant_thread"]
    return told["user_id"], told["channel_id"], told["thread_ts"], (told.get("context") or {}).get("channel_id") or ""


def _looked_at(context: Any) -> str:
    """The first channel among what is looked at, as the agent view tells it: the most relevant stands first."""
    entities = context.get("entities") if isinstance(context, dict) else None
    channels = (each["value"] for each in entities or [] if each.get("type") == "slack#/types/channel_id")
    return next((str(channel) for channel in channels), "")
