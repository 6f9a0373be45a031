"""Everyday questions about what the archive knows of its papers for certain: people, days, counts, code."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.evaluate.form_checks import Posed, Right, counted, leads, only, tells
from bot.evaluate.form_shelf import Shelf
from retrieval.types import Paper

WHOSE = ("What did {who} publish?", "papers by {who}", "How many papers did {who} publish?")
CODED = ("Which papers release code?", "How many papers have code?", "papers with code")
UNCODED = ("Which papers have no code?", "papers without code")
MOST = {
    "upvotes": ("Which paper has the most upvotes?", "most upvotes?", "the most upvoted paper"),
    "comments": ("Which paper has the most comments?", "most comments?", "which paper is discussed most?"),
}
LEAST = {
    "upvotes": ("Which paper has the fewest upvotes?", "least upvotes?"),
    "comments": ("Which paper has the fewest comments?", "least comments?"),
}
TALLIED = {
    "organization": ("Which organizations publish most?", "how many papers per organization?"),
    "author": ("Who publishes most?", "how many papers per author?"),
    "keyword": ("What are the most common keywords?", "top keywords"),
    "month": ("how many papers a month?", "How many papers per month?"),
    "week": ("how many papers a week?", "papers per week"),
}
OF_ONE = {
    "upvotes": ("How many upvotes does {name} have?", "upvotes of {name}?"),
    "comments": ("How many comments does {name} have?", "comments on {name}?"),
    "organization": ("Which organization is {name} from?", "Who published {name}?"),
    "day": ("When was {name} published?", "when did {name} come out?"),
    "keywords": ("What are the keywords of {name}?", "keywords of {name}"),
    "address": ("Give me the link to {name}", "Where can I read {name}?"),
}


def by_whom(shelf: Shelf, n: int, worded: Sequence[str] = WHOSE) -> Iterator[Posed]:
    """Half organizations, the largest first, half authors."""
    groups = Counter(paper.organization for paper in shelf.papers if paper.organization)
    people = sorted({name for paper in shelf.papers for name in paper.authors if len(_folded(name)) > 1})
    authors = shelf.dice("by whom").sample(people, min(n - n // 2, len(people)))
    for at, who in enumerate([*(name for name, _ in groups.most_common(n // 2)), *authors]):
        wanted = set(_folded(who))
        theirs = [p for p in shelf.papers if any(wanted <= set(_folded(name)) for name in _people(p))]
        yield Posed("papers of an organization, an author", worded[at % len(worded)].format(who=who), counted(theirs))


def with_code(shelf: Shelf) -> Iterator[Posed]:
    """Which papers have code, and which have none."""
    for worded, has in ((CODED, True), (UNCODED, False)):
        papers = [paper for paper in shelf.papers if bool(paper.code) is has]
        yield from (Posed("with and without code", question, counted(papers)) for question in worded if papers)


def extremes(shelf: Shelf) -> Iterator[Posed]:
    """The paper with the most and the fewest of something."""
    for table, choose in ((MOST, max), (LEAST, min)):
        for field, worded in table.items():
            known = [paper for paper in shelf.papers if getattr(paper, field) is not None]
            if known:
                best = choose(getattr(paper, field) for paper in known)
                right = leads([paper for paper in known if getattr(paper, field) == best])
                yield from (Posed("most and fewest", question, right) for question in worded)


def tallies(shelf: Shelf) -> Iterator[Posed]:
    """How many papers each organization, author, keyword, month and week has: the largest, or the last, are told."""
    for group, worded in TALLIED.items():
        counts = Counter(name for paper in shelf.papers for name in _groups(paper, group))
        if counts:
            name, count = max(counts.items()) if group in ("month", "week") else counts.most_common(1)[0]
            yield from (Posed("how many a month, …", question, tells(f"{name} ({count:,})")) for question in worded)


def of_one(shelf: Shelf, n: int) -> Iterator[Posed]:
    """What the archive knows of one paper, by its name."""
    for field, worded in OF_ONE.items():
        known = [(name, paper, told) for name, paper in shelf.names if (told := _fact(paper, field))]
        for at, (name, paper, told) in enumerate(known[: max(2, n // len(OF_ONE))]):
            right: Right = only(paper, telling=told)
            yield Posed("a field of NAME", worded[at % len(worded)].format(name=name), right)


def _fact(paper: Paper, field: str) -> tuple[str, ...]:
    if field == "day":
        return (f"{paper.published.day} {paper.published:%b %Y}",) if paper.published else ()
    if field == "keywords":
        return paper.keywords[:3]
    value = paper.url if field == "address" else getattr(paper, field)
    return (f"{value:,}" if isinstance(value, int) else str(value),) if value is not None else ()


def _groups(paper: Paper, group: str) -> Iterable[str]:
    if group == "organization":
        return [paper.organization] if paper.organization else []
    if group in ("author", "keyword"):
        return dict.fromkeys(paper.authors if group == "author" else paper.keywords)
    day: date | None = paper.day("listed")
    if day is None:
        return []
    year, week, _ = day.isocalendar()
    return [f"{day:%Y-%m}" if group == "month" else f"{year}-W{week:02}"]


def _people(paper: Paper) -> Iterable[str]:
    return (*paper.authors, paper.organization or "")


def _folded(name: str) -> list[str]:
    """The words of a name without case and accents."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()
