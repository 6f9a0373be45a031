"""One answer of a chat model, put together from its pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.models.faults import CallError
from bot.models.protocol import Finish
from bot.types import Usage


class Reading:
    """The answer so far; *on_text* is shown its text whenever that grows.

    A piece may lack any part of the chat completions form: not every endpoint is exact.
    """

    def __init__(self, on_text: Callable[[str], None] | None = None) -> None:
        self._on_text = on_text
        self.text = ""
        self.finish = ""
        self.usage = Usage(calls=1)
        self._pieces = 0
        self._choices = 0
        self._refusal = False

    def add(self, piece: Any) -> None:
        """Take in a chunk of a stream, or a whole answer."""
        self._pieces += 1
        counted = _tokens(getattr(piece, "usage", None))
        # Some endpoints give the running total in each piece.
        most = (
            max(self.usage.prompt_tokens, counted.prompt_tokens),
            max(self.usage.completion_tokens, counted.completion_tokens),
        )
        self.usage = Usage(*most, calls=1)
        choices = getattr(piece, "choices", None)
        if not isinstance(choices, list) or not choices:
            return
        self._choices += 1
        choice = choices[0]
        part = getattr(choice, "delta", None) or getattr(choice, "message", None)
        text = getattr(part, "content", None)
        self._refusal = self._refusal or bool(getattr(part, "refusal", None))
        self.finish = str(getattr(choice, "finish_reason", None) or self.finish)
        if isinstance(text, str) and text:
            self.text += text
            if self._on_text:
                self._on_text(self.text)

    def end(self) -> Finish:
        """Why the answer ended, once no piece is left. `CallError` if it has no end, or nothing in it."""
        if not self.finish:  # the connection may close in good order all the same
            raise CallError("empty" if self._pieces and not self._choices else "cut")
        blank = not self.text.strip()
        if self.finish == "content_filter" or (self._refusal and blank):
            raise CallError("content_filter")
        if blank:
            raise CallError("empty")
        return "length" if self.finish == "length" else "stop"


def _tokens(counted: Any) -> Usage:
    """The endpoint's own count; what it does not say is 0."""
    prompt, completion = (getattr(counted, f"{side}_tokens", None) for side in ("prompt", "completion"))
    return Usage(prompt if isinstance(prompt, int) else 0, completion if isinstance(completion, int) else 0)
