"""What is suggested to somebody who has not asked yet: questions that the archive of the day answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, islice

from bot.answer.about_me import NAME, questions
from bot.library import Library
from retrieval.errors import UsageError
from retrieval.types import Paper

MOST = 4
"""How many are suggested: as many as Slack shows."""
_RECENT = 300  # papers a pair is looked for in
_PAIRED = 60  # of those that have a name, the most upvoted


def suggested(library: Library, topics: Iterable[str] = ()) -> list[str]:
    """Up to four questions: what is new in the first of *topics*, two papers side by side, whatever else is here."""
    mine = [f"What is new in {topic}?" for topic in islice(topics, 1)]
    others = [*mine, *questions(library)]
    pairs = [f"Compare {one} and {other}" for one, other in islice(_pairs(library), 1)]
    return list(dict.fromkeys([*others[:1], *pairs, *others[1:]]))[:MOST]


def _pairs(library: Library) -> Iterator[tuple[str, str]]:
    """The names of two recent papers, those with the most subjects in common first."""
    named = [paper for paper in library.archive.list(limit=_RECENT) if NAME.match(paper.title)]
    known = sorted(named, key=lambda paper: -(paper.upvotes or 0))[:_PAIRED]
    common = [(len(_subjects(one) & _subjects(other)), one, other) for one, other in combinations(known, 2)]
    for shared, one, other in sorted(common, key=lambda row: -row[0]):
        first, second = _name(library, one), _name(library, other)
        if shared and first and second and first != second:
            yield first, second


def _subjects(paper: Paper) -> frozenset[str]:
    return frozenset(word.casefold() for word in paper.keywords or paper.categories)


def _name(library: Library, paper: Paper) -> str:
    """What *paper* goes by, "" if another does too."""
    found = NAME.match(paper.title)
    try:
        return found[0] if found and library.archive.find(found[0]) == paper else ""
    except UsageError:
        return ""
