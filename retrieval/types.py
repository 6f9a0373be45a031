"""The nouns of retrieval. All frozen: what a source said does not change under our feet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from retrieval.text.clean import without_passwords
from retrieval.text.repositories import repository_in

DateKind = Literal["listed", "published"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper stood on a page of search results: number *rank* of them, for *query* if the page says so."""

    source: str
    rank: int
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """What an earlier version of a paper said; *number* and day are None where no source told them."""

    number: int | None
    updated: date | None
    title: str
    abstract: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, as well as all its sources together know it. What nobody said is None.

    *published* is the day the paper appeared, *listed_on* the day a Daily Papers page carried it:
    two dates, never mixed. *id* is derived from the title (see `retrieval.identity`).

    *code_url* is where a source says its code is, *stars* are those it has on GitHub; *submitter* brought it to the
    Daily Papers, *discussion* is the id of the talk about it there.
    *version* and *updated* are of the text that is kept; *comment* is the authors' beside it.
    """

    id: str
    title: str
    abstract: str
    published: date | None = None
    year_inferred: bool = False
    listed_on: date | None = None
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    organization: str | None = None
    upvotes: int | None = None
    comments: int | None = None
    arxiv_id: str | None = None
    url: str | None = None
    ai_summary: str | None = None
    keywords: tuple[str, ...] = ()
    code_url: str | None = None
    external_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    stars: int | None = None
    project_url: str | None = None
    pdf_url: str | None = None
    submitter: str | None = None
    media: tuple[str, ...] = ()
    discussion: str | None = None
    version: int | None = None
    updated: date | None = None
    comment: str | None = None
    categories: tuple[str, ...] = ()
    journal_ref: str | None = None
    doi: str | None = None
    withdrawn: bool = False
    places: tuple[Place, ...] = ()

    @property
    def code(self) -> str | None:
        """Where its code is: as a source says, or else as the abstract does."""
        return self.code_url or repository_in(self.abstract)

    def day(self, about: DateKind) -> date | None:
        """The date a window is held against: a paper never listed counts by its publication."""
        return (self.listed_on or self.published) if about == "listed" else self.published


@dataclass(frozen=True, slots=True)
class Refused:
    """A record a source could not make a paper of: *where* it stood and why, without the password of an address."""

    where: str
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "where", without_passwords(self.where))


@dataclass(frozen=True, slots=True)
class Hit:
    """One paper found, its best passage, and its rank (from 1) in each list that held it."""

    paper: Paper
    passage: str
    score: float
    ranks: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open dates [start, end): an open side is None. *words* is the phrase it was read from."""

    start: date | None
    end: date | None
    about: DateKind
    words: str = ""

    def holds(self, paper: Paper) -> bool:
        """True if the paper's day is known and lies inside."""
        day = paper.day(self.about)
        if day is None:
            return False
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)
