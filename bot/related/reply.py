"""Related papers as a reply, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.related import Related
from bot.render.papers import source_of
from bot.render.typeset import typeset
from bot.types import Reply
from retrieval.types import Paper


def related_reply(paper: Paper, found: Sequence[Related]) -> Reply:
    """The papers like *paper*, each with what the two share."""
    title = f"Related to “{typeset(paper.title)}”"
    if not found:
        return Reply(title=title, paragraphs=("No other paper here is like it.",))
    sources = tuple(source_of(each.paper, n, line=told(each)) for n, each in enumerate(found, start=1))
    return Reply(title=title, sources=sources)


def told(found: Related) -> str:
    """As "shares: token-level credit, on-policy distillation; 2 authors; code of one owner"."""
    people = len(found.authors)
    parts = [", ".join(found.terms)] if found.terms else []
    parts += [f"{people} author{'s' if people != 1 else ''}"] if people else []
    parts += ["code of one owner"] if found.same_code else []
    return f"shares: {'; '.join(parts)}" if parts else "near in meaning"


def related_document(paper: Paper, found: Sequence[Related]) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "paper": {"id": paper.id, "title": paper.title},
        "related": [
            {
                "id": each.paper.id,
                "title": each.paper.title,
                "url": each.paper.url,
                "score": round(each.score, 4),
                "cosine": None if each.cosine is None else round(each.cosine, 4),
                "terms": list(each.terms),
                "authors": list(each.authors),
                "same_code": each.same_code,
                "code_url": each.paper.code,
            }
            for each in found
        ],
    }
