"""A paper meant by a few words of its title, "the alignment paper": that one, or the choice of several."""

from __future__ import annotations

import re

from bot.answer.exact import Exact
from bot.library import Library
from bot.question.titles import Called, called
from bot.tldr import own_line
from retrieval.archive import CHOICES
from retrieval.archive.lookup import titled
from retrieval.archive.mentions import Mention
from retrieval.text.patterns import Pattern
from retrieval.types import Paper, Window

SHOWN = 8
_LONGEST = 200  # characters of a title that is put into a question; a longer one goes by its id
_NEWEST = Pattern(
    r"\bthe (?:very )?(?:newest|latest|most recent) (?:paper|preprint)\b(?! (?:on|about|from|by|of|in|with) \w)",
    "what does the latest paper say?",
    "what does the latest paper on ice say?",
)
_NAME = "Name it by its id, or by more of its title."


def meant(library: Library, text: str) -> Mention | Exact | None:
    """The one paper whose title holds the words that *text* calls it by, or the choice of several; None if none does.

    The choice is of the most upvoted, each with the question as it is asked of it.
    """
    found = called(text)
    papers = titled(library.archive, found.words) if found else []
    if not found or not papers:
        return None
    return Mention(found.start, found.end, papers[0]) if len(papers) == 1 else _choice(library, text, found, papers)


def newest(library: Library, text: str, window: Window | None) -> Mention | None:
    """The newest paper of *window*, where *text* asks something of it; None where it does not, or there is none."""
    found = _NEWEST.find(text)
    papers = library.archive.list(window, limit=1) if found else []
    return Mention(found.start(), found.end(), papers[0]) if found and papers else None


def _choice(library: Library, text: str, found: Called, papers: list[Paper]) -> Exact:
    papers.sort(key=lambda paper: -(paper.upvotes or 0))
    shown = tuple(papers[:SHOWN])
    some = "" if len(papers) == len(shown) else f" The {len(shown)} most upvoted:"
    return Exact(
        f"{len(papers)} papers could be “{text[found.start : found.end]}”. Which one?{some}",
        library.archive.count(),
        shown,
        len(papers),
        (_NAME,),
        {paper.id: own_line(paper)[0] for paper in shown},
        choice=tuple((p.title, text[: found.start] + _name(p) + text[found.end :]) for p in papers[:CHOICES]),
    )


def _name(paper: Paper) -> str:
    """What names *paper*, and no other, in a question."""
    plain = len(paper.title) <= _LONGEST and not re.search(r"[“”\"«»]", paper.title)
    return f"“{paper.title}”" if plain else paper.id
