"""A chat model under a budget and behind a cache: the same seam, so that no use case knows of either."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.models.budget import Budget
from bot.models.protocol import ChatModel, Completion, ModelError, Prompt
from bot.types import Usage
from retrieval.archive.database import Database

Prices = Mapping[str, tuple[float, float]]

# English has about four characters a token; three reserve on the safe side, and each retry is paid for again.
_CHARACTERS_A_TOKEN = 3


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
        most = math.ceil(len(prompt.system + prompt.user) / _CHARACTERS_A_TOKEN) + prompt.max_tokens
        call = self.budget.reserve(self.user, self.name, prompt.name, most)
        try:
            completion = self.inner.complete(prompt, on_text)
        except ModelError as error:
            self.budget.settle(call, self._priced(error.usage))
            raise
        usage = self._priced(completion.usage)
        self.budget.settle(call, usage)
        return replace(completion, usage=usage)

    def _priced(self, usage: Usage) -> Usage:
        price = self.prices.get(self.name) or self.prices.get(self.name.partition(":")[2])
        if price is None:
            return usage
        return replace(usage, money=(usage.prompt_tokens * price[0] + usage.completion_tokens * price[1]) / 1e6)


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
        """The kept completion, if this very prompt was completed before; else the inner model's, kept if whole."""
        key = self._key(prompt)
        with self.database.read() as db:
            row = db.execute("SELECT text, model FROM completions WHERE key = ?", [key]).fetchone()
        if row:
            if on_text:
                on_text(row["text"])
            return Completion(row["text"], row["model"], Usage(cached=1))
        completion = self.inner.complete(prompt, on_text)
        if completion.finish == "stop":
            values = [key, completion.text, completion.model, str(self.now())]
            with self.database.write() as db:
                db.execute("INSERT OR REPLACE INTO completions (key, text, model, at) VALUES (?, ?, ?, ?)", values)
        return completion

    def _key(self, prompt: Prompt) -> str:
        parts = [self.identity, prompt.version, prompt.temperature, prompt.max_tokens, prompt.messages]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
