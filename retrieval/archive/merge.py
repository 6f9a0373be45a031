"""One paper seen through several sources is one record: the better-known fields win.

The result does not depend on the order in which sources were read, except where one source corrects itself:
then what it said last holds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from retrieval.sources import authority
from retrieval.types import Paper


def merge(known: Paper, seen: Paper) -> Paper:
    """*known* with what *seen* adds. The identity stays that of *known*."""
    better = authority(seen.sources) >= authority(known.sources)
    first, second = (seen, known) if better else (known, seen)
    published, inferred = _published(first, second)
    return replace(
        known,
        title=first.title,
        abstract=first.abstract,
        published=published,
        year_inferred=inferred,
        listed_on=_earliest(known.listed_on, seen.listed_on),
        authors=first.authors or second.authors,
        author_count=_author_count(first, second),
        organization=first.organization or second.organization,
        upvotes=_most(known.upvotes, seen.upvotes),
        comments=_most(known.comments, seen.comments),
        arxiv_id=first.arxiv_id or second.arxiv_id,
        url=first.url or second.url,
        ai_summary=first.ai_summary or second.ai_summary,
        keywords=first.keywords or second.keywords,
        code_url=first.code_url or second.code_url,
        external_ids=tuple(sorted({*known.external_ids, *seen.external_ids})),
        sources=tuple(sorted({*known.sources, *seen.sources})),
    )


def _published(first: Paper, second: Paper) -> tuple[date | None, bool]:
    """A date with a year of its own beats one whose year was inferred, which beats none."""
    exact = [p.published for p in (first, second) if p.published and not p.year_inferred]
    if exact:
        return exact[0], False
    inferred = [p.published for p in (first, second) if p.published]
    return (min(inferred), True) if inferred else (None, False)


def _author_count(first: Paper, second: Paper) -> int | None:
    for paper in (first, second):
        if paper.authors:
            return len(paper.authors)
    return first.author_count if first.author_count is not None else second.author_count


def _earliest(a: date | None, b: date | None) -> date | None:
    return min((d for d in (a, b) if d), default=None)


def _most(a: int | None, b: int | None) -> int | None:
    """Counters only grow: the higher one is the later one, whichever was read first."""
    return max((c for c in (a, b) if c is not None), default=None)
