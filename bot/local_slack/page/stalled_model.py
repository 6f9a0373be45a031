"""The model of the page, which can be held up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from bot.models.protocol import ChatModel, Completion, Prompt


class Stall:
    """A switch: while it is on, no call of the model comes back."""

    def __init__(self) -> None:
        self._free = threading.Event()
        self._free.set()

    @property
    def on(self) -> bool:
        """True while the model is held up."""
        return not self._free.is_set()

    def set(self, on: bool) -> None:
        """Hold the model up, or let it go on."""
        if on:
            self._free.clear()
        else:
            self._free.set()

    def hold(self, model: ChatModel) -> ChatModel:
        """*model*, behind this switch."""
        return StallableModel(model, self)

    def wait(self) -> None:
        """Return once the switch is off. There is no deadline here: a job has its own."""
        self._free.wait()


@dataclass(frozen=True, slots=True)
class StallableModel:
    """A chat model behind a `Stall`; otherwise what it stands for, name and all."""

    inner: ChatModel
    stall: Stall

    @property
    def name(self) -> str:
        """The name of the model itself."""
        return self.inner.name

    @property
    def drafts(self) -> bool:
        """As the inner model."""
        return self.inner.drafts

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        """The model's completion, when the stall lets it through."""
        self.stall.wait()
        return self.inner.complete(prompt, on_text)
