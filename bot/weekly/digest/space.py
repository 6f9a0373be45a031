"""Papers as points: one unit vector a paper, from the vectors the archive already holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.archive import in_window
from retrieval.archive.vectors import VectorStore
from retrieval.types import Paper, Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Space:
    """Paper ids and, row by row, their vectors: the unit mean of a paper's passages."""

    rows: dict[str, int]
    matrix: Matrix

    def of(self, papers: Sequence[Paper]) -> Matrix:
        """The vectors of *papers*, all of which must be here."""
        return self.matrix[[self.rows[paper.id] for paper in papers]]

    def centred(self) -> Space:
        """The same papers seen from their common mean.

        All abstracts of a field resemble each other; what is left when the mean is gone is what tells them apart.
        """
        return Space(self.rows, unit(self.matrix - self.matrix.mean(axis=0)) if len(self.rows) else self.matrix)


def read_space(store: VectorStore, window: Window) -> Space:
    """The papers of *window* that have vectors, by id; without an embedder's work, none."""
    return _read(store, *in_window(window))


def space_of(store: VectorStore, ids: Sequence[str]) -> Space:
    """The papers with these *ids*, as far as they have vectors."""
    return _read(store, "id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))])


def _read(store: VectorStore, where: str, values: Sequence[str]) -> Space:
    import numpy as np

    serving = store.serving()
    if serving is None:
        return Space({}, np.zeros((0, 0)))
    sql = f"SELECT id, vector FROM passages JOIN papers USING (n) WHERE g = ? AND {where} ORDER BY id, i"
    with store.database.read() as db:
        found = db.execute(sql, [serving.g, *values]).fetchall()
    rows: dict[str, int] = {}
    matrix = np.zeros((len({row["id"] for row in found}), serving.dimension))
    for row in found:
        matrix[rows.setdefault(row["id"], len(rows))] += np.frombuffer(row["vector"], dtype="<f4")
    return Space(rows, unit(matrix))


def unit(matrix: Matrix) -> Matrix:
    """The rows at length 1; rows of nothing stay nothing."""
    import numpy as np

    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    scaled: Matrix = np.divide(matrix, lengths, out=np.zeros_like(matrix), where=lengths > 0)
    return scaled
