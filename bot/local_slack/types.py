"""The nouns of a Slack workspace. All frozen: whoever holds a message holds it as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["channel", "group", "im"]

TEAM, STRANGE_TEAM, APP = "T00LOCAL", "T00OTHER", "A00BROAD"
BOT_USER, BOT_ID = "U00BROAD", "B00BROAD"
SLACKBOT = "USLACKBOT"


class RefusalError(Exception):
    """An `ok: false` answer: Slack's own *error* name, and what else the answer holds.

    *status* and *headers* are those of the HTTP answer; Slack refuses with 200 except when it limits the rate.
    """

    def __init__(self, error: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = dict(headers or {})
        self.more = more


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot. *guest*: restricted to some channels. A stranger is of another team, in a shared channel."""

    id: str
    name: str
    real_name: str
    team: str = TEAM
    bot_id: str = ""
    guest: bool = False

    @property
    def stranger(self) -> bool:
        """True for people of another workspace."""
        return self.team != TEAM


@dataclass(frozen=True, slots=True)
class Channel:
    """A public channel, a private one (`group`) or direct messages between one person and the bot (`im`)."""

    id: str
    name: str
    members: frozenset[str]
    kind: Kind = "channel"
    archived: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands. *only_for* is the one user who sees an ephemeral one.

    *payload* is what the bot sent, as it was sent (text, blocks, flags); a person's message has none. *stream*:
    `in_progress` while it grows, `completed` afterwards, "" for a message that came as a whole.
    """

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    thread_ts: str | None = None
    broadcast: bool = False
    only_for: str | None = None
    metadata: dict[str, Any] | None = None
    edited_ts: str | None = None
    tombstone: bool = False
    reactions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)
    stream: str = ""

    @property
    def unfurls(self) -> bool:
        """True if Slack would fetch previews of its links: it does unless both flags are off."""
        return any(_on(self.payload.get(flag, True)) for flag in ("unfurl_links", "unfurl_media"))

    @property
    def in_thread(self) -> bool:
        """True for a reply, False for a root and for a message without a thread."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home tab as one user sees it. *errors*: what the app objected to, by block_id."""

    id: str
    user: str
    payload: dict[str, Any]
    hash: str
    root: str
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the workspace's log: *n* counts from 1, *what* is posted, changed, deleted, reacted, modal, home,
    closed, member or about (a status, a title, suggestions). *message* or *view* is what it came to, *user* who sees it
    if not everybody does.
    """

    n: int
    what: str
    channel: str = ""
    user: str = ""
    message: Message | None = None
    view: View | None = None


def _on(flag: Any) -> bool:
    return flag not in (False, 0, "0", "false", "False")
