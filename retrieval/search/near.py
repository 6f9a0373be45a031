"""How near papers are to a question, from the vectors of all their passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Near:
    """The *seq* of the passage nearest to the question, its *cosine*, and that of all passages' mean, the *whole*."""

    seq: int
    cosine: float
    whole: float

    @property
    def score(self) -> float:
        """Half the best passage, half the whole paper: a passage can lie near by chance."""
        return (self.cosine + self.whole) / 2


def nearness(numbers: Sequence[int], seqs: Sequence[int], vectors: Vectors, query: Vectors) -> dict[int, Near]:
    """By paper, from the paper's row number, the seq and the vector of each of its passages, papers in order.

    *vectors* and *query* are of unit length.
    """
    import numpy as np

    if not numbers:
        return {}
    starts = [at for at, n in enumerate(numbers) if at == 0 or n != numbers[at - 1]]
    bounds = np.array([*starts, len(numbers)])
    cosines, sums = vectors @ query, _sums(vectors, bounds)
    wholes = sums @ query / np.maximum(np.linalg.norm(sums, axis=1), 1e-9)
    counts = np.diff(bounds)
    highest = np.flatnonzero(cosines == np.repeat(np.maximum.reduceat(cosines, bounds[:-1]), counts))
    best = highest[np.searchsorted(highest, bounds[:-1])]  # of equal ones the first
    each = zip(starts, best.tolist(), cosines[best].tolist(), wholes.tolist(), strict=True)
    return {numbers[start]: Near(seqs[at], cosine, whole) for start, at, cosine, whole in each}


def _sums(vectors: Vectors, bounds: NDArray[np.int64]) -> Vectors:
    """The sum of the vectors from each of *bounds* to the next, as `np.add.reduceat`, in a tenth of its time."""
    starts, counts = bounds[:-1], bounds[1:] - bounds[:-1]
    sums = vectors[starts]
    for nth in range(1, int(counts.max())):
        longer = counts > nth
        sums[longer] += vectors[starts[longer] + nth]
    return sums
