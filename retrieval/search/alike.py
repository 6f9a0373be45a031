"""Papers like one paper: by the mean of their passages' vectors, and by the words that set it apart, in one ranking."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from retrieval.archive import Archive
from retrieval.archive.vectors import Generation, VectorStore
from retrieval.errors import VectorIndexError
from retrieval.index import ExactIndex, Index
from retrieval.search.fulltext import FullText
from retrieval.search.fusion import blend
from retrieval.search.near import nearness
from retrieval.text.words import terms
from retrieval.types import Paper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DEPTH = 100
"""How many papers either half brings into question."""
TELLING = 25
"""How many of a paper's own words are looked for: those that tell it best from the others."""
_READ = 80  # of the papers in question, the best are read
_TITLE = 2  # a word of the title counts as so many of the abstract
_AT_ONCE = 40  # words a question to the full-text table may have


@dataclass(frozen=True, slots=True)
class Alike:
    """A *paper*, its *score* for the ranking, and the *cosine* of the two papers; None without vectors."""

    paper: Paper
    score: float
    cosine: float | None


def alike(archive: Archive, index: Index, paper: Paper) -> list[Alike]:
    """The papers of *archive* most like its *paper*, best first: up to `_READ`, without the paper itself."""
    own, store = archive.number(paper), VectorStore(archive.database)
    generation = store.serving()
    vector = _mean(store, generation, own)
    dense = _near(store, index, generation, vector)
    fulltext = FullText(archive.database)
    words = telling_words(archive, fulltext, paper)
    bm25 = dict(fulltext.search(" ".join(words), DEPTH, None, words, dense)) if words else {}
    numbers = sorted({*dense, *bm25} - {own})
    cosines = {}
    if generation is not None and vector is not None:
        near = nearness(*store.of_papers(generation, numbers), vector)
        cosines = {n: each.whole for n, each in near.items()}
    scores = blend(numbers, {n: bm25[n] for n in numbers if n in bm25}, cosines)
    ranked = sorted(numbers, key=lambda n: (-scores[n], n))[:_READ]
    papers = archive.get(ranked)
    return [Alike(papers[n], scores[n], cosines.get(n)) for n in ranked if n in papers]


def telling_words(archive: Archive, fulltext: FullText, paper: Paper) -> dict[str, int]:
    """The words of *paper* that set it apart, and how many papers hold each: never a word that is its alone."""
    counts = Counter(_words(paper.abstract))
    for word in _words(paper.title):
        counts[word] += _TITLE
    size, held = archive.count(), dict[str, int]()
    known = terms(" ".join(counts)) if len(counts) <= _AT_ONCE else list(counts)
    for at in range(0, len(known), _AT_ONCE):
        held |= fulltext.frequencies(" ".join(known[at : at + _AT_ONCE]))
    worth = {word: counts[word] * log(size / n) for word, n in held.items() if 1 < n < size and word in counts}
    best = sorted(worth, key=lambda word: (-worth[word], word))[:TELLING]
    return {word: held[word] for word in best}


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.lower()) if len(word) > 2 and not word.isdigit()]


def _mean(store: VectorStore, generation: Generation | None, n: int) -> Vectors | None:
    """The direction of the passages of paper *n* taken together; None if it has no vectors."""
    import numpy as np

    if generation is None:
        return None
    total = store.of_papers(generation, [n])[2].sum(axis=0)
    length = float(np.linalg.norm(total))
    return (total / length).astype(np.float32) if length else None


def _near(store: VectorStore, index: Index, generation: Generation | None, vector: Vectors | None) -> Sequence[int]:
    """The row numbers of the papers whose passages are nearest, best first."""
    if generation is None or vector is None:
        return []
    return store.papers([seq for seq, _ in _search(store, index, generation, vector)])[:DEPTH]


def _search(store: VectorStore, index: Index, generation: Generation, vector: Vectors) -> list[tuple[int, float]]:
    """Two passages a paper; exactly from the archive where the index cannot answer."""
    try:
        index.sync(generation)
        return index.search(vector, 2 * DEPTH)
    except VectorIndexError:
        exact = ExactIndex(store)
        exact.sync(generation)
        return exact.search(vector, 2 * DEPTH)
