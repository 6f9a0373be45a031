"""What Slack sends, turned into jobs: judged by the payload alone, written down, acknowledged. Nothing else.

Bolt runs acknowledgements and listeners on the same few threads, so whatever takes time happens elsewhere.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.commands import COMMANDS
from bot.render.cures import in_slack, missing_words
from bot.slack.buttons import ALIKE, REST
from bot.slack.guard import Guard
from bot.slack.hearing import LEFT, Hearing, is_spoken
from bot.slack.jobs import Jobs
from bot.slack.unwritten import tell_unwritten
from retrieval.errors import ArchiveError

if TYPE_CHECKING:
    import slack_bolt

    Ack = Callable[..., Any]
    Body = dict[str, Any]
    Listener = Callable[[Body, Ack], None]

log = logging.getLogger("broadsheet.slack.listeners")

QUICK = ("action", "home", "shortcut", "reaction", "busy", "share", "left", "unshared", "opened", "title")
"""Kinds that need no model and must not wait behind one."""
LOOKING = "Looking…"
_AT_HOME = ("home_ask", "home_subscribe", "home_unfollow")
ACTIONS = ("quotes", "hide", "share", "up", "down", "details", "bibtex", "save", "follow", *_AT_HOME)
"""Buttons that act at once; those that ask, `OFFERS`, need a worker."""
OFFERS = re.compile(rf"offers|offer\d{{1,2}}|home_week|{ALIKE}|{REST}")
VIEWS = {"ask_about": "ask", "subscribe_to": "subscribe"}
"""The windows that come back, and the command each is for."""
_OPENED = {"home": "home", "messages": "opened"}  # the tab that is opened, and the job for it
_PAPER_LINK = re.compile(r"https?://(?:www\.)?(?:arxiv\.org/(?:abs|pdf|html)|huggingface\.co/papers)/(\d{4}\.\d{4,5})")


@dataclass(frozen=True, slots=True)
class Listeners:
    """The listeners and what they need. *bot_user* is our own user id; *hearing* keeps what is said of papers."""

    jobs: Jobs
    guard: Guard
    bot_user: str
    prefix: str
    workers: int
    links: bool
    hearing: Hearing | None = None

    def register(self, bolt: slack_bolt.App) -> None:
        """Register every listener with Bolt."""
        for name, row in COMMANDS.items():
            if row.slack:
                bolt.command(f"/{self.prefix}{name}")(self._surely(self.command))
        bolt.event("message")(self._surely(self._message))
        bolt.event("app_mention")(self._surely(self._message))
        bolt.event("app_home_opened")(self._surely(self._home))
        bolt.event("reaction_added")(self._surely(self._reaction))
        bolt.event("reaction_removed")(self._surely(self._reaction))
        for name in LEFT:
            bolt.event(name)(self._surely(self._left))
        for action in (*ACTIONS, OFFERS):
            bolt.action(action)(self._surely(self.action))
        bolt.shortcut("ask_about_message")(self._surely(self.shortcut))
        for view in VIEWS:
            bolt.view(view)(self._surely(self.submission))

    def _surely(self, listener: Listener) -> Listener:
        """*listener*, but whoever asks while nothing can be written down is told so, instead of nothing at all."""

        def listen(body: Body, ack: Ack) -> None:
            try:
                listener(body, ack)
            except ArchiveError as error:
                log.error("nothing can be written down: %s", error.told)
                tell_unwritten(self.guard.client, body, ack)

        return listen

    def _message(self, body: Body, ack: Ack) -> None:
        self.message(body, body["event"], ack)

    def _home(self, body: Body, ack: Ack) -> None:
        self.home(body, body["event"], ack)

    def _reaction(self, body: Body, ack: Ack) -> None:
        self.reaction(body, body["event"], ack)

    def _left(self, body: Body, ack: Ack) -> None:
        event = body["event"]
        if self.hearing:
            self.hearing.left(event)
        self.jobs.offer(body["event_id"], "left", {}, user="", channel=event["channel"])
        ack()

    def command(self, body: Body, ack: Ack) -> None:
        """A slash command: “Looking…” at once, or why not."""
        name = body["command"].removeprefix("/").removeprefix(self.prefix)
        away = self.guard.turned_away(body.get("team_id", ""), body["user_id"], body["channel_id"])
        text = body.get("text", "").strip()
        if away or (not text and COMMANDS[name].asks):
            ack(away or in_slack(missing_words(name).told, self.prefix))
            return
        offer = self.jobs.offer(
            f"command:{body['trigger_id']}",
            "command",
            {"name": name, "text": text, "url": body["response_url"]},
            user=body["user_id"],
            channel=body["channel_id"],
        )
        if offer == "known":
            ack()
        else:
            ack(LOOKING if offer == "taken" else self._busy())

    def message(self, body: Body, event: Body, ack: Ack) -> None:
        """A mention, a direct message, a line in a thread of ours, or a paper's link; anything else is not for us."""
        if self.hearing:
            self.hearing.hear(body, event)
        if self._spoken(event) and not self.guard.away(body, event):
            self._offer_message(body, event)
        ack()

    def home(self, body: Body, event: Body, ack: Ack) -> None:
        """Somebody opened our Home tab, or our messages: the agent view."""
        kind, channel = _OPENED.get(event.get("tab", ""), ""), event.get("channel", "")
        if kind and not self.guard.away(body, event):
            place = "" if kind == "home" else channel
            self.jobs.offer(body["event_id"], kind, {}, user=event["user"], channel=place)
        ack()

    def reaction(self, body: Body, event: Body, ack: Ack) -> None:
        """A thumb on a message of ours."""
        if self.hearing:
            self.hearing.reaction(body, event)
        item = event.get("item", {})
        thumb = event.get("reaction", "").split("::")[0] in ("+1", "-1", "thumbsup", "thumbsdown")
        ours = item.get("type") == "message" and event.get("item_user") == self.bot_user
        if thumb and ours and not self.guard.away(body, {**event, "channel": item["channel"]}):
            request = {"type": event["type"], "name": event["reaction"].split("::")[0], "ts": item["ts"]}
            self.jobs.offer(body["event_id"], "reaction", request, user=event["user"], channel=item["channel"])
        ack()

    def action(self, body: Body, ack: Ack) -> None:
        """A button, or a choice from a menu."""
        user, channel = body["user"], body.get("channel", {}).get("id", "")
        # A button of the Home tab stands in no channel: it is between its user and us, as a direct message is.
        if not self.guard.turned_away(user.get("team_id") or body["team"]["id"], user["id"], channel or "D"):
            self._offer_action(body, user["id"], channel)
        ack()

    def _offer_action(self, body: Body, user: str, channel: str) -> None:
        action, container = body["actions"][0], body.get("container", {})
        asks, private = OFFERS.fullmatch(action["action_id"]) is not None, bool(container.get("is_ephemeral"))
        request = {
            "action": action["action_id"],
            "value": action.get("value") or (action.get("selected_option") or {}).get("value", ""),
            "url": body.get("response_url", ""),
            "private": private,
            "beside": not asks or action["action_id"] == ALIKE or (action["action_id"] == REST and private),
            "trigger": body["trigger_id"],
            "ts": container.get("message_ts", ""),
            # What is asked in a channel is answered in the thread of the message with the button.
            "in_thread": bool(container.get("thread_ts")) or asks,
        }
        thread = container.get("thread_ts") or (container.get("message_ts", "") if asks else "")
        key = f"action:{body['trigger_id']}"
        offer = self.jobs.offer(
            key, "offered" if asks else "action", request, user=user, channel=channel, thread=thread
        )
        if offer == "full":
            via = "url" if request["private"] or request["beside"] else "channel" if channel else "direct"
            told = {"text": self._busy(), "url": request["url"], "via": via, "beside": True}
            self.jobs.offer(f"busy:{key}", "busy", told, user=user, channel=channel, thread=thread)

    def shortcut(self, body: Body, ack: Ack) -> None:
        """“Ask about this message”: its modal is opened by a quick worker, while the trigger is fresh."""
        user, channel = body["user"], body["channel"]["id"]
        if not self.guard.turned_away(user.get("team_id") or body["team"]["id"], user["id"], channel):
            request = {"trigger": body["trigger_id"], "text": body["message"].get("text", "")}
            self.jobs.offer(f"shortcut:{body['trigger_id']}", "shortcut", request, user=user["id"], channel=channel)
        ack()

    def submission(self, body: Body, ack: Ack) -> None:
        """What a window asks; the answer comes as a direct message."""
        view, user = body["view"], body["user"]
        text = (view["state"]["values"]["question"]["question"].get("value") or "").strip()
        away = self.guard.turned_away(user.get("team_id") or body["team"]["id"], user["id"], "D")
        if away or not text:
            ack(response_action="errors", errors={"question": away or "Write something."})
            return
        channel = view.get("private_metadata", "")
        # The modal stays open when it is refused, and is sent again under the same id.
        offer = self.jobs.offer(
            f"view:{view['id']}",
            "submission",
            {"text": text, "name": VIEWS[view["callback_id"]]},
            user=user["id"],
            channel=channel,
            again=True,
        )
        if offer == "full":
            ack(response_action="errors", errors={"question": self._busy()})
        else:
            ack()

    def _spoken(self, event: Body) -> bool:
        """Whether a person said this now: no bot, no edit, no system message."""
        return is_spoken(event, self.bot_user) and not event.get("hidden")

    def _offer_message(self, body: Body, event: Body) -> None:
        """One job a message, though a mention comes as two events."""
        channel, text, ts = event["channel"], event.get("text") or "", event["ts"]
        thread, direct = event.get("thread_ts", ""), event.get("channel_type") == "im"
        mentioned = event["type"] == "app_mention" or f"<@{self.bot_user}>" in text
        ours = thread and (event.get("parent_user_id") == self.bot_user or self.jobs.took_part(channel, thread))
        request = {"text": text, "ts": ts, "direct": direct, "mentioned": mentioned, "in_thread": bool(thread)}
        place = {"user": event["user"], "channel": channel, "thread": thread or ts}
        if mentioned or direct or ours:
            offer = self.jobs.offer(f"said:{channel}:{ts}", "said", request, **place)
            if offer == "full" and (mentioned or direct):
                self.jobs.offer(f"busy:{channel}:{ts}", "busy", {"text": self._busy(), "ts": ts}, **place)
            if offer == "taken" and direct:  # a conversation of the agent view is named after its first question
                self.jobs.offer(f"title:{channel}:{thread or ts}", "title", {"text": text}, **place)
        elif self.links and (link := _PAPER_LINK.search(text)):
            self.jobs.offer(f"said:{channel}:{ts}", "link", {"arxiv": link[1], "ts": ts}, **place)

    def _busy(self) -> str:
        ahead = self.jobs.waiting()
        minutes = max(1, round(ahead * self.jobs.typical_seconds() / self.workers / 60))
        return f"Busy: {ahead} questions are ahead. Please try again in about {minutes} min."
