"""Digests as JSON: one stable form, keys are added and never taken away."""

from __future__ import annotations

from typing import Any

from bot.weekly.digest.types import Digest, Ranked


def digest_document(digest: Digest) -> dict[str, Any]:
    """A digest, with the whole ranking and its reasons."""
    return {
        "week": str(digest.week),
        "start": digest.week.start.isoformat(),
        "end": digest.week.end.isoformat(),
        "papers": [_ranked(digest, ranked) for ranked in digest.ranked],
        "themes": [
            {
                "name": theme.name,
                "papers": [ranked.n for ranked in theme.papers],
                "sentence": theme.claim.text if theme.claim else None,
                "citations": [{"n": c.n, "quote": c.quote} for c in theme.claim.citations] if theme.claim else [],
                "usual": None if theme.usual is None else round(theme.usual, 2),
            }
            for theme in digest.themes
        ],
        "rising": None if digest.rising is None else [{"term": t, "now": n, "before": b} for t, n, b in digest.rising],
        "model": digest.model,
        "prompt": digest.prompt,
        "tokens": digest.usage.prompt_tokens + digest.usage.completion_tokens,
        "notes": list(digest.notes),
    }


def _ranked(digest: Digest, ranked: Ranked) -> dict[str, Any]:
    return {
        "n": ranked.n,
        "id": ranked.paper.id,
        "title": ranked.paper.title,
        "tldr": digest.lines.get(ranked.paper.id),
        "score": round(ranked.score, 4),
        "reasons": {r.name: {"value": r.value, "weight": r.weight, "detail": r.detail} for r in ranked.reasons},
    }
