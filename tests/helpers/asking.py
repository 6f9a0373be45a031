"""A question put to a model over a search, as `answer` is asked by every surface."""

from __future__ import annotations

from typing import Any

from bot.answer import Means, answer
from bot.question import Question
from bot.types import Answer
from prompts import load
from retrieval.search import Searcher
from retrieval.types import Window


def ask(question: str, searcher: Searcher, model: Any, *, window: Window | None = None, **options: Any) -> Answer:
    """What *model* answers; *options* are those of `Means`."""
    return answer(Question(question, question, window), (), Means(searcher, model, load("answer"), **options))
