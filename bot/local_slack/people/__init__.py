"""What people do in the workspace: they type, click, react, open things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.local_slack import events
from bot.local_slack.context import Parts
from bot.local_slack.delivery import Delivery, DeliveryKind
from bot.local_slack.people import agent
from bot.local_slack.people import payloads as acts
from bot.local_slack.people.sight import channel_of, element_of, may_write, message_of, person
from bot.local_slack.state.json_forms import view_json
from bot.local_slack.types import SLACKBOT, Message, User, View
from retrieval.errors import UsageError

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class People:
    """Everything a person can do. Users and channels go by name or id; "dm" is the person's own chat with the bot.

    What is delivered to the app is waited for, up to Slack's three seconds; with *wait* False it is only begun.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.workspace = parts.workspace

    def command(self, user: str, channel: str, command: str, text: str = "", *, wait: bool = True) -> Delivery:
        """Type a slash command. An app that does not know it never hears of it."""
        who, where = may_write(self.workspace, user, channel)
        known = self.parts.installation.commands
        if known is not None and command not in known:
            told = f"`{command}` is not a valid command."
            self.workspace.post(where.id, SLACKBOT, told, only_for=who.id)
            return _undelivered("slash_commands", "invalid_command")
        typed = self._typed(text) if self.parts.installation.escapes else _escaped(text)
        payload = acts.command(self.parts, who, where, command, typed)
        delivery = Delivery("slash_commands", payload, payload["trigger_id"], accepts=True)
        self.parts.dispatcher.deliver(delivery, lambda done: acts.after_command(self.parts, who, where, done))
        return delivery.wait(self.parts.patience + 1) if wait else delivery

    def say(
        self, user: str, channel: str, text: str, thread: Message | str | None = None, *, wait: bool = True
    ) -> Message:
        """Write a message, perhaps in a thread. `@name`, `#name` and addresses become what Slack makes of them."""
        who, where = may_write(self.workspace, user, channel)
        root = message_of(self.workspace, where, thread) if thread else None
        thread_ts = (root.thread_ts or root.ts) if root else None
        message = self.workspace.post(where.id, who.id, self._typed(text), thread_ts=thread_ts)
        self._waited(events.posted(self.parts, message), wait)
        return message

    def edit(self, message: Message, text: str, *, wait: bool = True) -> Message:
        """Change the words of one's message."""
        new = self.workspace.change(message, text=self._typed(text), edited_ts=self.workspace.next_ts())
        self._waited(events.changed(self.parts, new, message), wait)
        return new

    def retract(self, message: Message, *, wait: bool = True) -> None:
        """Delete one's message."""
        self.workspace.delete(message)
        self._waited(events.deleted(self.parts, message), wait)

    def click(
        self,
        user: str,
        on: Message | View | str,
        action_id: str,
        value: str | None = None,
        *,
        channel: str = "",
        wait: bool = True,
    ) -> Delivery:
        """Use a button or a select of a message (or its ts, with *channel*) or of a view.

        *value* chooses an option of a select, or one of several buttons with the same action_id.
        """
        who = person(self.workspace, user)
        place = message_of(self.workspace, channel_of(self.workspace, who, channel), on) if isinstance(on, str) else on
        if isinstance(place, Message) and place.only_for not in (None, who.id):
            raise UsageError(f"{who.name} does not see this message.", "Only the one it is for can click it.")
        found = element_of(place, action_id, value)
        payload = acts.click(self.parts, who, place, found, value)
        return self._interact(payload, wait)

    def submit(self, user: str, view: View, values: Mapping[str, str], *, wait: bool = True) -> Delivery:
        """Fill in a modal by block_id and send it. What was entered stays in it until the app has taken it."""
        who = person(self.workspace, user)
        filled = acts.fill(self.parts, view, values)
        payload = acts.interaction(self.parts, who, "view_submission") | {
            "view": view_json(filled),
            "response_urls": [],
        }
        delivery = Delivery("interactive", payload, payload["trigger_id"], accepts=True)
        self.parts.dispatcher.deliver(delivery, lambda done: acts.after_submit(self.parts, filled, done))
        return delivery.wait(self.parts.patience + 1) if wait else delivery

    def dismiss(self, user: str) -> Delivery | None:
        """Close the modal in front; the app hears of it only if it asked to."""
        who = person(self.workspace, user)
        view = self.parts.views.modal(who.id)
        self.parts.views.close(who.id)
        if view is None or not view.payload.get("notify_on_close"):
            return None
        closed = {"view": view_json(view), "is_cleared": False}
        return self._interact(acts.interaction(self.parts, who, "view_closed") | closed, True)

    def shortcut(self, user: str, message: Message | None, callback_id: str, *, wait: bool = True) -> Delivery:
        """Choose a shortcut: of a message's menu, or without a message a global one."""
        who = person(self.workspace, user)
        return self._interact(acts.shortcut(self.parts, who, message, callback_id), wait)

    def open_home(self, user: str, *, wait: bool = True) -> Delivery:
        """Look at the app's Home tab."""
        return self._only(events.home_opened(self.parts, person(self.workspace, user)), wait)

    def open_agent(self, user: str, beside: str = "", *, wait: bool = True) -> Message | None:
        """Open the app's messages, looking at the channel *beside*; the new thread's root in the assistant view."""
        root, deliveries = agent.opened(self.parts, user, beside)
        self._waited(deliveries, wait)
        return root

    def look(self, user: str, beside: str, thread: Message | None = None, *, wait: bool = True) -> None:
        """Look at another channel beside the app, with *thread* open in the assistant view."""
        self._waited(agent.looked(self.parts, user, beside, thread), wait)

    def react(self, user: str, message: Message, name: str, on: bool = True, *, wait: bool = True) -> Delivery:
        """Add a reaction, or take it back."""
        who = person(self.workspace, user)
        self.workspace.react(message, who.id, name, on)
        return self._only(events.reacted(self.parts, message, who, name, on), wait)

    def invite(self, user: str, channel: str, guest: str, *, wait: bool = True) -> Delivery:
        """Bring somebody into a channel, for instance the bot."""
        who, where = may_write(self.workspace, user, channel)
        new = person(self.workspace, guest)
        self.workspace.set_member(where.id, new.id, True)
        return self._only(events.joined(self.parts, where, new, who), wait)

    def remove(self, channel: str, user: str, *, wait: bool = True) -> None:
        """Take somebody out of a channel, for instance the bot."""
        who = person(self.workspace, user)
        where = channel_of(self.workspace, who, channel)
        self.workspace.set_member(where.id, who.id, False)
        self._waited(events.removed(self.parts, where, who, who), wait)

    def _interact(self, payload: dict[str, Any], wait: bool) -> Delivery:
        delivery = self.parts.dispatcher.deliver(Delivery("interactive", payload, payload["trigger_id"]))
        return delivery.wait(self.parts.patience + 1) if wait else delivery

    def _only(self, deliveries: list[Delivery], wait: bool) -> Delivery:
        self._waited(deliveries, wait)
        return deliveries[0] if deliveries else _undelivered("events_api", "not_subscribed")

    def _waited(self, deliveries: list[Delivery], wait: bool) -> None:
        for delivery in deliveries if wait else ():
            delivery.wait(self.parts.patience + 1)

    def _typed(self, text: str) -> str:
        """What a client makes of typed text: entities, mentions, channels, links."""
        text = re.sub(r"https?://[^\s<>]+", lambda m: f"\0{m[0]}\1", text)
        text = _escaped(text).replace("\0", "<").replace("\1", ">")
        text = re.sub(r"(?<![\w@])@(\w+)", lambda m: self._mention(m[1], m[0]), text)
        return re.sub(r"(?<![\w#/&])#([\w-]+)", lambda m: self._place(m[1], m[0]), text)

    def _mention(self, name: str, written: str) -> str:
        if name in ("channel", "here", "everyone"):
            return f"<!{name}>"
        user: User | None = self.workspace.user(name)
        return f"<@{user.id}>" if user else written

    def _place(self, name: str, written: str) -> str:
        channel = self.workspace.channel(name)
        return f"<#{channel.id}|{channel.name}>" if channel else written


def _escaped(text: str) -> str:
    return "".join(_ENTITIES.get(c, c) for c in text)


def _undelivered(kind: DeliveryKind, error: str) -> Delivery:
    """What stands for a delivery that Slack never makes."""
    delivery = Delivery(kind, {}, "", error=error)
    delivery.done.set()
    return delivery
