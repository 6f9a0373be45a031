"""Fits the weights of `bot.gate.coverage` and writes `bot/gate/weights.json`: what `bench.follows --fit` does.

A ridge-penalised logistic model, fitted by Newton's method; both labels count alike in each set.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.pairs import Pair
from bot.gate import coverage as score
from bot.gate.judge import weighed

WEIGHTS = Path(__file__).resolve().parents[1] / "bot" / "gate" / "weights.json"
HAND_WEIGHT = 20.0  # one claim by hand counts as this many summaries: it is what answers look like, and there are few
PENALTY = 1.0  # ridge
SPOILT_WEIGHT = 0.25  # and a spoilt claim as this many: most are caught by rules before the score is looked at
PASSING, FALLING = 0.88, 0.98  # the share of the pairs above "follows" that follow, and under "overreach" that do not

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Set:
    """Pairs and their similarities."""

    pairs: list[Pair]
    similarities: list[float]

    def only(self, keep: Sequence[bool]) -> Set:
        """Those for which *keep* holds."""
        chosen = [n for n, k in enumerate(keep) if k]
        return Set([self.pairs[n] for n in chosen], [self.similarities[n] for n in chosen])


def fit(summaries: Set, by_hand: Sequence[Set], spoilt: Set) -> None:
    """Write weights with and without similarity, and the two thresholds."""
    found: dict[str, object] = {}
    spoilt_weight = np.full(len(spoilt.pairs), SPOILT_WEIGHT)
    weight = np.r_[balance(summaries), *(HAND_WEIGHT * balance(s) for s in by_hand), spoilt_weight]
    sets = (summaries, *by_hand, spoilt)
    follows = np.concatenate([truth(s) for s in sets])
    for key, embedded in (("with_similarity", True), ("without", False)):
        tables = [table(s, embedded) for s in sets]
        names, rows = tables[0][0], np.concatenate([values for _, values, _ in tables])
        solution = logistic(rows, follows, weight)
        found[key] = {name: round(float(b), 3) for name, b in zip((*names, "bias"), solution, strict=True)}
        if embedded:
            scores = 1 / (1 + np.exp(-with_ones(rows) @ solution))
            natural = len(follows) - len(spoilt.pairs)
            held = np.concatenate([faulty for _, _, faulty in tables])
            found["follows"], found["overreach"] = thresholds(
                scores[:natural], follows[:natural], weight[:natural], held[:natural]
            )
    WEIGHTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    score.model.cache_clear()


def thresholds(scores: Floats, follows: Floats, weight: Floats, held: NDArray[np.bool_]) -> tuple[float, float]:
    """The lowest score from which `PASSING` of the pairs follow, the highest under which `FALLING` do not.

    A pair that a rule has *held* back is not shown as written, whatever its score.
    """
    steps = np.arange(0.05, 0.96, 0.01)
    passing = [
        float(np.average(follows[above], weights=weight[above])) for t in steps for above in [(scores >= t) & ~held]
    ]
    falling = [float(np.average(1 - follows[scores < t], weights=weight[scores < t])) for t in steps]
    upper = next(t for t, share in zip(steps, passing, strict=True) if share >= PASSING)
    lower = max(t for t, share in zip(steps, falling, strict=True) if share >= FALLING)
    return round(float(max(upper, lower)), 2), round(float(min(upper, lower)), 2)


def table(which: Set, embedded: bool) -> tuple[list[str], Floats, NDArray[np.bool_]]:
    """Names and values of the features, one row a pair, and whether a rule holds the pair back."""
    found = [
        weighed(pair.claim, pair.quotes, pair.title, cosine if embedded else None)
        for pair, cosine in zip(which.pairs, which.similarities, strict=True)
    ]
    rows = [values for _, _, values in found]
    held = np.array([bool(certain or doubtful) for certain, doubtful, _ in found])
    return list(rows[0]), np.array([list(row.values()) for row in rows]), held


def truth(which: Set) -> Floats:
    """1 for each pair that follows."""
    return np.array([float(p.follows) for p in which.pairs])


def balance(which: Set) -> Floats:
    """Weights by which both labels count alike, and 1 on average."""
    follows = truth(which)
    found: Floats = np.where(follows == 1, 0.5 / follows.mean(), 0.5 / (1 - follows.mean()))
    return found


def logistic(rows: Floats, labels: Floats, weight: Floats) -> Floats:
    """Ridge-penalised logistic regression by Newton's method; the last coefficient is the bias."""
    x = with_ones(rows)
    solution = np.zeros(x.shape[1])
    ridge = np.diag([PENALTY] * rows.shape[1] + [0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ solution))
        hessian = x.T @ (x * (weight * p * (1 - p))[:, None]) + ridge
        step = np.linalg.solve(hessian, x.T @ (weight * (p - labels)) + ridge @ solution)
        solution = solution - step
        if np.abs(step).max() < 1e-8:
            break
    return solution


def with_ones(rows: Floats) -> Floats:
    """*rows* with a column of ones."""
    found: Floats = np.c_[rows, np.ones(len(rows))]
    return found
