"""A chat model that reads its lines: replies and failures from a list, in order. For harnesses and tests."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from bot.models.faults import model_error
from bot.models.protocol import Completion, Finish, ModelFault, Prompt
from bot.types import Usage
from retrieval.errors import UsageError, plainly

_REPLY_KEYS = {"reply", "finish", "usage", "chunks", "delay"}


@dataclass(frozen=True, slots=True)
class _Line:
    """One turn of the script: a reply, or a *fault*. *delay* is in seconds, spread over its *chunks*."""

    text: str = ""
    fault: ModelFault | None = None
    finish: Finish = "stop"
    usage: Usage = field(default_factory=lambda: Usage(calls=1))
    chunks: int = 4
    delay: float = 0.0


class ScriptedModel:
    """Gives the items of a script, one a call, whatever it is asked.

    A script is a JSON list, in a file or as it is. A string is a reply; an object is sent as its JSON text. But
    `{"error": "rate_limit"}` (any `ModelFault`) fails in that way, and `{"reply": …}` may say more about a
    reply: "finish", "usage" (prompt_tokens, completion_tokens), "chunks" and "delay". Raises `UsageError` for a
    file that is missing or is no such list. `requests` are the prompts seen so far. Safe to share by threads.
    """

    drafts = True

    def __init__(self, script: str | Path | Sequence[Any], *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._name = "scripted"
        if isinstance(script, (str, Path)):
            self._name = f"scripted:{Path(script).stem}"
            script = _read(Path(script))
        self._lines = [_line(n, item) for n, item in enumerate(script, 1)]
        self._sleep = sleep
        self._turn = threading.Lock()
        self.requests: list[Prompt] = []

    @property
    def name(self) -> str:
        """`scripted:` and the file's name without its ending."""
        return self._name

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        """The next line; once there is none, a `ModelError` of the fault `script_end`."""
        with self._turn:
            turn = len(self.requests)
            self.requests.append(prompt)
        if turn >= len(self._lines):
            raise model_error("script_end", f"it had {len(self._lines)}")
        line = self._lines[turn]
        for n in range(line.chunks):
            self._sleep(line.delay / line.chunks)
            if on_text and line.text:
                on_text(line.text[: -(-len(line.text) * (n + 1) // line.chunks)])
        if line.fault:
            raise model_error(line.fault, usage=line.usage)
        return Completion(line.text, self.name, line.usage, line.finish)


def _read(path: Path) -> list[Any]:
    try:
        script = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"The script {path.name} cannot be read: {plainly(error)}.", "Give a JSON list.") from error
    if not isinstance(script, list):
        raise UsageError(f"The script {path.name} is not a JSON list.", "Put its replies between [ and ].")
    return script


def _line(n: int, item: Any) -> _Line:
    if isinstance(item, str):
        return _Line(item)
    if not isinstance(item, dict):
        raise UsageError(f"Item {n} of the script is neither text nor an object.", 'Write it as "…" or {…}.')
    if item.keys() == {"error"}:
        if item["error"] not in get_args(ModelFault):
            faults = ", ".join(get_args(ModelFault))
            raise UsageError(f"Item {n} of the script names an unknown error.", f"Known are: {faults}.")
        return _Line(fault=item["error"])
    if "reply" in item and item.keys() <= _REPLY_KEYS:
        return _reply(n, item)
    return _Line(_text(item))


def _reply(n: int, item: dict[str, Any]) -> _Line:
    finish, tokens = item.get("finish", "stop"), item.get("usage", {})
    if finish not in get_args(Finish):
        known = ", ".join(get_args(Finish))
        raise UsageError(f"Item {n} of the script has an unknown finish.", f"Known are: {known}.")
    try:
        chunks, delay = max(1, int(item.get("chunks", 4))), max(0.0, float(item.get("delay", 0)))
        usage = Usage(int(tokens.get("prompt_tokens", 0)), int(tokens.get("completion_tokens", 0)), delay, 1)
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        hint = "chunks and delay are numbers, usage is an object of two counts."
        raise UsageError(f"Item {n} of the script is not well formed: {error}.", hint) from error
    return _Line(_text(item["reply"]), None, finish, usage, chunks, delay)


def _text(reply: Any) -> str:
    return reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False)
