"""A chat model as the second judge of claims that the code finds borderline.

It costs one call for each such claim, of some 200 tokens and the quotes in, and ten out; an answer has few of them.
The extractive model cannot judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.gate.judge import Judgement
from bot.models.protocol import ChatModel, ModelError, Prompt
from bot.models.reply import last_object
from bot.types import Usage
from prompts import PromptFile

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"follows": {"type": "boolean"}},
    "required": ["follows"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Second:
    """What the second judge found, and what asking cost."""

    judgement: Judgement
    usage: Usage


def second_judge(
    first: Judgement, claim: str, quotes: Sequence[str], title: str, model: ChatModel, prompt_file: PromptFile
) -> Second:
    """The model's verdict in place of a borderline one; any other verdict stands and costs nothing.

    When the model fails or its reply cannot be read, the claim stays borderline: it is shown as its quote, and the
    answer is not lost. *prompt_file* is `prompts.load("follows")`.
    """
    if first.verdict != "borderline":
        return Second(first, Usage())
    try:
        completion = model.complete(_prompt(claim, quotes, title, prompt_file))
    except ModelError as error:
        return Second(first, error.usage)
    follows = last_object(completion.text, _verdict)
    if follows is None:
        return Second(first, completion.usage)
    completion.keep(completion)
    if follows:
        return Second(replace(first, verdict="follows"), completion.usage)
    faults = (*first.faults, f"{completion.model} finds that it does not follow")
    return Second(replace(first, verdict="overreach", faults=faults), completion.usage)


def _prompt(claim: str, quotes: Sequence[str], title: str, prompt_file: PromptFile) -> Prompt:
    listed = "\n".join(f"- {quote}" for quote in quotes)
    inputs = {"claim": claim, "quotes": tuple(quotes), "title": title}
    return Prompt.of(prompt_file, SCHEMA, inputs, claim=claim, quotes=listed, title=title)


def _verdict(value: Any) -> bool | None:
    """The verdict an object of the reply gives; None if it gives none."""
    follows = value.get("follows") if isinstance(value, dict) else None
    return follows if isinstance(follows, bool) else None
