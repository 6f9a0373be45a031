"""The ledger as JSON: one stable form, keys are added and never taken away."""

from __future__ import annotations

from typing import Any

from bot.weekly.posting.ledger import Part


def part_document(part: Part) -> dict[str, Any]:
    """One message of the ledger."""
    return {
        "week": str(part.week),
        "sink": part.destination.sink,
        "channel": part.destination.channel,
        "part": part.number,
        "state": part.state,
        "ref": part.ref or None,
        "note": part.note or None,
        "at": part.at.isoformat(),
    }
