"""What is like a paper, and why: nearness by vectors and telling words, then shared terms, authors and code.

The ranking is `retrieval.search.alike`; people who wrote both papers, and code of one owner, raise a paper in it.
What is said to be shared stands in both papers' own words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args
from urllib.parse import urlsplit

from bot.library import Library
from bot.related.shared import shared_terms
from retrieval.search.alike import Alike, alike
from retrieval.types import Paper

Sort = Literal["nearness", "newest", "upvotes"]
SORTS: tuple[Sort, ...] = get_args(Sort)
SHOWN = 8
_POOL = 3  # times as many of the nearest are put in another order
_AUTHOR, _MOST_AUTHORS, _CODE = 0.5, 4, 1.0  # in the unit of the ranking: standard deviations of the cosines

_FIRST: dict[Sort, Callable[[Related], float]] = {
    "nearness": lambda found: -found.score,
    "newest": lambda found: -(found.paper.day("listed") or date.min).toordinal(),
    "upvotes": lambda found: -(found.paper.upvotes or 0),
}


@dataclass(frozen=True, slots=True)
class Related:
    """A *paper* like another: its *score*, the *cosine* of the two, and the *terms* and *authors* they share.

    *same_code*: their code has one owner.
    """

    paper: Paper
    score: float
    cosine: float | None
    terms: tuple[str, ...]
    authors: tuple[str, ...]
    same_code: bool


def related(
    library: Library, paper: Paper, sort: Sort = "nearness", with_code: bool = False, limit: int = SHOWN
) -> list[Related]:
    """At most *limit* papers like *paper*: the nearest, in the order *sort*; *with_code*: of those that have code."""
    found = [_weighed(paper, each) for each in alike(library.archive, library.asked, paper)]
    found = [each for each in found if each.paper.code or not with_code]
    found.sort(key=_FIRST["nearness"])
    pool = found[: limit if sort == "nearness" else _POOL * limit]
    chosen = sorted(pool, key=_FIRST[sort])[:limit]
    terms = shared_terms(library.archive, paper, [each.paper for each in chosen])
    return [_with_terms(each, shared) for each, shared in zip(chosen, terms, strict=True)]


def _weighed(paper: Paper, found: Alike) -> Related:
    authors = _shared_authors(paper, found.paper)
    owner = _owner(paper)
    same_code = owner is not None and owner == _owner(found.paper)
    score = found.score + _AUTHOR * min(len(authors), _MOST_AUTHORS) + _CODE * same_code
    return Related(found.paper, score, found.cosine, (), authors, same_code)


def _with_terms(found: Related, terms: Sequence[str]) -> Related:
    return Related(found.paper, found.score, found.cosine, tuple(terms), found.authors, found.same_code)


def _shared_authors(paper: Paper, other: Paper) -> tuple[str, ...]:
    known = {" ".join(name.casefold().split()) for name in paper.authors}
    return tuple(name for name in other.authors if " ".join(name.casefold().split()) in known)


def _owner(paper: Paper) -> str | None:
    """As "github.com/lab": whose code it is."""
    try:
        parts = urlsplit(paper.code or "")
    except ValueError:
        return None
    owner = parts.path.strip("/").split("/")[0].lower()
    return f"{parts.hostname}/{owner}" if parts.hostname and owner else None
