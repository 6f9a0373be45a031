"""What people are shown beside an answer's claims, for agents: lists with links and lines, parts, withdrawn papers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.render.answers import answer_reply
from bot.types import Answer, Source


def shown(answer: Answer, today: date) -> dict[str, Any]:
    """The papers of a list or a refusal, the parts of an overview, and which cited papers have been withdrawn."""
    cited = [citation.paper for claim in answer.claims for citation in claim.citations]
    reply = answer_reply(answer, today)
    listed = () if cited and answer.listing is None else reply.sources
    return {
        "listed": list(map(_source, listed)),
        "sections": [
            {"heading": part.heading, "paragraphs": list(part.paragraphs), "papers": list(map(_source, part.sources))}
            for part in (reply.sections if answer.sections else ())
        ],
        "withdrawn": _once(paper.id for paper in cited if paper.withdrawn),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "n": source.n,
        "title": source.title,
        "url": source.url,
        "detail": source.detail,
        "line": source.line or None,
        "quotes": list(source.quotes),
    }


def _once(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))
