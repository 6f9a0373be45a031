"""The JSON that others build on: one stable form a result. Absent is null; keys are added, never taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.models.budget import Spent
from bot.types import Answer, Tldr
from retrieval.ingest import Report
from retrieval.types import Hit, Paper, Version, Window

FALLEN = ("misattributed", "stitched", "fabricated", "overreach")


def report_document(report: Report, notes: Sequence[str] = ()) -> dict[str, Any]:
    """What `ingest` and `fetch` did."""
    return {
        "read": report.read,
        "new": report.new,
        "merged": report.merged,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "refused": [{"where": r.where, "reason": r.reason} for r in report.refused],
        "notes": [*report.notes(), *notes],
    }


def paper_document(paper: Paper) -> dict[str, Any]:
    """One paper."""
    return {
        "id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "published": paper.published.isoformat() if paper.published else None,
        "year_inferred": paper.year_inferred,
        "listed_on": paper.listed_on.isoformat() if paper.listed_on else None,
        "authors": list(paper.authors),
        "author_count": paper.author_count,
        "organization": paper.organization,
        "upvotes": paper.upvotes,
        "comments": paper.comments,
        "arxiv_id": paper.arxiv_id,
        "url": paper.url,
        "ai_summary": paper.ai_summary,
        "keywords": list(paper.keywords),
        "code_url": paper.code,
        "external_ids": list(paper.external_ids),
        "sources": list(paper.sources),
        "stars": paper.stars,
        "project_url": paper.project_url,
        "pdf_url": paper.pdf_url,
        "submitter": paper.submitter,
        "media": list(paper.media),
        "discussion": paper.discussion,
        "version": paper.version,
        "updated": paper.updated.isoformat() if paper.updated else None,
        "comment": paper.comment,
        "categories": list(paper.categories),
        "journal_ref": paper.journal_ref,
        "doi": paper.doi,
        "withdrawn": paper.withdrawn,
        "places": [{"source": p.source, "rank": p.rank, "query": p.query} for p in paper.places],
    }


def version_document(version: Version) -> dict[str, Any]:
    """What an earlier version of a paper said."""
    return {
        "version": version.number,
        "updated": version.updated.isoformat() if version.updated else None,
        "title": version.title,
        "abstract": version.abstract,
    }


def hit_document(hit: Hit) -> dict[str, Any]:
    """One search result: *ranks* says why, by list."""
    return {
        "id": hit.paper.id,
        "title": hit.paper.title,
        "score": round(hit.score, 6),
        "ranks": hit.ranks,
        "passage": hit.passage,
        "url": hit.paper.url,
        "external_ids": list(hit.paper.external_ids),
    }


def answer_document(answer: Answer) -> dict[str, Any]:
    """An answer or a refusal."""
    return {
        "question": answer.question,
        "state": answer.state,
        "claims": [
            {
                "text": claim.text,
                "citations": [
                    {"n": c.n, "paper": c.paper.id, "title": c.paper.title, "url": c.paper.url, "quote": c.quote}
                    for c in claim.citations
                ],
            }
            for claim in answer.claims
        ],
        "dropped": {verdict: answer.dropped.get(verdict, 0) for verdict in FALLEN},
        "searched": {"papers": answer.searched, "window": window_document(answer.window)},
        "nearest": [{"id": p.id, "title": p.title} for p in answer.nearest],
        "model": answer.model,
        "prompt": answer.prompt,
        "usage": {
            "prompt_tokens": answer.usage.prompt_tokens,
            "completion_tokens": answer.usage.completion_tokens,
            "seconds": round(answer.usage.seconds, 3),
            "calls": answer.usage.calls,
            "money": answer.usage.money,
            "cached": bool(answer.usage.cached),
        },
        "notes": list(answer.notes),
        "count": answer.count,
        "papers": None if answer.listing is None else [{"id": p.id, "title": p.title} for p in answer.listing],
    }


def window_document(window: Window | None) -> dict[str, Any] | None:
    """A half-open window; an open side is null."""
    if window is None:
        return None
    return {
        "start": window.start.isoformat() if window.start else None,
        "end": window.end.isoformat() if window.end else None,
        "about": window.about,
        "words": window.words,
    }


def spent_document(spent: Spent) -> dict[str, Any]:
    """What one user spent on one model."""
    return {
        "user": spent.user,
        "model": spent.model,
        "calls": spent.calls,
        "tokens": spent.tokens,
        "seconds": round(spent.seconds, 3),
        "money": spent.money,
    }


def tldr_document(made: Tldr) -> dict[str, Any]:
    """One TL;DR."""
    return {
        "id": made.paper.id,
        "title": made.paper.title,
        "tldr": made.line,
        "made_by": made.made_by,
        "prompt": made.prompt,
        "note": made.note or None,
    }
