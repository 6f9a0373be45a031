"""What the archive itself knows of a paper, its authors, day, code, address, upvotes: told by code, without a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.question.rewording import short
from bot.question.words import own_words
from retrieval.text.patterns import Pattern
from retrieval.types import Paper


def told(query: str, papers: Sequence[tuple[int, Paper]]) -> str:
    """What answers *query* about *papers*, if it asks for such a fact and it is known of one of them; else ""."""
    return _count(papers) if _WHICH.find(query) else _told(query, papers)


def _told(query: str, papers: Sequence[tuple[int, Paper]]) -> str:
    """A sentence a paper; "" if nothing is known, or *query* asks for more than a fact."""
    read = next((read for form, read in _FACTS if form.find(query)), None)
    if read is None or set(own_words(query)) - _NAMES:
        return ""
    known = [(paper, read(paper)) for _, paper in papers]
    if not any(told for _, told in known):
        return "No code link is known of it." if read is _code else ""
    if len(known) == 1:
        return known[0][1][:1].upper() + known[0][1][1:]
    return " ".join(f"“{short(paper.title)}”: {told or 'not known.'}" for paper, told in known)


def _count(papers: Sequence[tuple[int, Paper]]) -> str:
    return "This one." if len(papers) == 1 else f"These {len(papers)}."


def _authors(paper: Paper) -> str:
    count = paper.author_count or 0
    names = ", ".join(paper.authors) or (f"{count} author{'s' if count > 1 else ''}, not named" if count else "")
    told = ", ".join(part for part in (names, paper.organization) if part)
    return f"{told}." if told else ""


def _day(paper: Paper) -> str:
    days = []
    if paper.published:
        days.append(f"published {_written(paper.published)}{' (year inferred)' if paper.year_inferred else ''}")
    if paper.listed_on:
        days.append(f"listed {_written(paper.listed_on)}")
    return f"{', '.join(days)}." if days else ""


def _written(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _code(paper: Paper) -> str:
    return f"its code is at {paper.code_url}" if paper.code_url else ""


def _address(paper: Paper) -> str:
    return f"it is at {paper.url}" if paper.url else ""


def _upvotes(paper: Paper) -> str:
    return f"{paper.upvotes} upvotes." if paper.upvotes is not None else ""


_NAMES = frozenset(
    """
    published listed appear appeared old popular liked release released github repository repo url pdf arxiv upvote
    upvotes upvoted votes likes open
    """.split()
)
# "Which ones?", "list them", also as the count that was asked for before
_WHICH = Pattern(
    r"^\W*(?:(?:please |can you )*(?:list|show|name)(?: me| us)?|which|how many(?: of)?(?: are there)?"
    r"|how many papers\b.*)\W*$",
    "please list?",
    "please list authors",
)
_FACTS: tuple[tuple[Pattern, Callable[[Paper], str]], ...] = tuple(
    (Pattern(source, takes, leaves), read)
    for read, takes, leaves, source in (
        (_authors, "who wrote it?", "what do its authors claim?",
         r"\bwho (?:wrote|made|published)|\bauthors?(?! (?:say|claim|find|use|conclude|do|argue))\b|\bwritten by\b"),
        (_day, "when was it published?", "when was it trained?",
         r"\bwhen (?:was|were|did)\b.*\b(?:published|listed|appear|written|out|released)\b|\bhow (?:old|new|recent)\b"),
        (_code, "is there any code?", "is it about machine code?",
         r"\b(?:any|the|release[ds]?|find|have|there|its|their) (?:source )?code\b|^\W*code\W*$|\bgithub\b|\brepo\b"),
        (_address, "give me the link", "give me the linked list", r"\blinks?\b|\burl\b|\bpdf\b|\barxiv\b"),
        (_upvotes, "how popular is it?", "how often is it read?", r"\bupvote[sd]?\b|\bhow (?:popular|liked)\b"),
    )
)  # fmt: skip
