"""A question of another language put into English, so that everything that reads and finds English understands it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.language import language_of, name_of
from bot.models.budget import CapReachedError
from bot.models.protocol import ChatModel, ModelError, Prompt
from bot.models.reply import last_object, spoken_line
from bot.question.asked import IN_ENGLISH
from bot.question.small_talk import small_talk
from bot.types import Usage
from prompts import PromptFile
from retrieval.text.clean import clean_line
from retrieval.window.other_languages import said_in_english

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"question": {"type": "string"}},
    "required": ["question"],
    "additionalProperties": False,
}
LONGEST = 600  # characters of a question that is put into English; more is a text
# What no translation may lose: ids, links, and names as no word is written.
_KEPT = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9./:-]*(?:\d|[a-z][A-Z]))[A-Za-z0-9]+(?:[./:-]+[A-Za-z0-9]+)*")
# Failures that say something of this text only: the next one may well go through.
_OF_THE_TEXT = ("content_filter", "empty", "thoughts", "malformed")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question as it was *said* in *language*, "" for English, and in *english*, "" if nobody could put it so.

    *note* tells the asker what was understood or why it was not; *usage* is what that cost. *may_draft*: there is a
    model that can read it as it was said.
    """

    said: str
    language: str = ""
    english: str = ""
    note: str = ""
    usage: Usage = field(default_factory=Usage)
    may_draft: bool = False


def understood(question: str, model_of: Callable[[], ChatModel], prompt_file: PromptFile) -> Spoken:
    """*question* in English, by one small call if it is in another language. Raises `ModelError`.

    *prompt_file* is `prompts.load("english")`. The model is not even made for a question in English.
    """
    language = "" if small_talk(question) else language_of(question)
    if not language:
        return Spoken(question, english=question)
    model = model_of()
    if not model.drafts:
        return Spoken(question, language)
    if len(question) > LONGEST:
        return Spoken(question, language, may_draft=True)
    try:
        completion = model.complete(_prompt(question, language, prompt_file))
    except CapReachedError as reached:
        return Spoken(question, language, note=reached.message)
    except ModelError as error:
        if error.fault not in _OF_THE_TEXT:
            raise
        return Spoken(question, language, usage=error.usage, may_draft=True)
    english = _read(completion.text, question)
    if not english:
        return Spoken(question, language, usage=completion.usage, may_draft=True)
    completion.keep(completion)
    return Spoken(question, language, english, f"{IN_ENGLISH}{english}", completion.usage)


def _prompt(question: str, language: str, prompt_file: PromptFile) -> Prompt:
    inputs = {"question": question}
    return Prompt.of(prompt_file, SCHEMA, inputs, language=name_of(language), question=_with_english_time(question))


def _with_english_time(question: str) -> str:
    """*question* with its time phrase said in English already: what code can read it reads."""
    found = said_in_english(question)
    return f"{question[: found[0]]} {found[2]} {question[found[1] :]}" if found else question


def _read(reply: str, question: str) -> str:
    """The question a reply holds; "" if it is none, is not in English, or lost a name or an id."""
    found = last_object(reply, lambda value: value.get("question") if isinstance(value, dict) else None)
    if found is None and "{" not in reply:
        found = spoken_line(reply)
    english = clean_line(found) if isinstance(found, str) else ""
    if not english or len(english) > LONGEST or language_of(english):
        return ""
    kept = _KEPT.findall(question)
    return english if all(name.lower() in english.lower() for name in kept) else ""
