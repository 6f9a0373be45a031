"""The stream of one open page: first all that its person sees, then every change, as server-sent events."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from bot.local_slack.page.snapshot import change_json, everything, status
from bot.local_slack.page.state import Stage
from bot.local_slack.people import sight

_WAIT = 0.2  # seconds a change of the status may go unnoticed
_PULSE = 10.0  # seconds after which a silent stream says something, so that a page that went away is noticed


def events(stage: Stage, name: str) -> Iterator[bytes]:
    """Events for the person called *name*, until the stage closes: `all` once, `changes` and `status` as they come.

    Raises `UsageError` at once for somebody who is not there.
    """
    return _events(stage, sight.person(stage.slack.workspace, name).id)


def _events(stage: Stage, user: str) -> Iterator[bytes]:
    workspace = stage.slack.workspace
    me = workspace.users[user]
    # Counted before all is read: a change in between comes twice, which shows the same, and is not lost.
    known, told, spoke = len(workspace.changes()), None, time.monotonic()
    yield event("all", everything(stage, me))
    while not stage.closing.is_set():
        now = status(stage)
        if now != told:
            told, spoke = now, time.monotonic()
            yield event("status", now)
        changes = workspace.changes(known, _WAIT)
        known += len(changes)
        shown = [seen for seen in (change_json(stage, me, change) for change in changes) if seen]
        if shown:
            spoke = time.monotonic()
            yield event("changes", shown)
        elif time.monotonic() - spoke > _PULSE:
            spoke = time.monotonic()
            yield b": still here\n\n"


def event(name: str, document: Any) -> bytes:
    """One server-sent event; JSON in ASCII has no line end that could begin another."""
    return f"event: {name}\ndata: {json.dumps(document)}\n\n".encode()
