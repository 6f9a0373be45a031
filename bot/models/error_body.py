"""What an endpoint's error says, in whichever of the many forms it is sent.

OpenAI nests it under `error`; LM Studio and Ollama send a bare string; FastAPI has `detail`, a text or a list of
places; Gemini wraps it in a list; gateways put another provider's JSON, as a text, inside their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

MOST = 4_000
"""Characters of an error that are looked at."""
_DEEPEST = 8
_ECHOES = frozenset({"input", "inputs", "ctx", "failed_generation", "request", "messages", "prompt", "url", "user_id"})
"""Fields that repeat what was asked: words of the papers are no words of the endpoint."""
_SAYS = frozenset({"message", "detail", "errors", "msg"})
_ANSWERS = frozenset({"choices", "usage", "data", "embedding"})


def said_by(body: bytes) -> str:
    """The words of an error's *body*; "" for a web page, which says nothing of the model."""
    text = body[: MOST * 10].decode("utf-8", "replace").strip()
    if is_page(text):
        return ""
    try:
        return words(json.loads(text))
    except (ValueError, RecursionError):
        return text[:MOST]


def is_page(text: str) -> bool:
    """Whether *text* is HTML, as proxies and web servers write it."""
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def words(value: Any) -> str:
    """Every text and number in an error, in its order."""
    return " ".join(_words(value, _DEEPEST))[:MOST]


def error_in(piece: Any) -> Any:
    """The error in what was sent as an answer; None if it is none."""
    if isinstance(piece, list):
        return next((found for item in piece if isinstance(item, dict) and (found := error_in(item))), None)
    if not isinstance(piece, dict):
        return None
    if piece.get("error"):
        return piece["error"]
    if _choice_error(piece):
        return _choice_error(piece)
    failed = piece.get("object") == "error" or piece.get("type") == "error" or _SAYS & set(piece)
    return piece if failed and not _ANSWERS & set(piece) else None


def code_of(error: Any) -> int | None:
    """The HTTP status an error names in its body, if any."""
    if not isinstance(error, dict):
        return None
    codes = [error.get(key) for key in ("code", "status", "status_code", "http_code")]
    numbers = [int(code) for code in codes if isinstance(code, int) or (isinstance(code, str) and code.isdecimal())]
    return next((number for number in numbers if 400 <= number < 600), None)


def _choice_error(piece: dict[str, Any]) -> Any:
    choices = piece.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    return first.get("error") if isinstance(first, dict) else None


def _words(value: Any, depth: int) -> Iterator[str]:
    if depth == 0 or value is None or isinstance(value, bool):
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in _ECHOES:
                yield from _words(item, depth - 1)
    elif isinstance(value, list):
        for item in value[:50]:
            yield from _words(item, depth - 1)
    elif isinstance(value, str) and value.lstrip().startswith(("{", "[")):
        yield from _inner(value, depth - 1)
    else:
        yield str(value)[:MOST]


def _inner(text: str, depth: int) -> Iterator[str]:
    """The words of an error that was put into another as a text."""
    try:
        yield from _words(json.loads(text[: MOST * 10]), depth)
    except (ValueError, RecursionError):
        yield text[:MOST]
