"""Made-up papers for the benchmarks: lengths and word frequencies as in real abstracts, words that mean nothing.

Words are drawn by Zipf's law from a vocabulary of 30,000, 120 to 240 a paper, in sentences of 12 to 28 words.
Vectors are clustered: 500 centres, each paper near one, unit length, as embedders make them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.vectors import VectorStore
from retrieval.identity import paper_id
from retrieval.types import Paper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIMENSION = 384
_FIRST_DAY = date(2023, 5, 1)
_SYLLABLES = [c + v for c in "bcdfghjklmnprstvz" for v in "aeiou"]


def papers(count: int, seed: int = 0) -> Iterator[Paper]:
    """*count* papers, listed over three years of days."""
    draw = random.Random(seed)
    words = ["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4))) for _ in range(30_000)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    for number in range(count):
        text = draw.choices(words, cum_weights=weights, k=draw.randint(120, 240))
        title = f"{' '.join(draw.choices(words, cum_weights=weights, k=9)).capitalize()} {number}"
        listed = _FIRST_DAY + timedelta(days=number * 1_000 // count)
        yield Paper(paper_id(title), title, _sentences(text, draw), listed_on=listed, sources=("jsonl",))


def fill(database: Database, count: int, embedder: str, seed: int = 0) -> None:
    """Put *count* papers into *database* with two made-up vectors each, as if *embedder* had made them."""
    import numpy as np

    archive, store = Archive(database), VectorStore(database)
    batch: list[Paper] = []
    for paper in papers(count, seed):
        batch.append(paper)
        if len(batch) == 1_000:
            archive.put(batch)
            batch = []
    archive.put(batch)
    generation = store.open(embedder, DIMENSION)
    centres = np.random.default_rng(seed).normal(size=(500, DIMENSION))
    after = 0
    while rows := store.next_pending(generation, after, 1_000):
        items = [(n, title, text, [text[:700], text[700:]], vectors(2, centres, n)) for n, title, text in rows]
        store.add(generation, items)
        after = rows[-1][0]


def vectors(count: int, centres: NDArray[np.float64], seed: int) -> NDArray[np.float32]:
    """Unit vectors near one of *centres*, shape (count, dimension)."""
    import numpy as np

    draw = np.random.default_rng(seed)
    made = centres[draw.integers(len(centres))] + draw.normal(size=(count, centres.shape[1]))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def _sentences(words: Sequence[str], draw: random.Random) -> str:
    parts, at = [], 0
    while at < len(words):
        end = at + draw.randint(12, 28)
        parts.append(" ".join(words[at:end]).capitalize() + ".")
        at = end
    return " ".join(parts)
