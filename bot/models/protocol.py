"""The seam between Broadsheet and whatever writes sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from bot.types import Usage
from prompts import PromptFile
from retrieval.errors import BroadsheetError

Finish = Literal["stop", "length", "content_filter"]
ModelFault = Literal[
    "bad_key", "region", "no_credit", "daily_limit", "rate_limit", "timeout", "loading", "unreachable", "certificate",
    "no_tls", "proxy", "socks", "web_page", "cut", "empty", "thoughts", "content_filter", "context_overflow",
    "memory", "not_found", "server", "bad_request", "malformed", "script_end",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prompt:
    """A rendered prompt: what API models are sent, and what it was rendered from.

    *inputs* holds the values as objects (the question, the `Evidence` list, the paper), for models that
    work from them directly, as the extractive one does. *schema* is the JSON Schema of the wanted answer.
    """

    name: str
    version: str
    system: str
    user: str
    temperature: float
    max_tokens: int
    schema: dict[str, Any] | None = None
    inputs: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, file: PromptFile, schema: dict[str, Any] | None, inputs: dict[str, Any], **texts: str) -> Prompt:
        """*file* rendered with *texts*, carrying *inputs*."""
        system, user = file.render(**texts)
        return cls(file.name, file.version, system, user.strip(), file.temperature, file.max_tokens, schema, inputs)

    @property
    def messages(self) -> list[dict[str, str]]:
        """The prompt in the chat completions form."""
        return [{"role": "system", "content": self.system}, {"role": "user", "content": self.user}]


def _forget(completion: Completion) -> None:
    """Without a cache nothing is kept."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote, why it stopped, and what that cost.

    *keep* is called, by whoever could read and show the text, with the completion to give the next time the same is
    asked: this one, or the better one that came of asking again. What nobody keeps is asked for anew.
    """

    text: str
    model: str
    usage: Usage
    finish: Finish = "stop"
    keep: Callable[[Completion], None] = field(default=_forget, repr=False, compare=False)


class ModelError(BroadsheetError):
    """The model could not answer. *fault* names the kind; `bot.models.faults` has the words for each.

    *usage* is what the failed attempts cost all the same.
    """

    def __init__(self, message: str, hint: str, fault: ModelFault, usage: Usage | None = None) -> None:
        super().__init__(message, hint)
        self.fault = fault
        self.usage = usage or Usage()


class ChatModel(Protocol):
    """Anything that completes a prompt."""

    @property
    def name(self) -> str:
        """As the footer shows it, for instance `openai:gpt-4o-mini` or `extractive`."""
        ...

    @property
    def drafts(self) -> bool:
        """Whether it writes sentences of its own: then it costs, and can judge, reword and tell what is not said."""
        ...

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        """The completion of *prompt*, or a `ModelError`.

        With *on_text* the text is streamed: it is called with all the text so far, again and again, and
        once more with "" when a retry starts over.
        """
        ...
