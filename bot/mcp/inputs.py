"""What each tool takes: typed, bounded, and described to whoever calls it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.requests import Order

WEEK = "An ISO week, as 2026-W46."
MOST_NAMES = 50
"""Papers that one export may name."""

Words = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Date = Annotated[str, Field(max_length=40)]
Start = Annotated[
    int,
    Field(ge=0, le=10_000, description="How many to pass over: the `next` of the answer before, for the next page."),
]


class Input(BaseModel):
    """Arguments of a tool; one that it does not know is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Timed(Input):
    """Arguments of a tool that may be asked about a time."""

    since: Date | None = Field(None, description="From this day on, or so far back: 2026-11-02, 2026-11, 7d, 3m.")
    until: Date | None = Field(None, description="Up to and including this day, written as since.")
    week: Date | None = Field(None, description=WEEK)


class Paged(Input):
    """Arguments of a tool whose list has pages."""

    start: Start = 0
    limit: int = Field(10, ge=1, le=50, description="How many papers at most.")


class Ask(Timed):
    """A question."""

    question: Words = Field(description="In your own words; a time in it, such as “since June”, is understood.")
    read: int = Field(8, ge=1, le=50, description="How many papers to read.")


class Search(Timed, Paged):
    """Words to look for."""

    query: Words = Field(description="Words, or a whole question.")


class Show(Input):
    """One paper."""

    paper: Name = Field(description="An id, an arXiv id or address, or a piece of a title.")


class Papers(Timed, Paged):
    """A list."""

    words: Words = Field("", description="A topic, a week, a time such as “last week”, or both; without, all papers.")
    sort: Order | None = Field(None, description="The order; best needs a topic.")


class Digest(Paged):
    """A week."""

    week: Date = Field("", description="2026-W46, or “last week”; without, the last whole week.")


class Export(Paged):
    """Papers or a week, and a format."""

    papers: list[Name] = Field(default_factory=list, max_length=MOST_NAMES, description="Ids, arXiv ids or titles.")
    week: Date | None = Field(None, description=WEEK)
    limit: int = Field(50, ge=1, le=500, description="How many papers at most.")
    format: str = Field("bibtex", max_length=20, description="bibtex, ris, markdown or jsonl.")


class Nothing(Input):
    """No arguments."""
