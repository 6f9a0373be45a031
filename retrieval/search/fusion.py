"""One order out of two rankings: both scores, each in a unit of its own, added up.

The scores say more than the ranks that reciprocal rank fusion goes by: how far the first is ahead, and whether a list
found anything at all (Bruch, Gai and Ingber, "An Analysis of Fusion Functions", ACM TOIS 2023). The weights lie in the
middle of a wide plateau; see "Retrieval" in bench/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

from retrieval.text.words import is_wanted


@dataclass(frozen=True, slots=True)
class Weights:
    """How many standard deviations of the cosines the best BM25 score counts for, and a full `Match.words`.

    One deviation is 0.1 for the default embedder.
    """

    lexical: float
    words: float


# Keywords are meant as they stand; a sentence says in words of its own what a paper says in others.
KEYWORDS, SENTENCE = Weights(4.0, 5.0), Weights(3.0, 3.5)
_LEAST_SPREAD = 0.02  # cosines that are all but equal tell nothing


def weights_for(question: str) -> Weights:
    """Those of a sentence if *question* holds any word that is not of its subject, as "the", "how" or "papers"."""
    return SENTENCE if any(not is_wanted(word) for word in re.findall(r"[\w-]+", question)) else KEYWORDS


def blend(
    numbers: Iterable[int], bm25: Mapping[int, float], cosines: Mapping[int, float], lexical: float = KEYWORDS.lexical
) -> dict[int, float]:
    """A score for each of *numbers*. Not found by full text counts there as its last, without a vector as average."""
    last, best = min(bm25.values(), default=0.0), max(bm25.values(), default=1.0)
    middle = fmean(cosines.values()) if cosines else 0.0
    spread = max(_deviation(cosines.values(), middle), _LEAST_SPREAD) if cosines else 1.0
    best = max(best, 1e-9)
    return {n: lexical * bm25.get(n, last) / best + (cosines.get(n, middle) - middle) / spread for n in numbers}


def _deviation(values: Collection[float], middle: float) -> float:
    """The standard deviation of *values*; that of `statistics` reckons in fractions, for a millisecond."""
    return sqrt(fmean((value - middle) ** 2 for value in values))
