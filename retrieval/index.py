"""The vector index: its protocol, and exact search over the archive's own vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from retrieval.vectors import Generation, VectorStore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


class Index(Protocol):
    """Nearest passages by cosine similarity. A copy of the archive's vectors, never the truth."""

    name: str

    def sync(self, generation: Generation) -> None:
        """Take over what the archive has and the index lacks, and drop what the archive dropped."""
        ...

    def rebuild(self, generation: Generation, progress: Callable[[int, int], None] | None = None) -> int:
        """Make the copy anew, embedding nothing, telling *progress* (rows done, rows in all); the rows copied."""
        ...

    def search(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """(passage seq, cosine similarity) of the *k* nearest, best first. Raises `VectorIndexError`."""
        ...

    def close(self) -> None:
        """Release files and locks."""
        ...


class ExactIndex:
    """All vectors of a generation in memory; always right, and quick up to some 100,000 passages."""

    name = "exact"

    def __init__(self, store: VectorStore) -> None:
        self._store = store
        self._marks: tuple[int, ...] = ()
        self._seqs: Sequence[int] = []
        self._matrix: Vectors | None = None

    def sync(self, generation: Generation) -> None:
        """Read the vectors again if they changed."""
        marks = (generation.g, *self._store.marks(generation))
        if marks != self._marks:
            self._seqs, self._matrix = self._store.read(generation)
            self._marks = marks

    def rebuild(self, generation: Generation, progress: Callable[[int, int], None] | None = None) -> int:
        """Read all vectors again."""
        self.close()
        self.sync(generation)
        return len(self._seqs)

    def search(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """The *k* nearest of all."""
        return [] if self._matrix is None else nearest(vector, self._seqs, self._matrix, k)

    def close(self) -> None:
        """Forget the vectors."""
        self._marks, self._seqs, self._matrix = (), [], None


def nearest(vector: Vectors, seqs: Sequence[int], matrix: Vectors, k: int) -> list[tuple[int, float]]:
    """(seq, cosine) of the *k* rows of *matrix* nearest to *vector*; both must be of unit length."""
    import numpy as np

    if not seqs:
        return []
    scores = matrix @ vector
    k = min(k, len(seqs))
    top = np.argpartition(-scores, k - 1)[:k]
    top = top[np.lexsort((top, -scores[top]))]  # equal scores in the archive's order: a stable answer
    return [(seqs[i], float(scores[i])) for i in top]
