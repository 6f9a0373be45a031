"""The state of a workspace: people, channels, messages, and a numbered log of what changed. One lock."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.local_slack.checks.live import Live, live_in
from bot.local_slack.state.conversations import Conversations
from bot.local_slack.state.seed import channels, people
from bot.local_slack.types import BOT_USER, Change, Channel, Message, User, View


class Workspace:
    """What Slack knows. Every method is one transaction; *clock* gives seconds since 1970."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.users = {user.id: user for user in people()}
        self._channels = {channel.id: channel for channel in channels()}
        self._messages: dict[str, dict[str, Message]] = defaultdict(dict)
        self._log: list[Change] = []
        self._about = Conversations()
        self._last = 0
        self._lock = threading.Condition(threading.RLock())

    def user(self, name: str) -> User | None:
        """The user of this id or name, with or without an @."""
        wanted = name.removeprefix("@")
        return self.users.get(wanted) or next((u for u in self.users.values() if u.name == wanted), None)

    def channel(self, name: str) -> Channel | None:
        """The channel of this id or name, with or without a #."""
        wanted = name.removeprefix("#")
        with self._lock:
            return self._channels.get(wanted) or next((c for c in self._channels.values() if c.name == wanted), None)

    def channels(self) -> list[Channel]:
        """All channels, direct messages too."""
        with self._lock:
            return list(self._channels.values())

    def direct(self, user: str) -> Channel:
        """The direct messages between the bot and the user of this id; opened if need be."""
        with self._lock:
            new = Channel("D" + user[1:], "", frozenset((user, BOT_USER)), "im")
            return self._channels.setdefault(new.id, new)

    def set_member(self, channel: str, user: str, member: bool) -> None:
        """Add someone to a channel, or take them out of it."""
        with self._lock:
            old = self._channels[channel]
            members = old.members | {user} if member else old.members - {user}
            self._channels[channel] = replace(old, members=members)
            self._note("member", channel, user=user)

    def set_archived(self, channel: str, archived: bool = True) -> None:
        """Archive a channel, or bring it back."""
        with self._lock:
            self._channels[channel] = replace(self._channels[channel], archived=archived)

    def post(self, channel: str, user: str, text: str, **more: Any) -> Message:
        """A new message; *more* are the other fields of `Message`."""
        with self._lock:
            message = Message(channel, self.next_ts(), user, text, **more)
            self._messages[channel][message.ts] = message
            self._note("posted", channel, message.only_for or "", message)
            if user == BOT_USER and self.status(channel, message.thread_ts or message.ts):
                self.set_status(channel, message.thread_ts or message.ts, "")
            return message

    def set_status(self, channel: str, thread: str, status: str) -> None:
        """What the app is doing, below a message until it says something in its thread; "" takes it away."""
        with self._lock:
            self._about.statuses.pop((channel, thread), None)
            if status:
                self._about.statuses[channel, thread] = status
            self._note("about", channel)

    def status(self, channel: str, thread: str) -> str:
        """The status that stands in a thread, "" if none does."""
        with self._lock:
            return self._about.statuses.get((channel, thread), "")

    def set_title(self, channel: str, thread: str, title: str) -> None:
        """Name a conversation."""
        with self._lock:
            self._about.titles[channel, thread] = title
            self._note("about", channel)

    def set_prompts(self, channel: str, thread: str, prompts: tuple[tuple[str, str], ...]) -> None:
        """Suggest what may be asked, (title, message) each; *thread* is "" for the channel as a whole."""
        with self._lock:
            self._about.prompts[channel, thread] = prompts
            self._note("about", channel)

    def about(self, channel: str) -> Conversations:
        """What stands about the conversations of a channel."""
        with self._lock:
            return self._about.of(channel)

    def change(self, message: Message, what: str = "changed", **fields: Any) -> Message:
        """The message with other *fields*."""
        with self._lock:
            new = replace(self._messages[message.channel][message.ts], **fields)
            self._messages[message.channel][message.ts] = new
            self._note(what, message.channel, message.only_for or "", new)
            return new

    def delete(self, message: Message) -> None:
        """Take a message away. A root with replies leaves a placeholder, as in Slack."""
        with self._lock:
            if self.replies(message):
                self.change(message, "deleted", text="This message was deleted.", blocks=(), tombstone=True)
                return
            self._messages[message.channel].pop(message.ts, None)
            self._note("deleted", message.channel, message.only_for or "", message)

    def message(self, channel: str, ts: str) -> Message | None:
        """The message at *ts*, an ephemeral one too."""
        with self._lock:
            return self._messages[channel].get(ts)

    def timeline(self, channel: str) -> list[Message]:
        """All messages of a channel, in order: replies and everybody's ephemeral ones too."""
        with self._lock:
            return list(self._messages[channel].values())

    def replies(self, root: Message) -> list[Message]:
        """The replies of a thread, in order; everybody's ephemeral ones too."""
        return self.threads(root.channel).get(root.ts, [])

    def threads(self, channel: str) -> dict[str, list[Message]]:
        """The replies of every thread of a channel, by the root's ts."""
        found: dict[str, list[Message]] = defaultdict(list)
        for message in self.timeline(channel):
            if message.in_thread:
                found[message.thread_ts or ""].append(message)
        return found

    def messages(self) -> list[Message]:
        """Every message of the workspace, in order."""
        with self._lock:
            everything = [m for channel in self._messages.values() for m in channel.values()]
        return sorted(everything, key=lambda m: m.ts)

    def react(self, message: Message, user: str, name: str, on: bool) -> bool:
        """Add or remove a reaction; False if there was nothing to do."""
        with self._lock:
            reactions = dict(self._messages[message.channel][message.ts].reactions)
            who = reactions.get(name, ())
            if (user in who) == on:
                return False
            reactions[name] = (*who, user) if on else tuple(u for u in who if u != user)
            kept = tuple((n, users) for n, users in reactions.items() if users)
            self.change(message, "reacted", reactions=kept)
            return True

    def live(self, message: Message) -> tuple[Live, ...]:
        """What is live in a message: mentions, links, addresses Slack links by itself."""
        names = [c.name for c in self.channels() if c.name]
        return live_in({**message.payload, "text": message.text, "blocks": list(message.blocks)}, names)

    def changes(self, after: int = 0, wait: float = 0) -> list[Change]:
        """The log after line *after*; if there is nothing yet, what comes within *wait* seconds."""
        with self._lock:
            self._lock.wait_for(lambda: len(self._log) > after, wait)
            return self._log[after:]

    def note_view(self, what: str, user: str, view: View | None) -> None:
        """Log that *user* sees another modal (`modal`, `closed`) or Home tab (`home`)."""
        with self._lock:
            self._note(what, user=user, view=view)

    def next_ts(self) -> str:
        """A time stamp no message has had, later than all before: seconds and six digits."""
        with self._lock:
            self._last = max(self._last + 1, int(self.clock() * 1_000_000))
            return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def _note(
        self, what: str, channel: str = "", user: str = "", message: Message | None = None, view: View | None = None
    ) -> None:
        self._log.append(Change(len(self._log) + 1, what, channel, user, message, view))
        self._lock.notify_all()
