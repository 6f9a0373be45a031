"""One paper seen through several sources is one record: the better-known fields win.

The result does not depend on the order in which sources were read, except where one source corrects itself:
then what it said last holds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from retrieval.identity import title_key
from retrieval.types import Paper, Place
from retrieval.withdrawal import is_notice


def merge(known: Paper, seen: Paper) -> Paper:
    """*known* with what *seen* adds. The identity stays that of *known*."""
    better = _authority(seen) >= _authority(known)
    first, second = (seen, known) if better else (known, seen)
    told, other = _newer_first(known, seen, first)
    published, inferred = _published(first, second)
    return replace(
        known,
        title=told.title,
        abstract=other.abstract if is_notice(told.abstract) else told.abstract,
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
        stars=_most(known.stars, seen.stars),
        project_url=first.project_url or second.project_url,
        pdf_url=first.pdf_url or second.pdf_url,
        submitter=first.submitter or second.submitter,
        media=first.media or second.media,
        discussion=first.discussion or second.discussion,
        version=_most(known.version, seen.version),
        updated=max((day for day in (known.updated, seen.updated) if day), default=None),
        comment=told.comment or other.comment,
        categories=told.categories or other.categories,
        journal_ref=told.journal_ref or other.journal_ref,
        doi=told.doi or other.doi,
        withdrawn=told.withdrawn if told.version and other.version else known.withdrawn or seen.withdrawn,
        places=_places(known, seen),
    )


def is_revised(known: Paper, seen: Paper, merged: Paper) -> bool:
    """Whether *merged* has another abstract than *known* because *seen* is a later version, or the source's own change.

    What two sources write differently is no version, nor what differs in typography alone.
    """
    if title_key(known.abstract) == title_key(merged.abstract) or is_notice(known.abstract):
        return False
    later = (merged.version or 1) > (known.version or 1)
    return later or (_authority(seen) == _authority(known) and not seen.sources[0].startswith("page"))


def _authority(paper: Paper) -> int:
    from retrieval.sources import authority  # every source comes with it, and whoever only asks needs none

    return authority(paper.sources)


def _newer_first(known: Paper, seen: Paper, first: Paper) -> tuple[Paper, Paper]:
    """Whose text counts: the later version's; of equal ones, that of the source which knows papers better."""
    numbers = (known.version or 1, seen.version or 1)
    if numbers[0] != numbers[1]:
        return (known, seen) if numbers[0] > numbers[1] else (seen, known)
    return (seen, known) if first is seen else (known, seen)


def _places(known: Paper, seen: Paper) -> tuple[Place, ...]:
    """One place a page: where it was read twice, the later reading counts."""
    by_page = {place.source: place for place in (*known.places, *seen.places)}
    return tuple(by_page[source] for source in sorted(by_page))


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
