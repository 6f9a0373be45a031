"""The vector index: its protocol, and exact search over the archive's own vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from retrieval.archive.vectors import Generation, VectorStore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


_BATCH = 2_000


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


@dataclass(frozen=True, slots=True)
class _Held:
    """What is in memory, exchanged as a whole: threads share it."""

    g: int
    high: int
    removal: int
    seqs: list[int]
    matrix: Vectors


class ExactIndex:
    """All vectors of a generation in memory; always right, and quick up to some 100,000 passages."""

    name = "exact"

    def __init__(self, store: VectorStore) -> None:
        self._store = store
        self._held: _Held | None = None

    def sync(self, generation: Generation) -> None:
        """Read the vectors that are new, or all again if some were removed."""
        high, removal = self._store.marks(generation)
        held = self._held
        if held is None or (held.g, held.removal) != (generation.g, removal):
            held = None
        elif held.high == high:
            return
        self._held = _Held(generation.g, high, removal, *_read(self._store, generation, held))

    def rebuild(self, generation: Generation, progress: Callable[[int, int], None] | None = None) -> int:
        """Read all vectors again."""
        self.close()
        self.sync(generation)
        return len(self._held.seqs) if self._held else 0

    def search(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """The *k* nearest of all."""
        held = self._held
        return [] if held is None else nearest(vector, held.seqs, held.matrix, k)

    def close(self) -> None:
        """Forget the vectors."""
        self._held = None


def _read(store: VectorStore, generation: Generation, held: _Held | None) -> tuple[list[int], Vectors]:
    """All seqs and vectors, those of *held* taken over. In batches: read at once they would be in memory thrice."""
    import numpy as np

    seqs = list(held.seqs) if held else []
    rows = max(store.count(generation), len(seqs))  # some may have been removed this moment: they go the next time
    matrix = np.empty((rows, generation.dimension), dtype=np.float32)
    if held:
        matrix[: len(seqs)] = held.matrix
    while len(seqs) < len(matrix):  # what comes meanwhile waits for the next time
        more, vectors = store.read(generation, seqs[-1] if seqs else 0, min(_BATCH, len(matrix) - len(seqs)))
        if not more:
            break
        matrix[len(seqs) : len(seqs) + len(more)] = vectors
        seqs += more
    return seqs, matrix[: len(seqs)]


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
