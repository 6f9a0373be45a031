"""The papers nearest to a question, and how near: out of memory, or asked of the index and of the archive's rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from retrieval.archive import Archive
from retrieval.archive.vectors import Generation, VectorStore
from retrieval.errors import VectorIndexError
from retrieval.index import ExactIndex, Held, Index, best, nearest
from retrieval.search.near import Near, nearness
from retrieval.types import Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DEPTH = 100
"""How many papers are found."""
# Up to this many passages a window is searched by itself; a wider one is cut from a longer list.
NARROW = 4_000


class Dense(Protocol):
    """The vectors of the generation that serves, for one question."""

    def papers(self, query: Vectors, window: Window | None = None) -> list[int]:
        """Up to `DEPTH` papers in *window* by their best passage, best first."""
        ...

    def near(self, query: Vectors, numbers: Sequence[int]) -> dict[int, Near]:
        """How near each of these papers is, of those that have vectors; *numbers* in order."""
        ...


class InMemory:
    """Everything out of what an `ExactIndex` holds; only the papers of a window are asked of the archive."""

    def __init__(self, held: Held, archive: Archive) -> None:
        self._held, self._archive = held, archive

    def papers(self, query: Vectors, window: Window | None = None) -> list[int]:
        """As `Dense` says."""
        import numpy as np

        held = self._held
        if window is None:
            found = best(held.matrix @ query, 2 * DEPTH)
        else:
            rows = np.flatnonzero(np.isin(held.numbers, self._archive.numbers_in(window)))
            wide = len(rows) > NARROW  # to gather so many vectors takes longer than to multiply them all
            found = rows[best((held.matrix @ query)[rows] if wide else held.matrix[rows] @ query, 2 * DEPTH)]
        return [n for n in dict.fromkeys(held.numbers[found].tolist()) if n][:DEPTH]

    def near(self, query: Vectors, numbers: Sequence[int]) -> dict[int, Near]:
        """As `Dense` says."""
        import numpy as np

        held = self._held
        rows = np.flatnonzero(np.isin(held.numbers, numbers))
        rows = rows[np.argsort(held.numbers[rows], kind="stable")]
        return nearness(held.numbers[rows].tolist(), [held.seqs[row] for row in rows], held.matrix[rows], query)


class InArchive:
    """Asked of *index*, and where that cannot answer, of *exact*; for archives of any size."""

    def __init__(
        self, archive: Archive, vectors: VectorStore, index: Index, exact: ExactIndex, generation: Generation
    ) -> None:
        self._archive, self._vectors = archive, vectors
        self._index, self._exact, self._generation = index, exact, generation

    def papers(self, query: Vectors, window: Window | None = None) -> list[int]:
        """As `Dense` says."""
        found = self._within(query, window) if window else self._nearest(query, DEPTH)
        ranked = self._vectors.papers([seq for seq, _ in found])
        allowed = self._archive.numbers(ranked, window) if window else None
        return [n for n in ranked if allowed is None or n in allowed][:DEPTH]

    def near(self, query: Vectors, numbers: Sequence[int]) -> dict[int, Near]:
        """As `Dense` says."""
        return nearness(*self._vectors.of_papers(self._generation, numbers), query)

    def _within(self, query: Vectors, window: Window) -> list[tuple[int, float]]:
        narrow = self._vectors.in_window(self._generation, window, NARROW)
        if narrow is not None:
            return nearest(query, *narrow, k=2 * DEPTH)
        share = max(1, self._archive.count() // max(1, self._archive.count(window)))
        return self._nearest(query, min(DEPTH * (share + 1), 2_000))

    def _nearest(self, query: Vectors, k: int) -> list[tuple[int, float]]:
        """Two passages a paper: 2 k."""
        try:
            self._index.sync(self._generation)
            return self._index.search(query, 2 * k)
        except VectorIndexError:
            self._exact.sync(self._generation)
            return self._exact.search(query, 2 * k)
