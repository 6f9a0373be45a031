"""What the use cases make and the surfaces show. All frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from retrieval.types import Paper, Window

Verdict = Literal["supported", "misattributed", "stitched", "fabricated", "overreach"]
State = Literal["answered", "partial", "refused"]


@dataclass(frozen=True, slots=True)
class Usage:
    """What model calls cost. Tokens are the endpoint's own count, or an estimate where it counts none.

    *money* is in the unit of the price table, None where no price is known. *cached* counts calls that were
    answered from the cache instead.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    calls: int = 0
    money: float | None = None
    cached: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.seconds + other.seconds,
            self.calls + other.calls,
            None if self.money is None and other.money is None else (self.money or 0.0) + (other.money or 0.0),
            self.cached + other.cached,
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """Source number *n* (from 1) as the model sees it: one paper's title and abstract, or part of it."""

    n: int
    paper: Paper
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim *quote* from *paper*, shown under number *n*."""

    n: int
    paper: Paper
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer and the quotes that back it."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a question; a refusal is an Answer too, not an error.

    *dropped* counts the claims that fell, by verdict. *nearest* are the closest papers of a refusal, or those
    close to what a listing is of that do not belong to it.
    *notes* are sentences the reader must know (a fallback model, fewer papers, vectors still missing).
    *listing* is set, and *count* with it, when the archive itself answered: exact, complete, no model.
    *within* are the papers a question was about, by number and id: nothing else was looked at. *lines* and *quotes*
    stand under the papers of a listing, by id; *sections*, if there are any, show the listing's papers in parts.
    *choice* holds (title, the question as it is asked of that paper) where one of several is meant.
    *beyond* is how many papers earlier parts of the same list have shown. *newest* is the last day a paper of the
    archive was listed on.
    """

    question: str
    state: State
    claims: tuple[Claim, ...]
    dropped: dict[str, int]
    searched: int
    window: Window | None
    nearest: tuple[Paper, ...]
    model: str
    prompt: str
    usage: Usage
    notes: tuple[str, ...] = ()
    listing: tuple[Paper, ...] | None = None
    count: int | None = None
    within: tuple[tuple[int, str], ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)
    quotes: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    beyond: int = 0
    newest: date | None = None
    choice: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tldr:
    """One line about one paper and how it came to be.

    *made_by*: the model's name, `rewrite:<model>`, `ai_summary` or `extractive`. *prompt*: the version
    of the prompt in force, whoever wrote the line. *note* says why it is not the model's, if that is to be told.
    """

    paper: Paper
    line: str
    made_by: str
    prompt: str
    usage: Usage = field(default_factory=Usage)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A paper as a surface lists it: *n* is its number in the text, if it has one; *detail* is date, who, counts.

    *id* is what commands know it by; *links* are (words, address) of its PDF, its code and its own page.
    """

    title: str
    url: str | None
    detail: str
    n: int | None = None
    quotes: tuple[str, ...] = ()
    line: str = ""
    id: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a longer reply under a heading of its own. *lined*: its paragraphs are lines of a chart, in columns."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    lined: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. *url* is where its words lead, or with a *label* where that one, below them, does."""

    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers to be drawn as bars: for each of the *series*, (name, values), one for each of the *categories*."""

    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to do next, as a button where there are buttons: command *name* with the words *text*.

    *follows*: the words go on from the answer they stand under. *words* say how to ask for it where nothing can be
    pressed; without any it is left out there.
    """

    label: str
    name: str
    text: str
    follows: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What happened in a time of *count* papers, *grouped* of them in so many *themes*.

    *papers* are those shown, in the order of their numbers in *sections*.
    """

    count: int
    grouped: int
    themes: int
    papers: tuple[Paper, ...]
    sections: tuple[Section, ...]
    usage: Usage
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What any surface shows: the hinge between use cases and renderers. All plain text, nothing escaped yet.

    Shown in this order: taken, title, paragraphs, copied, sources, sections, offers, notes, footer. *taken* says how a
    question was read, where that was assumed. *copied* are texts for another program, shown as they are in a
    conversation. *details* are for whoever asks how it was made; *typed* are (what is typed, what it does); *about* is
    the id of the one paper it is about, *url* the address its title leads to. *left_out* is how many papers stood
    behind its own before it was kept. *table*, header first, and *chart* stand in place of the
    sections where they can be drawn.
    """

    title: str = ""
    paragraphs: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    footer: str = ""
    sections: tuple[Section, ...] = ()
    offers: tuple[Offer, ...] = ()
    details: str = ""
    typed: tuple[tuple[str, str], ...] = ()
    about: str = ""
    url: str = ""
    taken: str = ""
    copied: tuple[str, ...] = ()
    left_out: int = 0
    table: tuple[tuple[Cell, ...], ...] = ()
    chart: Chart | None = None
