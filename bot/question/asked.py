"""A question as it is answered."""

from __future__ import annotations

from dataclasses import dataclass

from bot.question.listed import Papers
from retrieval.types import Window


@dataclass(frozen=True, slots=True)
class Question:
    """*text* is self-contained, what is answered and shown; *query* is what is searched for.

    *papers*: answer from these only; () is from the archive, within *window*. *note* tells the asker what was
    understood, "" if the message was taken as it is. *beyond* are the ids of papers that were shown of the same list:
    the others are wanted.
    """

    text: str
    query: str
    window: Window | None = None
    papers: Papers = ()
    note: str = ""
    beyond: tuple[str, ...] = ()
