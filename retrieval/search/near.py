"""How near papers are to a question, from the vectors of all their passages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Near:
    """A paper's *passage* nearest to the question, its *cosine*, and the cosine of the *whole*: its passages' mean."""

    passage: str
    cosine: float
    whole: float

    @property
    def score(self) -> float:
        """Half the best passage, half the whole paper: a passage can lie near by chance."""
        return (self.cosine + self.whole) / 2


def nearness(passages: Iterable[tuple[int, str, Vectors]], query: Vectors) -> dict[int, Near]:
    """By paper, from (paper row number, passage text, vector) of all its passages; all vectors of unit length."""
    import numpy as np

    rows = sorted(passages, key=lambda row: row[0])
    if not rows:
        return {}
    starts = [at for at, row in enumerate(rows) if at == 0 or row[0] != rows[at - 1][0]]
    vectors = np.stack([vector for _, _, vector in rows])
    cosines, sums = vectors @ query, np.add.reduceat(vectors, starts)
    wholes = sums @ query / np.maximum(np.linalg.norm(sums, axis=1), 1e-9)
    near: dict[int, Near] = {}
    for (start, end), whole in zip(pairwise([*starts, len(rows)]), wholes.tolist(), strict=True):
        best = start + int(cosines[start:end].argmax())
        near[rows[start][0]] = Near(rows[best][1], float(cosines[best]), whole)
    return near
