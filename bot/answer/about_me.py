"""What is said to a greeting, thanks or "what can you do?": what is here, and three questions made from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.answer.exact import Exact
from bot.library import Library
from bot.question.small_talk import Talk
from retrieval.cures import cure
from retrieval.types import Paper

_RECENT = 300  # papers whose subjects the questions are made from
_NAME = re.compile(r"[A-Z][\w.-]{2,30}(?=: )")
_WHAT = (
    "Ask about the papers: a topic, what is new in one, a paper by its name, arXiv id or link, who published what, "
    "what happened in a week or month, or any question that abstracts may answer. "
    "Every sentence of an answer carries a quote."
)


def about_me(library: Library, talk: Talk) -> Exact:
    """The answer to small talk; commands that a surface names in its own words are in the notes."""
    papers = library.archive.count()
    if talk == "thanks":
        return Exact("You are welcome.", papers)
    hello = "Hello! " if talk == "hello" else ""
    return Exact(f"{hello}{_WHAT} {_here(library, papers)}", papers, notes=_commands(papers))


def _here(library: Library, papers: int) -> str:
    if not papers:
        return "There are no papers here yet."
    recent = library.archive.list(limit=_RECENT)
    day = recent[0].day("listed")
    newest = f", the newest of {day.day} {day:%b %Y}" if day else ""
    tried = [f"“{question}”" for question in _questions(recent)]
    count = f"{papers:,} paper{' is' if papers == 1 else 's are'} here{newest}."
    return f"{count} Try {', '.join(tried)}." if tried else count


def _questions(papers: Sequence[Paper]) -> Iterator[str]:
    """Up to three questions that these papers answer."""
    subjects = Counter(word for paper in papers for word in dict.fromkeys(paper.keywords))
    makers = Counter(paper.organization for paper in papers if paper.organization)
    named = sorted((p for p in papers if _NAME.match(p.title)), key=lambda p: -(p.upvotes or 0))
    if subjects:
        yield f"What is new in {max(sorted(subjects), key=subjects.__getitem__)}?"
    if named:
        yield f"What does {_NAME.match(named[0].title)[0]} do?"  # type: ignore[index]
    if makers:
        yield f"What did {max(sorted(makers), key=makers.__getitem__)} publish?"
    elif papers:
        yield f"Who wrote “{papers[0].title}”?"


def _commands(papers: int) -> tuple[str, ...]:
    return (cure("search"), cure("tldr")) if papers else (cure("ingest"),)
