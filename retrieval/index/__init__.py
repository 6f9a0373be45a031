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
class Held:
    """What is in memory, exchanged as a whole: threads share it. In order, each passage's seq, paper and vector.

    Of a passage that was removed while they were read the paper is 0, which is none.
    """

    g: int
    high: int
    removal: int
    seqs: list[int]
    numbers: NDArray[np.int64]
    matrix: Vectors


class ExactIndex:
    """All vectors of a generation in memory; always right, and quick up to some 100,000 passages."""

    name = "exact"

    def __init__(self, store: VectorStore) -> None:
        self._store = store
        self.held: Held | None = None

    def sync(self, generation: Generation) -> None:
        """Read the vectors that are new, or all again if some were removed."""
        self.fresh(generation)

    def fresh(self, generation: Generation) -> Held:
        """What is in memory, brought up to the archive."""
        high, removal = self._store.marks(generation)
        held = self.held
        if held is None or (held.g, held.removal) != (generation.g, removal):
            held = None
        elif held.high == high:
            return held
        self.held = held = Held(generation.g, high, removal, *_read(self._store, generation, held))
        return held

    def rebuild(self, generation: Generation, progress: Callable[[int, int], None] | None = None) -> int:
        """Read all vectors again."""
        self.close()
        self.sync(generation)
        return len(self.held.seqs) if self.held else 0

    def search(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """The *k* nearest of all."""
        held = self.held
        return [] if held is None else nearest(vector, held.seqs, held.matrix, k)

    def close(self) -> None:
        """Forget the vectors."""
        self.held = None


def _read(
    store: VectorStore, generation: Generation, held: Held | None
) -> tuple[list[int], NDArray[np.int64], Vectors]:
    """All seqs, papers and vectors, those of *held* taken over. In batches: at once they would be in memory thrice."""
    import numpy as np

    seqs = list(held.seqs) if held else []
    rows = max(store.count(generation), len(seqs))  # some may have been removed this moment: they go the next time
    matrix, numbers = np.empty((rows, generation.dimension), dtype=np.float32), np.zeros(rows, dtype=np.int64)
    if held:
        matrix[: len(seqs)], numbers[: len(seqs)] = held.matrix, held.numbers
    while len(seqs) < len(matrix):  # what comes meanwhile waits for the next time
        more, vectors = store.read(generation, seqs[-1] if seqs else 0, min(_BATCH, len(matrix) - len(seqs)))
        if not more:
            break
        owners, new = store.owners(generation, more[0], more[-1]), slice(len(seqs), len(seqs) + len(more))
        matrix[new], numbers[new] = vectors, [owners.get(seq, 0) for seq in more]
        seqs += more
    return seqs, numbers[: len(seqs)], matrix[: len(seqs)]


def nearest(vector: Vectors, seqs: Sequence[int], matrix: Vectors, k: int) -> list[tuple[int, float]]:
    """(seq, cosine) of the *k* rows of *matrix* nearest to *vector*; both must be of unit length."""
    if not seqs:
        return []
    scores = matrix @ vector
    return [(seqs[i], float(scores[i])) for i in best(scores, k)]


def best(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Where the *k* highest of *scores* are, best first; equal ones in the archive's order, for a stable answer."""
    import numpy as np

    k = min(k, len(scores))
    top = np.argpartition(-scores, k - 1)[:k] if k else np.zeros(0, dtype=np.int64)
    return top[np.lexsort((top, -scores[top]))]
