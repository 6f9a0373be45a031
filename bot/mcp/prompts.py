"""Prompts that people may pick in their client: what is new, and whether the papers back a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import mcp.types as t

from retrieval.errors import UsageError
from retrieval.text.clean import clean_line

_MOST = 2000  # characters of what is filled in


@dataclass(frozen=True, slots=True)
class Prompt:
    """*argument* is filled into *words*."""

    name: str
    title: str
    told: str
    argument: str
    about: str
    words: str


_ROWS = (
    Prompt("whats_new", "What is new on a topic?", "A short briefing from the papers of the last weeks.",
           "topic", "What the papers are to be about.",
           "Brief me on what is new on the topic below. Call `freshness` and say which days are missing, call `papers` "
           "with the topic and since 14d, then `ask` what these papers found. Tell only what comes as a claim, each "
           "with its title and link.\n\nTopic: {filled}"),
    Prompt("check_sentence", "Do the papers back this?", "Holds a sentence of yours against the papers.",
           "sentence", "The sentence to be checked.",
           "Do the papers back the sentence below? Call `ask` with it as a question. Answer with backed, contradicted "
           "or not said, and the quotes word for word; `refused` means not said.\n\nSentence: {filled}"),
)  # fmt: skip
PROMPTS = {row.name: row for row in _ROWS}


def listed() -> list[t.Prompt]:
    """All of them."""
    return [
        t.Prompt(
            name=row.name, title=row.title, description=row.told,
            arguments=[t.PromptArgument(name=row.argument, description=row.about, required=True)],
        )
        for row in PROMPTS.values()
    ]  # fmt: skip


def made(name: str, given: Mapping[str, str]) -> t.GetPromptResult:
    """The prompt *name* with its argument filled in. Raises `UsageError` for another, and for nothing to fill in."""
    row = PROMPTS.get(name)
    if row is None:
        raise UsageError("There is no such prompt.", f"There are: {', '.join(PROMPTS)}.")
    filled = clean_line(given.get(row.argument, ""))[:_MOST]
    if not filled:
        raise UsageError(f"The prompt {name} needs a {row.argument}.", row.about)
    text = t.TextContent(type="text", text=row.words.format(filled=filled))
    return t.GetPromptResult(description=row.told, messages=[t.PromptMessage(role="user", content=text)])
