"""A chat model under a budget and behind a cache: the same seam, so that no use case knows of either."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from bot.models.budget import Budget
from bot.models.giving_up import GivenUpError, go_on
from bot.models.learned import Learned
from bot.models.protocol import ChatModel, Completion, ModelError, ModelFault, Prompt
from bot.models.tokens import estimate
from bot.types import Usage
from retrieval.archive.database import Database

Prices = Mapping[str, tuple[float, float]]

_UNCOUNTED: tuple[ModelFault, ...] = ("timeout", "cut", "empty", "thoughts", "malformed", "content_filter")
"""Failures after which the endpoint may have worked, and will want to be paid, without having said how much."""
_KEPT = "read and shown"
"""What is kept, as part of each key: what was kept on other terms is never found again."""


@dataclass(frozen=True, slots=True)
class MeteredModel:
    """*inner*, with every call reserved and settled for *user*. `CapReachedError` comes before a call past a cap.

    A model that thought until its limit is given room, once and from then on: *learned* keeps that.
    """

    inner: ChatModel
    budget: Budget
    user: str
    prices: Prices
    learned: Learned = field(default_factory=Learned)

    @property
    def name(self) -> str:
        """The inner model's."""
        return self.inner.name

    @property
    def drafts(self) -> bool:
        """As the inner model."""
        return self.inner.drafts

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        """The inner model's completion, its usage with money where there is a price."""
        try:
            return self._reserved(self._with_room(prompt), on_text)
        except ModelError as error:
            if error.fault == "thoughts" and not self.learned.room:
                self.learned.make_room()
                prompt = self._with_room(prompt)
            elif error.fault != "context_overflow" or not self.learned.room:  # else it may fit without the room
                raise
            if on_text:
                on_text("")
            completion = self._reserved(prompt, on_text)
            return replace(completion, usage=error.usage + completion.usage)

    def _with_room(self, prompt: Prompt) -> Prompt:
        return replace(prompt, max_tokens=prompt.max_tokens + self.learned.room)

    def _reserved(self, prompt: Prompt, on_text: Callable[[str], None] | None) -> Completion:
        """One completion, its tokens set aside before and settled after, also if it fails or is given up."""
        go_on()
        sent = estimate(prompt.system + prompt.user)
        call = self.budget.reserve(self.user, self.name, prompt.name, sent + prompt.max_tokens)
        try:
            completion = self.inner.complete(prompt, on_text)
        except ModelError as error:
            spent = error.usage
            if error.fault in _UNCOUNTED and not spent.prompt_tokens:  # it may have cost all that was set aside
                spent = replace(spent, prompt_tokens=sent, completion_tokens=prompt.max_tokens)
            error.usage = self._priced(spent)
            self.budget.settle(call, error.usage)
            raise
        except GivenUpError as stopped:
            asked = stopped.usage.prompt_tokens or sent
            self.budget.settle(call, self._priced(replace(stopped.usage, prompt_tokens=asked)))
            raise
        usage = self._priced(_counted(completion.usage, prompt, completion.text))
        self.budget.settle(call, usage)
        return replace(completion, usage=usage)

    def _priced(self, usage: Usage) -> Usage:
        price = self.prices.get(self.name) or self.prices.get(self.name.partition(":")[2])
        if price is None:
            return usage
        return replace(usage, money=(usage.prompt_tokens * price[0] + usage.completion_tokens * price[1]) / 1e6)


def _counted(usage: Usage, prompt: Prompt, text: str) -> Usage:
    """*usage* with an estimate of what the endpoint did not count, so that no cap is passed unseen."""
    return replace(
        usage,
        prompt_tokens=usage.prompt_tokens or estimate(prompt.system + prompt.user),
        completion_tokens=usage.completion_tokens or estimate(text),
    )


@dataclass(frozen=True, slots=True)
class CachedModel:
    """*inner*, but the same prompt to the same model is paid for once. *identity* tells models apart."""

    inner: ChatModel
    database: Database
    identity: str
    now: Callable[[], object]

    @property
    def name(self) -> str:
        """The inner model's."""
        return self.inner.name

    @property
    def drafts(self) -> bool:
        """As the inner model."""
        return self.inner.drafts

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        """The kept completion of this very prompt, if there is one; else the inner model's, which may be kept."""
        key = self._key(prompt)
        with self.database.read() as db:
            row = db.execute("SELECT text, model FROM completions WHERE key = ?", [key]).fetchone()
        if row:
            if on_text:
                on_text(row["text"])
            return Completion(row["text"], row["model"], Usage(cached=1))
        return replace(self.inner.complete(prompt, on_text), keep=partial(self._keep, key))

    def _keep(self, key: str, completion: Completion) -> None:
        if completion.finish == "stop" and not self.database.read_only:
            values = [key, completion.text, completion.model, str(self.now())]
            with self.database.write() as db:
                db.execute("INSERT OR REPLACE INTO completions (key, text, model, at) VALUES (?, ?, ?, ?)", values)

    def _key(self, prompt: Prompt) -> str:
        parts = [_KEPT, self.identity, prompt.version, prompt.temperature, prompt.max_tokens, prompt.messages]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
