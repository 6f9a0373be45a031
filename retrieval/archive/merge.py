"""One paper seen through several sources is one record: the better-known fields win.

The result does not depend on the order in which sources were read, except where one source corrects itself:
then what it said last holds.
"""

from __future__ import annotations

import re
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
        listed_on=_listed_on(known, seen),
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
        sources=tuple(sorted({*known.sources, *seen.sources} - _taken_back(known, seen))),
    )


def _published(first: Paper, second: Paper) -> tuple[date | None, bool]:
    """A date with a year of its own beats one whose year was inferred, which beats none."""
    exact = [p.published for p in (first, second) if p.published and not p.year_inferred]
    if exact:
        return exact[0], False
    inferred = [p.published for p in (first, second) if p.published]
    return (min(inferred), True) if inferred else (None, False)


def _taken_back(known: Paper, seen: Paper) -> set[str]:
    """Sources "page:2025-12-09" from when every page was taken for a day's, of a page now known to be none."""
    sources = {*known.sources, *seen.sources}
    looked_at = {name.rpartition(":")[2] for name in sources if name.count(":") == 2 and name[:9] != "page:day:"}
    return sources & {f"page:{day}" for day in looked_at}


def _listed_on(known: Paper, seen: Paper) -> date | None:
    """The earliest listing day; one that only a page now known to be no day's page gave does not count."""
    wrong = _taken_back(known, seen)
    right = [_listed_without(paper, wrong) for paper in (known, seen)]
    return min((day for day in right if day), default=None)


def _listed_without(paper: Paper, wrong: set[str]) -> date | None:
    """The listing day of *paper* without what the pages *wrong* said; it stays if another source may have said it."""
    left = set(paper.sources) - wrong
    if left == set(paper.sources) or f"page:{paper.listed_on}" not in wrong:
        return paper.listed_on
    if any(name.split(":")[0] in ("huggingface", "jsonl") for name in left):
        return paper.listed_on
    days = (name.rpartition(":")[2] for name in left if re.fullmatch(r"page:(?:day:)?\d{4}-\d\d-\d\d", name))
    return min(map(date.fromisoformat, days), default=None)


def _author_count(first: Paper, second: Paper) -> int | None:
    for paper in (first, second):
        if paper.authors:
            return len(paper.authors)
    return first.author_count if first.author_count is not None else second.author_count


def _most(a: int | None, b: int | None) -> int | None:
    """Counters only grow: the higher one is the later one, whichever was read first."""
    return max((c for c in (a, b) if c is not None), default=None)
