"""A question as it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.question.listed import Papers
from retrieval.types import Paper, Window

TAKEN_AS, IN_ENGLISH = "Taken as: ", "Read in English as: "
"""What a note begins with that says how a question was read."""
NOT_NAMED = "No paper here is named "
"""What a note begins with that says of a name that no paper has it."""


def parted(notes: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """How a question was read, which stands above what is shown for whoever meant another, and the other notes.

    What announces the answer, "it says:", stands above it too.
    """
    taken = [note for note in notes if note.startswith((TAKEN_AS, IN_ENGLISH, NOT_NAMED)) or note.endswith(":")]
    return "\n".join(taken), tuple(note for note in notes if note not in taken)


@dataclass(frozen=True, slots=True)
class Beyond:
    """What was shown of a list: *count* papers, of which *ids* are still remembered, the last ones."""

    ids: tuple[str, ...]
    count: int

    def left(self, papers: Sequence[Paper]) -> list[Paper]:
        """Those of *papers*, in the list's order, that were not shown: those forgotten were its first."""
        others = [paper for paper in papers if paper.id not in self.ids]
        return others[max(self.count - len(self.ids), 0) :]


@dataclass(frozen=True, slots=True)
class Question:
    """*text* is self-contained, what is answered and shown; *query* is what is searched for.

    *papers*: answer from these only; () is from the archive, within *window*. *note* tells the asker what was
    understood, "" if the message was taken as it is. *beyond* is what was shown of the same list: the others are
    wanted.
    """

    text: str
    query: str
    window: Window | None = None
    papers: Papers = ()
    note: str = ""
    beyond: Beyond | None = None
