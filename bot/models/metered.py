"""A chat model under a budget and behind a cache: the same seam, so that no use case knows of either."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from bot.models.budget import Budget
from bot.models.protocol import ChatModel, Completion, ModelError, Prompt
from bot.types import Usage
from retrieval.archive.database import Database

Prices = Mapping[str, tuple[float, float]]

# English has about four bytes a token; three reserve on the safe side, and each retry is paid for again.
_BYTES_A_TOKEN = 3
_KEPT = "read and shown"
"""What is kept, as part of each key: what was kept on other terms is never found again."""


@dataclass(frozen=True, slots=True)
class MeteredModel:
    """*inner*, with every call reserved and settled for *user*. `CapReachedError` comes before a call past a cap."""

    inner: ChatModel
    budget: Budget
    user: str
    prices: Prices

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
        most = _estimate(prompt.system + prompt.user) + prompt.max_tokens
        call = self.budget.reserve(self.user, self.name, prompt.name, most)
        try:
            completion = self.inner.complete(prompt, on_text)
        except ModelError as error:
            self.budget.settle(call, self._priced(error.usage))
            raise
        usage = self._priced(_counted(completion.usage, prompt, completion.text))
        self.budget.settle(call, usage)
        return replace(completion, usage=usage)

    def _priced(self, usage: Usage) -> Usage:
        price = self.prices.get(self.name) or self.prices.get(self.name.partition(":")[2])
        if price is None:
            return usage
        return replace(usage, money=(usage.prompt_tokens * price[0] + usage.completion_tokens * price[1]) / 1e6)


def _estimate(text: str) -> int:
    """Tokens of *text*, on the safe side for English, and about right for scripts of three bytes a character."""
    return math.ceil(len(text.encode("utf-8", "replace")) / _BYTES_A_TOKEN)


def _counted(usage: Usage, prompt: Prompt, text: str) -> Usage:
    """*usage* with an estimate of what the endpoint did not count, so that no cap is passed unseen."""
    return replace(
        usage,
        prompt_tokens=usage.prompt_tokens or _estimate(prompt.system + prompt.user),
        completion_tokens=usage.completion_tokens or _estimate(text),
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
        if completion.finish == "stop":
            values = [key, completion.text, completion.model, str(self.now())]
            with self.database.write() as db:
                db.execute("INSERT OR REPLACE INTO completions (key, text, model, at) VALUES (?, ?, ?, ?)", values)

    def _key(self, prompt: Prompt) -> str:
        parts = [_KEPT, self.identity, prompt.version, prompt.temperature, prompt.max_tokens, prompt.messages]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
