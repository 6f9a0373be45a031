"""The local Slack by hand: a line is what a person does, and what anybody then sees is printed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from bot.local_slack.checks.blocks import elements_of
from bot.local_slack.people import sight
from bot.local_slack.prompt.plain_text import heading, label, message_text, view_text
from bot.local_slack.slack import LocalSlack
from bot.local_slack.types import BOT_USER, SLACKBOT, Change, Message, View
from retrieval.errors import UsageError


class App(Protocol):
    """The bot that is being tried out."""

    def idle(self) -> bool:
        """True if it has nothing left to do."""
        ...

    def restart(self) -> None:
        """Stop it and start it again."""
        ...


class Session:
    """One person at a time acts in one place at a time. *tell* prints; *patience*: seconds an answer may take."""

    def __init__(self, slack: LocalSlack, app: App, tell: Callable[[str], None], patience: float = 150) -> None:
        self.slack = slack
        self.app = app
        self.tell = tell
        self.user, self.channel, self.root = "alice", "papers", ""
        self.shortcuts: tuple[str, ...] = ()
        self.over = False
        self._patience = patience
        self._read = 0
        self._numbers: dict[tuple[str, str], int] = {}
        self._shown: list[str] = []

    @property
    def place(self) -> str:
        """Who acts where: `alice #papers`, with the thread's number if in one."""
        where = self.channel if self.channel == "dm" else f"#{self.channel}"
        number = self._numbers.get((self._channel_id(), self.root))
        return f"{self.user} {where}" + (f" thread {number}" if number else "")

    def watch(self, deed: Callable[[], None]) -> str:
        """Do *deed*, print what comes of it, and give back what of that is the bot's or Slack's own."""
        self.read_news()
        self._shown.clear()
        before = len(self.slack.deliveries)
        deed()
        self.settle()
        for delivery in self.slack.deliveries[before:]:
            if delivery.kind == "interactive" and delivery.error:
                self.tell(f"(Slack shows {self.user} that this failed: {delivery.error})")
        return "\n".join(self._shown)

    def settle(self) -> None:
        """Print what happens until nothing more does."""
        until = time.monotonic() + self._patience
        while time.monotonic() < until:
            over = self._over()
            if not self.read_news() and over:
                return
            time.sleep(0.01)
        raise UsageError(f"The bot is not done after {self._patience:.0f} s.", "Its log may say why.")

    def _over(self) -> bool:
        """True if everything was delivered and the bot has done what came of it.

        What is delivered has been written down as a job, and what a job posts is delivered before the job is done: so
        deliveries are looked at first, then the jobs, and then whether they led to more deliveries.
        """
        known = len(self.slack.deliveries)
        delivered = all(delivery.done.is_set() for delivery in self.slack.deliveries[:known])
        return delivered and self.app.idle() and len(self.slack.deliveries) == known

    def read_news(self) -> bool:
        """Print what is new in the workspace's log; False if nothing is."""
        changes = self.slack.workspace.changes(self._read)
        for change in changes:
            self._read = change.n
            self._print(change)
        return bool(changes)

    def number(self, message: Message) -> int:
        """The number a message is printed with; the same as long as it lives."""
        return self._numbers.setdefault((message.channel, message.ts), len(self._numbers) + 1)

    def message(self, number: str) -> Message:
        """The message that was printed with this number, as it now stands."""
        for (channel, ts), known in self._numbers.items():
            found = self.slack.workspace.message(channel, ts)
            if str(known) == number and found:
                return found
        raise UsageError(f"There is no message {number}.", "Messages have the numbers they were printed with.")

    def clickable(self, wanted: str) -> tuple[Message | View, str, str | None]:
        """Where the latest button or choice of this label is, its action_id and its value. It must be in sight."""
        who = sight.person(self.slack.workspace, self.user)
        places: list[Message | View] = [m for m in self.slack.workspace.messages() if m.only_for in (None, who.id)]
        places += [v for v in (self.slack.home(self.user), self.slack.modal(self.user)) if v]
        for place in reversed(places):
            for block in place.blocks if isinstance(place, Message) else place.payload["blocks"]:
                for element in elements_of(block):
                    if element.get("action_id") and _means(wanted, element):
                        return place, element["action_id"], element.get("value")
                    for option in element.get("options", []):
                        if _means(wanted, option):
                            return place, element["action_id"], option["value"]
        raise UsageError(f"{self.user} sees no button “{wanted}”.", "Buttons are printed in brackets.")

    def show(self, message: Message) -> None:
        """Print a message with its number."""
        text = message_text(self.slack.workspace, message)
        self.tell(f"[{self.number(message)}] {heading(self.slack.workspace, message)}\n{_indented(text)}")

    def _print(self, change: Change) -> None:
        workspace = self.slack.workspace
        if change.view and change.what in ("modal", "home"):
            text, name = view_text(workspace, change.view), workspace.users[change.user].name
            self.tell(f"({change.what} of {name})\n{_indented(text)}")
            self._shown.append(f"({change.what} of {name})\n{text}")
        elif change.message and change.what in ("posted", "changed"):
            self.show(change.message)
            if change.message.user in (BOT_USER, SLACKBOT):
                self._shown.append(f"{heading(workspace, change.message)}\n{message_text(workspace, change.message)}")
        elif change.message and change.what == "deleted":
            self.tell(f"[{self.number(change.message)}] deleted")

    def _channel_id(self) -> str:
        who = sight.person(self.slack.workspace, self.user)
        return sight.channel_of(self.slack.workspace, who, self.channel).id


def _means(wanted: str, element: dict[str, object]) -> bool:
    words = wanted.casefold()
    return label(element).casefold().startswith(words) or str(element.get("action_id", "")).casefold() == words


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
