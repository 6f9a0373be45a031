"""Two runs on the same data: what differs, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.evaluate.run import Run, run_document
from bot.evaluate.statistics import Difference, Figure, figure, paired
from retrieval.errors import UsageError

SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Compared:
    """One metric in both runs, over the questions that both have a value for."""

    first: Figure
    second: Figure
    difference: Difference

    @property
    def verdict(self) -> str:
        """In words: better or worse depends on the metric, so it is higher, lower or no more than noise."""
        if self.difference.p >= SIGNIFICANT:
            return "no more than noise"
        return "higher" if self.difference.difference.mean > 0 else "lower"


def compare(first: Run, second: Run) -> dict[str, Compared]:
    """By metric. A `UsageError` if the runs are not about the same data."""
    if first.kind != second.kind:
        raise UsageError(f"One run is of {first.kind}, the other of {second.kind}.", "Compare runs of one kind.")
    changed = [role for role in first.data if first.data[role] != second.data.get(role)]
    hashes = {role: (first.data[role].sha256, second.data[role].sha256) for role in changed if role in second.data}
    other = [role for role in changed if role not in hashes or len(set(hashes[role])) > 1]
    if other:
        raise UsageError(f"The runs are not on the same data: {', '.join(other)}.", "Repeat one on the other's files.")
    found = {}
    for metric in dict.fromkeys(name for values in first.queries.values() for name in values):
        pairs = [
            (values[metric], second.queries[query][metric])
            for query, values in first.queries.items()
            if metric in values and metric in second.queries.get(query, {})
        ]
        if pairs:
            a, b = ([pair[i] for pair in pairs] for i in (0, 1))
            found[metric] = Compared(figure(a), figure(b), paired(a, b))
    if not found:
        raise UsageError("The runs have no question in common.", "Compare runs on the same files.")
    return found


def comparison_document(
    first: Run, second: Run, compared: Mapping[str, Compared], now: datetime, whole: bool
) -> dict[str, Any]:
    """The comparison as JSON; *whole*: with both runs in it."""
    return {
        "kind": "comparison",
        "of": first.kind,
        "made_at": now.isoformat(timespec="seconds"),
        "first": run_document(first, now) if whole else dict(first.configuration),
        "second": run_document(second, now) if whole else dict(second.configuration),
        "metrics": {
            metric: {
                "first": each.first.mean,
                "second": each.second.mean,
                "difference": each.difference.difference.mean,
                "low": each.difference.difference.low,
                "high": each.difference.difference.high,
                "n": each.difference.difference.n,
                "p": each.difference.p,
                "verdict": each.verdict,
            }
            for metric, each in compared.items()
        },
    }
