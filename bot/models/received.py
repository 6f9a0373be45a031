"""One answer of a chat model, put together from its pieces."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.models.error_body import code_of, error_in, words
from bot.models.events import DONE
from bot.models.fault_words import fault_of
from bot.models.faults import CallError
from bot.models.protocol import Finish
from bot.models.tokens import estimate
from bot.types import Usage

_THOUGHTS = ("reasoning_content", "reasoning", "thinking")
"""Where servers file what a model thinks, and some of them its whole answer."""
_LENGTH = frozenset({"length", "max_tokens", "max_length", "max_output_tokens", "model_length", "token_limit"})
_FILTERED = frozenset(
    {"content_filter", "content-filter", "safety", "recitation", "refusal", "prohibited_content", "sensitive"}
)
_BROKEN = frozenset({"error", "network_error", "insufficient_system_resource", "abort", "cancelled"})


class Reading:
    """The answer so far; *on_text* is shown its text whenever that grows. *asked* is all that was sent.

    A piece may lack any part of the chat completions form: not every endpoint is exact.
    """

    def __init__(self, asked: str, on_text: Callable[[str], None] | None = None) -> None:
        self._asked = asked
        self._on_text = on_text
        self.text = ""
        self.thoughts = ""
        self.called = ""
        self.finish = ""
        self.pieces = 0
        self._counted = Usage()
        self._total = 0
        self._choices = 0
        self._refusal = False
        self._done = False

    def add(self, piece: Any) -> None:
        """Take in a chunk of a stream, or a whole answer. `CallError` if it is an error, or nothing of the kind."""
        if piece == DONE:
            self._done = True
            return
        if error := error_in(piece):
            raise _refusal(error)
        if not isinstance(piece, dict):
            raise CallError("malformed")
        self.pieces += 1
        choices = piece.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else None
        for holder in (piece, piece.get("x_groq"), choice):  # Groq and Moonshot have places of their own for it
            if isinstance(holder, dict):
                self._count(holder.get("usage"))
        if choice is not None:
            self._choices += 1
            self._choice(choice)

    def _choice(self, choice: dict[str, Any]) -> None:
        part = next((p for p in (choice.get("delta"), choice.get("message")) if isinstance(p, dict) and p), {})
        self._refusal = self._refusal or bool(part.get("refusal"))
        self.finish = str(choice.get("finish_reason") or self.finish).lower()
        self.thoughts += next((t for key in _THOUGHTS if isinstance(t := part.get(key), str) and t), "")
        self.called += _arguments(part)
        text = _text(part.get("content", choice.get("text")))
        if text:
            self.text += text
            if self._on_text:
                self._on_text(self.text)

    def _count(self, counted: Any) -> None:
        """The endpoint's own count; some give the running total in each piece."""
        if isinstance(counted, dict):
            prompt = _number(counted, "prompt_tokens", "input_tokens")
            completion = _number(counted, "completion_tokens", "output_tokens")
            most = self._counted
            self._counted = Usage(max(most.prompt_tokens, prompt), max(most.completion_tokens, completion))
            self._total = max(self._total, _number(counted, "total_tokens"))

    @property
    def usage(self) -> Usage:
        """What the call cost: counted by the endpoint, or else estimated if it had begun to answer.

        What a total holds beyond the question was written: the answer, or thoughts that are not counted with it.
        """
        prompt, completion = self._counted.prompt_tokens, self._counted.completion_tokens
        if self.pieces:
            prompt = prompt or estimate(self._asked)
            completion = max(completion or estimate(self.text + self.called + self.thoughts), self._total - prompt)
        return Usage(prompt, completion, calls=1)

    def end(self) -> tuple[str, Finish]:
        """The text and why it ended, once no piece is left. `CallError` if it has no end, or nothing in it."""
        if self.finish in _BROKEN:
            raise CallError("cut" if self.text else "server")
        if not self.finish and not self._done and not _is_object(self.text):  # it may be cut off in good order
            raise CallError("empty" if self.pieces and not self._choices else "cut")
        self.text = self.text if self.text.strip() else self.called
        blank = not self.text.strip()
        if self.finish in _FILTERED or (self._refusal and blank):
            raise CallError("content_filter")
        length = self.finish in _LENGTH
        if blank and (length or not self.thoughts.strip()):
            raise CallError("thoughts" if length else "empty")
        return self.thoughts if blank else self.text, "length" if length else "stop"


def _is_object(text: str) -> bool:
    """Whether *text* is a whole JSON object: then nothing is missing, though nobody said that it ends."""
    try:
        return text.endswith("}") and isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _text(content: Any) -> str:
    """The text of a message's content: a text, or parts of which those that are thoughts are left out."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(_text(part) for part in content)
    if isinstance(content, dict) and "think" not in (kind := str(content.get("type", ""))) and "reason" not in kind:
        return _text(content.get("text") or content.get("value") or content.get("content"))
    return ""


def _arguments(part: dict[str, Any]) -> str:
    """An answer that a server took for the call of a tool, though no tool was offered."""
    calls = part.get("tool_calls")
    call = calls[0] if isinstance(calls, list) and calls and isinstance(calls[0], dict) else part
    function = call.get("function") or part.get("function_call")
    given = function.get("arguments") if isinstance(function, dict) else None
    return given if isinstance(given, str) else json.dumps(given) if isinstance(given, dict) else ""


def _number(counted: dict[str, Any], *names: str) -> int:
    """The first of *names* that is counted, in tokens; else 0."""
    return next((int(n) for name in names if isinstance(n := counted.get(name), int | float) and n > 0), 0)


def _refusal(error: Any) -> CallError:
    said, status = words(error), code_of(error)
    return CallError(fault_of(status, said), status=status, said=said)
