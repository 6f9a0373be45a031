"""What can be left out of a request or put differently: a step a part, from one form to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.models.dialect import Dialect
from bot.models.protocol import Prompt

Step = Callable[[Dialect, Prompt], Dialect]
"""The form without one part; the same form if that part was not sent."""


def structure(dialect: Dialect, prompt: Prompt) -> Dialect:
    if prompt.schema is None or dialect.structure == "none":
        return dialect
    return replace(dialect, structure="json_object" if dialect.structure == "json_schema" else "none")


def no_structure(dialect: Dialect, prompt: Prompt) -> Dialect:
    return replace(dialect, structure="none") if prompt.schema is not None else dialect


def limit(dialect: Dialect, prompt: Prompt) -> Dialect:
    return replace(dialect, limit="max_completion_tokens")


def temperature(dialect: Dialect, prompt: Prompt) -> Dialect:
    return replace(dialect, temperature=False)


def stream_options(dialect: Dialect, prompt: Prompt) -> Dialect:
    return replace(dialect, stream_options=False) if dialect.stream else dialect


def stream(dialect: Dialect, prompt: Prompt) -> Dialect:
    return replace(dialect, stream=False)


def streamed(dialect: Dialect, prompt: Prompt) -> Dialect:
    return replace(dialect, stream=True)


def system(dialect: Dialect, prompt: Prompt) -> Dialect:
    return replace(dialect, system=False)


def barest(dialect: Dialect, prompt: Prompt) -> Dialect:
    bare = no_structure(dialect, prompt)
    return replace(bare, temperature=False, stream_options=False, stream=False, system=False)


def barest_in_new_words(dialect: Dialect, prompt: Prompt) -> Dialect:
    return limit(barest(dialect, prompt), prompt)
