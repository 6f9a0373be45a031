"""What the archive itself answers, without a model: counts and lists, and the facts it holds of a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer.exact import Exact
from bot.answer.metadata import told
from bot.question import Question
from bot.question.asked import Beyond
from bot.question.listing import Request, read_request
from retrieval.archive import Archive
from retrieval.archive.lookup import Query, as_phrase, matching
from retrieval.text.words import terms
from retrieval.types import Paper


def by_archive(
    asked: Question, named: Sequence[tuple[int, Paper]], archive: Archive, beyond: Beyond | None = None
) -> Exact | None:
    """The exact answer, a list's without what was shown *beyond*, if *asked* is of that kind; else None."""
    if named:
        sentence = told(asked.query, named)
        return Exact(sentence, len(named), tuple(paper for _, paper in named)) if sentence else None
    request = read_request(asked.query, asked.window)
    return listed(archive, request, beyond) if request else None


def listed(archive: Archive, request: Request, beyond: Beyond | None = None) -> Exact:
    """The count or the list *request* asks for, without what was shown *beyond*."""
    papers = matching(archive, request.query)
    notes = [_unnamed(archive, request.query)]
    if request.kind == "upvoted":
        papers.sort(key=lambda p: -(p.upvotes if p.upvotes is not None else -1))
        known = sum(paper.upvotes is not None for paper in papers)
        notes += [f"Upvotes are known of {known:,} of them."] if known < len(papers) else []
    if request.kind == "count":
        notes.append(listed_then(archive, request.query, len(papers)))
    count, searched = len(papers), archive.count(request.query.window)
    shown = tuple((beyond.left(papers) if beyond else papers)[: request.n])
    return Exact(_sentence(count, request.query), searched, shown, count, tuple(filter(None, notes)))


def listed_then(archive: Archive, query: Query, published: int) -> str:
    """What must be told beside a count of papers *published* in a time: how many were listed in it; "" if as many."""
    if query.window is None or query.window.about != "published":
        return ""
    count = len(matching(archive, replace(query, window=replace(query.window, about="listed"))))
    return f"{count:,} {'was' if count == 1 else 'were'} listed then." if count != published else ""


def _unnamed(archive: Archive, query: Query) -> str:
    """What must be told beside a question about people: some papers come without names."""
    if not query.who:
        return ""
    papers = archive.list(query.window)
    unnamed = sum(not (paper.authors or paper.organization) for paper in papers)
    return f"Of {unnamed:,} of {len(papers):,} papers the authors' names are not known." if unnamed else ""


def _sentence(count: int, query: Query) -> str:
    what = f"{count:,} paper{'s' if count != 1 else ''}"
    words = f"“{query.words}”" if as_phrase(query.words) else " and ".join(f"“{word}”" for word in terms(query.words))
    about = f" mention{'s' if count == 1 else ''} {words}" if query.words else ""
    by = f" by {query.who}" if query.who else ""
    if about:
        return f"{what}{by}{about}."
    return f"There {'is' if count == 1 else 'are'} {what}{by}."
