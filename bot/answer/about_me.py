"""What is said to a greeting, thanks or "what can you do?": what is here, and three questions made from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.answer.exact import Exact
from bot.library import Library
from bot.question.small_talk import Talk
from retrieval.cures import cure
from retrieval.types import Paper
from retrieval.window import written

_A_HANDFUL = 8  # recent papers that have a keyword, for it to be suggested
_RECENT = 300  # papers whose subjects the questions are made from
_TRIED = 3
NAME = re.compile(r"[A-Z][\w.-]{2,30}(?=: )")
"""The name of a method or a model before the colon of a title."""
_WHAT = (
    "Ask about the papers: a topic, what is new in one, a paper by its name, arXiv id or link, who published what, "
    "what happened in a week or month, or any question that abstracts may answer. "
    "Every sentence of an answer carries a quote."
)


def about_me(library: Library, talk: Talk) -> Exact:
    """The answer to small talk; commands that a surface names in its own words are in the notes."""
    papers = library.archive.count()
    if talk == "thanks":
        return Exact("You are welcome.", 0)
    if talk == "extent":
        return Exact(extent(library), papers)
    hello = "Hello! " if talk == "hello" else ""
    tried = ", ".join(f"“{question}”" for question in questions(library))
    told = f"{hello}{_WHAT} {here(library)}" + (f" Try {tried}." if tried else "")
    return Exact(told, 0, notes=_commands(papers))


def extent(library: Library) -> str:
    """How many papers there are, and from which day to which they were listed and published."""
    papers = library.archive.list()
    days = {"listed": [paper.listed_on for paper in papers], "published": [paper.published for paper in papers]}
    known = {about: sorted(filter(None, some)) for about, some in days.items()}
    spans = [f"{about} {written(some[0])} to {written(some[-1])}" for about, some in known.items() if some]
    count = f"{len(papers):,} paper{'' if len(papers) == 1 else 's'}"
    return f"{', '.join((count, *spans))}."


def here(library: Library) -> str:
    """How many papers, and the newest day."""
    papers = library.archive.count()
    if not papers:
        return "There are no papers here yet."
    day = library.archive.list(limit=1)[0].day("listed")
    newest = f", the newest of {written(day)}" if day else ""
    return f"{papers:,} paper{' is' if papers == 1 else 's are'} here{newest}."


def questions(library: Library) -> list[str]:
    """Up to three questions that the newest papers answer."""
    return list(islice(_questions(library.archive.list(limit=_RECENT)), _TRIED))


def _questions(papers: Sequence[Paper]) -> Iterator[str]:
    """Questions that these papers answer, the most telling first."""
    subjects = Counter(word for paper in papers for word in dict.fromkeys(paper.keywords))
    makers = Counter(paper.organization for paper in papers if paper.organization)
    named = sorted((p for p in papers if NAME.match(p.title)), key=lambda p: -(p.upvotes or 0))
    if subjects:
        # Not the commonest, which half of the papers have: one that a handful have.
        fits = [word for word in sorted(subjects) if subjects[word] <= _A_HANDFUL]
        yield f"What is new in {max(fits or sorted(subjects), key=subjects.__getitem__)}?"
    does = [f"What does {found[0]} do?" for paper in named if (found := NAME.match(paper.title))]
    yield from does[:1]
    if makers:
        yield f"What did {max(sorted(makers), key=makers.__getitem__)} publish?"
    yield from does[1:_TRIED]
    yield from (f"Who wrote “{paper.title}”?" for paper in papers[:_TRIED] if paper.authors)


def _commands(papers: int) -> tuple[str, ...]:
    return (cure("search"), cure("tldr")) if papers else (cure("ingest"),)
