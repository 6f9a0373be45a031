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

    *error* ended it before a reply could be read. *replies* are what the model said each time.
    """

    model: str
    usage: Usage = field(default_factory=Usage)
    fault: str = ""
    error: CapReachedError | ModelError | None = None
    replies: tuple[Completion, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether a reply came and was read without a fault."""
        return not self.fault and self.error is None

    def keep(self) -> None:
        """Give the last reply at once, the next time the first is asked for. For what is whole and shown only."""
        if self.whole:
            self.replies[0].keep(self.replies[-1])


def talk(model: ChatModel, ask: Ask, read: Read) -> Talk:
    """Ask *model* and read the reply; a fault is named to it, once. A `ModelError` is not raised but told."""
    name, usage, fault = model.name, Usage(), ""
    replies: tuple[Completion, ...] = ()
    for _ in range(2):
        try:
            completion = ask(fault)
        except CapReachedError as reached:
            return Talk(name, usage, fault, reached, replies)
        except ModelError as error:
            return Talk(name, usage + error.usage, fault, error, replies)
        name, usage = completion.model, usage + completion.usage
        replies = (*replies, completion)
        fault = read(completion)
        if not fault:
            break
    return Talk(name, usage, fault, replies=replies)


def once_more(prompt: Prompt, fault: str) -> Prompt:
    """*prompt* with what was wrong with the last reply, if anything was."""
    if not fault:
        return prompt
    told = f"Your last reply could not be used: {fault}. Reply with the JSON object and nothing else."
    return replace(prompt, user=f"{prompt.user}\n\n{told}")
