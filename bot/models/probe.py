"""What an endpoint says of itself for free: the list of its models."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.models.faults import CallError
from bot.models.openai import OpenAIModel
from bot.models.transport import models

PATIENCE = 10.0
"""Seconds: a list needs no model to be loaded."""
_CONTEXT = ("max_model_len", "context_length", "max_context_length", "context_window", "inputTokenLimit")
_PARAMETERS = {"schema": ("structured_outputs",), "JSON": ("response_format",), "temperature": ("temperature",)}


@dataclass(frozen=True, slots=True)
class Probed:
    """The *names* an endpoint serves, whether the model is *among* them, and what is said of it.

    *context* is what it reads, in tokens, 0 if unsaid; *takes* and *lacks* are parts of a request, empty if unsaid.
    """

    names: tuple[str, ...]
    among: bool
    context: int = 0
    takes: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def probe(model: OpenAIModel) -> Probed:
    """Ask *model*'s endpoint for its models, once. Raises `ModelError`."""
    endpoint = replace(model.endpoint, deadline=min(PATIENCE, model.endpoint.deadline), attempts=1)
    try:
        rows = endpoint.call(lambda cutoff: models(endpoint, cutoff))
    except CallError as failed:
        raise endpoint.error(failed) from failed
    named = {name: row for row in rows if (name := str(row.get("id") or row.get("name") or row.get("model") or ""))}
    row = next((row for name, row in named.items() if _same(name, model.model)), None)
    if row is None:
        return Probed(tuple(named), False)
    context = next((n for key in _CONTEXT if isinstance(n := row.get(key), int)), 0)
    return Probed(tuple(named), True, context, *_parameters(row))


def form_of(model: OpenAIModel) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parts of a request that *model* is asked with now, and those that are left out."""
    form = model.learned.dialect
    parts = {
        "schema": form.structure == "json_schema",
        "stream": form.stream,
        "system role": form.system,
        "usage": form.stream_options or not form.stream,
        "temperature": form.temperature,
    }
    return tuple(part for part, has in parts.items() if has), tuple(part for part, has in parts.items() if not has)


def _same(listed: str, wanted: str) -> bool:
    """Whether two names mean one model: Ollama adds a tag, Gemini a folder."""
    return wanted in (listed, listed.removesuffix(":latest"), listed.removeprefix("models/"))


def _parameters(row: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What OpenRouter says a model takes and does not."""
    listed = row.get("supported_parameters")
    if not isinstance(listed, list):
        return (), ()
    has = {part: any(name in listed for name in names) for part, names in _PARAMETERS.items()}
    return tuple(part for part in has if has[part]), tuple(part for part in has if not has[part])
