"""One conversation with a model: it is asked, its reply is read, and it is asked once more if that was of no use.

Answers, themes and one-liners are all made this way; what is done when nothing usable came is theirs to decide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.models.budget import CapReachedError
from bot.models.protocol import ChatModel, Completion, ModelError, Prompt
from bot.types import Usage

Ask = Callable[[str], Completion]
"""Asks the model; given what was wrong with the last reply, "" at first."""
Read = Callable[[Completion], str]
"""Takes what is good in a reply; what is wrong with it, or ""."""


@dataclass(frozen=True, slots=True)
class Talk:
    """How it went: who spoke (*model*), what it cost, and what was wrong with the last reply, "" if nothing.

    *error* ended it before a reply could be read.
    """

    model: str
    usage: Usage = field(default_factory=Usage)
    fault: str = ""
    error: CapReachedError | ModelError | None = None

    @property
    def whole(self) -> bool:
        """Whether a reply came and was read without a fault."""
        return not self.fault and self.error is None


def talk(model: ChatModel, ask: Ask, read: Read) -> Talk:
    """Ask *model* and read the reply; a fault is named to it, once. A `ModelError` is not raised but told."""
    name, usage, fault = model.name, Usage(), ""
    for _ in range(2):
        try:
            completion = ask(fault)
        except CapReachedError as reached:
            return Talk(name, usage, fault, reached)
        except ModelError as error:
            return Talk(name, usage + error.usage, fault, error)
        name, usage = completion.model, usage + completion.usage
        fault = read(completion)
        if not fault:
            break
    return Talk(name, usage, fault)


def once_more(prompt: Prompt, fault: str) -> Prompt:
    """*prompt* with what was wrong with the last reply, if anything was."""
    if not fault:
        return prompt
    told = f"Your last reply could not be used: {fault}. Reply with the JSON object and nothing else."
    return replace(prompt, user=f"{prompt.user}\n\n{told}")
