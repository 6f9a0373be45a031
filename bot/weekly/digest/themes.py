"""Which papers of a week belong together: average-linkage clustering of their centred vectors.

A paper is in at most one theme; what is like nothing else stays out. The cut is on the mean cosine similarity of
two groups: with MiniLM, centred, a tenth of all pairs of a week's papers exceed 0.2 and a twentieth 0.28, so groups
that keep above 0.28, or 0.19 in weeks with little in common, are about one thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

MOST = 7
"""Themes of a post."""
JOINS = 0.16
"""Mean similarity to a theme's papers from which one more belongs to it: a tenth of all pairs exceed 0.2."""
SMALLEST = 3
"""Papers of a theme: two papers are a coincidence."""
_SIZE_COUNTS = 0.75  # power: twice the papers tell more, but not twice as much
ALIKE = 0.31
"""Mean cosine similarity, centred, from which papers are about one thing whatever the week."""
_CUTS = (ALIKE, 0.28, 0.25, 0.22, 0.19)  # whichever makes the best groups tell most


def find_groups(vectors: Matrix) -> list[list[int]]:
    """Rows of *vectors* by group, the most telling group first and in each the most central paper first.

    *vectors* are unit rows, centred (`bot.weekly.digest.space`). The same rows in the same order give the same groups.
    """
    if len(vectors) < SMALLEST:
        return []
    similar = vectors @ vectors.T
    best: list[list[int]] = []
    most = 0.0
    for cut in _CUTS:
        groups = [group for group in _groups(vectors, cut) if len(group) >= SMALLEST]
        groups.sort(key=lambda group: (-_weight(similar, group), group))
        told = sum(_weight(similar, group) for group in groups[:MOST])
        if told > most:
            best, most = groups, told
    return [_central_first(similar, group) for group in best]


def joined(vectors: Matrix, groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """*groups*, each with the rows of *vectors* after it that are in none and nearest to it, the nearest first."""
    similar = vectors @ vectors.T
    grouped = {row for group in groups for row in group}
    near: list[list[tuple[float, int]]] = [[] for _ in groups]
    for row in range(len(vectors)) if groups else ():
        closeness = [round(float(similar[row][list(group)].mean()), 6) for group in groups]
        best = max(range(len(groups)), key=closeness.__getitem__)
        if row not in grouped and closeness[best] >= JOINS:
            near[best].append((-closeness[best], row))
    return [[*group, *(row for _, row in sorted(more))] for group, more in zip(groups, near, strict=True)]


def _groups(vectors: Matrix, cut: float) -> list[list[int]]:
    """The rows by cluster, in order."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist

    # The inner product of unit rows; pdist's own cosine would divide by zero for a row of nothing.
    distances = pdist(vectors, "sqeuclidean") / 2
    labels = fcluster(linkage(distances, "average"), 1 - cut, "distance")
    found: dict[int, list[int]] = {}
    for row, label in enumerate(labels.tolist()):
        found.setdefault(label, []).append(row)
    return list(found.values())


def cohesion(similar: Matrix, group: Sequence[int]) -> float:
    """The mean similarity of the pairs of *group*."""
    size = len(group)
    inside = similar[list(group)][:, list(group)]
    return float((inside.sum() - inside.trace()) / (size * (size - 1)))


def _weight(similar: Matrix, group: Sequence[int]) -> float:
    """How much a group tells: many papers, close together. Rounded, so that the last bit decides nothing."""
    return float(round(len(group) ** _SIZE_COUNTS * cohesion(similar, group), 6))


def _central_first(similar: Matrix, group: Sequence[int]) -> list[int]:
    nearness = similar[list(group)][:, list(group)].sum(axis=1)
    return [row for _, row in sorted(zip((-nearness).round(6).tolist(), group, strict=True))]
