"""Modals and Home tabs: what each user has open, and the triggers that allow to open something."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.local_slack.types import RefusalError, View

TRIGGER_SECONDS = 3.0
_MOST_PUSHED = 3


class Views:
    """Every user's stack of modals and Home tab. *changed* is told what (modal, home, closed) is new, and to whom."""

    def __init__(self, clock: Callable[[], float], changed: Callable[[str, str, View | None], None]) -> None:
        self._clock = clock
        self._changed = changed
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}
        self._triggers: dict[str, tuple[str, float]] = {}
        self._spent: set[str] = set()
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()

    def trigger(self, user: str) -> str:
        """A new trigger_id of *user*: good for one view, for three seconds."""
        with self._lock:
            trigger = f"{next(self._numbers)}.{int(self._clock())}.local"
            self._triggers[trigger] = user, self._clock()
            return trigger

    def redeem(self, trigger: str) -> str:
        """The user of a trigger, which is spent by this."""
        with self._lock:
            if trigger in self._spent:
                raise RefusalError("exchanged_trigger_id")
            if trigger not in self._triggers:
                raise RefusalError("invalid_trigger_id")
            user, made = self._triggers[trigger]
            if self._clock() - made > TRIGGER_SECONDS:
                raise RefusalError("expired_trigger_id")
            self._spent.add(trigger)
            return user

    def home(self, user: str) -> View | None:
        """The Home tab of a user, if the app has published one."""
        with self._lock:
            return self._homes.get(user)

    def modal(self, user: str) -> View | None:
        """The modal in front of a user."""
        with self._lock:
            stack = self._stacks.get(user)
            return stack[-1] if stack else None

    def view(self, view_id: str = "", external_id: str = "") -> View:
        """An open view or Home tab; `not_found` if there is none."""
        with self._lock:
            everything = [*self._homes.values(), *itertools.chain.from_iterable(self._stacks.values())]
        for view in everything:
            if (view_id and view.id == view_id) or (external_id and view.payload.get("external_id") == external_id):
                return view
        raise RefusalError("not_found")

    def open(self, user: str, payload: dict[str, Any], push: bool = False) -> View:
        """Show a modal: in place of all others, or on top of them."""
        with self._lock:
            stack = self._stacks.setdefault(user, [])
            if push and len(stack) >= _MOST_PUSHED:
                raise RefusalError("push_limit_reached")
            if not push:
                stack.clear()
            new = self._new(user, payload, stack[0].root if stack else "")
            stack.append(new)
        self._changed("modal", user, new)
        return new

    def publish(self, user: str, payload: dict[str, Any], hash_seen: str = "") -> View:
        """Set the Home tab of a user."""
        with self._lock:
            old = self._homes.get(user)
            if old and hash_seen and old.hash != hash_seen:
                raise RefusalError("hash_conflict")
            new = self._new(user, payload)
            new = replace(new, id=old.id, root=old.id) if old else new
            self._homes[user] = new
        self._changed("home", user, new)
        return new

    def update(self, view: View, payload: dict[str, Any], hash_seen: str = "") -> View:
        """Other contents for an open view."""
        if hash_seen and view.hash != hash_seen:
            raise RefusalError("hash_conflict")
        return self._replace(view, payload=payload, hash=self._hash(), errors={})

    def object(self, view: View, errors: Mapping[str, str]) -> View:
        """Show the app's objections to what was entered; the view stays."""
        return self._replace(view, errors=dict(errors))

    def close(self, user: str, everything: bool = False) -> None:
        """Close the modal in front, or all."""
        with self._lock:
            stack = self._stacks.get(user, [])
            if stack:
                stack.pop()
            if everything:
                stack.clear()
            left = stack[-1] if stack else None
        self._changed("modal" if left else "closed", user, left)

    def _replace(self, view: View, **fields: Any) -> View:
        new = replace(view, **fields)
        with self._lock:
            if view.user in self._homes and self._homes[view.user].id == view.id:
                self._homes[view.user] = new
            stack = self._stacks.get(view.user, [])
            stack[:] = [new if other.id == view.id else other for other in stack]
        self._changed(str(new.payload["type"]), view.user, new)
        return new

    def _new(self, user: str, payload: dict[str, Any], root: str = "") -> View:
        name = f"V{next(self._numbers):08d}"
        return View(name, user, payload, self._hash(), root or name)

    def _hash(self) -> str:
        return f"{int(self._clock())}.{next(self._numbers):08x}"
