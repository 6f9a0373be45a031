"""response_urls: five uses, thirty minutes, and what can be done through one."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.local_slack.checks.args import Args
from bot.local_slack.checks.contents import contents
from bot.local_slack.state.workspace import Workspace
from bot.local_slack.types import BOT_USER, TEAM, Message, RefusalError

USES, LIFETIME = 5, 30 * 60.0
"""docs.slack.dev/interactivity/handling-user-interaction: five uses within thirty minutes."""


@dataclass(slots=True)
class _Hook:
    kind: str
    user: str
    channel: str
    made: float
    original: tuple[str, str] | None
    uses: int = 0


class Hooks:
    """All response_urls. *replaces*: whether a slash command's URL may replace what the command has shown.

    Documentation says it may, users find that it does not (slackapi/bolt-js issue 2287): tests try both.
    """

    def __init__(self, workspace: Workspace, clock: Callable[[], float], replaces: bool) -> None:
        self.base = ""
        self.posted: Callable[[Message], object] = lambda message: None
        self._workspace = workspace
        self._clock = clock
        self._replaces = replaces
        self._hooks: dict[str, _Hook] = {}
        self._lock = threading.Lock()

    def new(self, kind: str, user: str, channel: str, original: Message | None = None) -> str:
        """A response_url: *kind* is `commands` or `actions`, *original* the message it came from."""
        path = f"/{kind}/{TEAM}/{secrets.token_hex(6)}/{secrets.token_hex(12)}"
        place = (original.channel, original.ts) if original else None
        with self._lock:
            self._hooks[path] = _Hook(kind, user, channel, self._clock(), place)
        return self.base + path

    def show(self, url: str, payload: dict[str, Any]) -> Message | None:
        """Show the answer that came with an acknowledgement; it costs no use."""
        hook = self._hooks[url.removeprefix(self.base)]
        if hook.uses and self._replaces:
            return None  # what was to replace it has overtaken it
        return self._write(hook, Args(payload))

    def use(self, path: str, payload: dict[str, Any]) -> None:
        """One request to a response_url."""
        with self._lock:
            hook = self._hooks.get(path)
            if hook is None:
                raise RefusalError("no_such_url", status=404)
            if self._clock() - hook.made > LIFETIME:
                raise RefusalError("expired_url", status=404)
            if hook.uses >= USES:
                raise RefusalError("used_url", status=404)
            hook.uses += 1
        try:
            self._write(hook, Args(payload))
        except RefusalError as error:
            raise RefusalError(error.error, status=400) from None

    def _write(self, hook: _Hook, args: Args) -> Message | None:
        original = self._original(hook)
        if args.flag("delete_original"):
            if original:
                self._workspace.delete(original)
            return None
        text, blocks = contents(args)
        shown: dict[str, Any] = {"text": text, "blocks": blocks, "payload": dict(args)}
        if args.flag("replace_original") and original and (hook.kind == "actions" or self._replaces):
            return self._workspace.change(original, **shown)
        if args.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
            raise RefusalError("invalid_payload")
        public = args.get("response_type") == "in_channel"
        if public and self._is_archived(hook.channel):
            raise RefusalError("channel_is_archived")
        message = self._workspace.post(
            hook.channel,
            BOT_USER,
            **shown,
            thread_ts=args.get("thread_ts"),
            only_for=None if public else hook.user,
        )
        if public:
            self.posted(message)
        if hook.kind == "commands":
            hook.original = message.channel, message.ts
        return message

    def _original(self, hook: _Hook) -> Message | None:
        return self._workspace.message(*hook.original) if hook.original else None

    def _is_archived(self, name: str) -> bool:
        channel = self._workspace.channel(name)
        return channel is not None and channel.archived
