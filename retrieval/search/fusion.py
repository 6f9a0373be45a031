"""One order out of two rankings: both scores, each in a unit of its own, added up.

The scores say more than the ranks that reciprocal rank fusion goes by: how far the first is ahead, and whether a list
found anything at all (Bruch, Gai and Ingber, "An Analysis of Fusion Functions", ACM TOIS 2023). The weights lie in the
middle of a wide plateau; see "Retrieval" in bench/README.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean, pstdev

# What counts as much as one standard deviation of the cosines among the papers found (0.1 for the default embedder):
LEXICAL = 4.0  # a fourth of the best BM25 score,
WORDS = 5.0  # and a fifth of `Match.words`.
_LEAST_SPREAD = 0.02  # cosines that are all but equal tell nothing


def blend(numbers: Iterable[int], bm25: Mapping[int, float], cosines: Mapping[int, float]) -> dict[int, float]:
    """A score for each of *numbers*. Not found by full text counts there as its last, without a vector as average."""
    last, best = min(bm25.values(), default=0.0), max(bm25.values(), default=1.0)
    middle = fmean(cosines.values()) if cosines else 0.0
    spread = max(pstdev(cosines.values()), _LEAST_SPREAD) if cosines else 1.0
    return {
        n: LEXICAL * bm25.get(n, last) / max(best, 1e-9) + (cosines.get(n, middle) - middle) / spread for n in numbers
    }
