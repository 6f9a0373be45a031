"""Archives of any size with the statistics of real abstracts, for `bench.scale`.

Every paper has two real abstracts for parents. Its length is the first one's number of words; of its words three in
ten are drawn from the first, two from the second, and half from the words of all abstracts, as often as each occurs,
so that frequencies and company are those of real text and no sentence is. One new name a paper, for vocabularies grow
with their corpus. Hence no two texts are equal.

Vectors are distinct too, for near-duplicates make a graph index look worse, and a few clusters better, than it is: each
parent has a direction of its own, a paper is the first's, 0.6 of the second's and a part of its own, a passage that
and a little noise. Passages of a paper lie at a cosine of about 0.8, papers with a common first parent at 0.35.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.vectors import Generation, VectorStore
from retrieval.identity import paper_id
from retrieval.types import Paper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DIMENSION = 384
PER_DAY = 100
"""Papers listed a day, whatever the size of the archive: a week holds 700, and an archive of 300,000 eight years."""
LAST_DAY = date(2026, 11, 20)
_PASSAGE = 1_150  # characters that the default embedder reads at once
_BATCH = 2_000
_SYLLABLES = [c + v for c in "bcdfghjklmnprstvz" for v in "aeiou"]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is taken from real text: the words of each abstract, and of all, with cumulative frequencies."""

    parents: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    frequencies: tuple[int, ...]

    @classmethod
    def of(cls, abstracts: Sequence[str]) -> Statistics:
        """The statistics of *abstracts*."""
        parents = tuple(tuple(words) for words in map(str.split, abstracts) if len(words) > 20)
        counts: dict[str, int] = {}
        for word in (word for parent in parents for word in parent):
            counts[word] = counts.get(word, 0) + 1
        return cls(parents, tuple(counts), tuple(accumulate(counts.values())))


def papers(count: int, known: Statistics, seed: int = 0) -> Iterator[tuple[Paper, tuple[int, int]]]:
    """*count* papers, oldest first, the last listed on `LAST_DAY`; each with the numbers of its parents."""
    draw = random.Random(seed)
    for number in range(count):
        first, second = draw.randrange(len(known.parents)), draw.randrange(len(known.parents))
        text = _text(known, first, second, draw)
        name = "".join(draw.choices(_SYLLABLES, k=4)).capitalize() + f"{number:x}"
        title = f"{name}: {' '.join(text[:8])}"
        listed = LAST_DAY - timedelta(days=(count - 1 - number) // PER_DAY)
        upvotes = int(draw.paretovariate(1.2)) if draw.random() < 0.8 else None
        abstract = f"{' '.join(text)} {name}."
        yield (
            Paper(paper_id(title), title, abstract, listed_on=listed, upvotes=upvotes, sources=("jsonl",)),
            (
                first,
                second,
            ),
        )


def fill(database: Database, count: int, known: Statistics, embedder: str, seed: int = 0) -> None:
    """Put *count* papers with vectors into the empty *database*, as if *embedder* had made them."""
    import numpy as np

    archive, store = Archive(database), VectorStore(database)
    generation = store.open(embedder, DIMENSION)
    directions = np.random.default_rng(seed).normal(size=(len(known.parents), DIMENSION)).astype(np.float32)
    batch: list[Paper] = []
    parents: list[tuple[int, int]] = []
    for paper, both in papers(count, known, seed):
        batch.append(paper)
        parents.append(both)
        if len(batch) == _BATCH:
            _put(archive, store, generation, directions, batch, parents)
            batch, parents = [], []
    if batch:
        _put(archive, store, generation, directions, batch, parents)


def vectors(parents: tuple[int, int], count: int, directions: Vectors, seed: int) -> Vectors:
    """Unit vectors of a paper's *count* passages, shape (count, dimension)."""
    import numpy as np

    draw = np.random.default_rng(seed)
    shape = directions.shape[1]
    paper = directions[parents[0]] + 0.6 * directions[parents[1]] + draw.normal(size=shape)
    made = paper + 0.75 * draw.normal(size=(count, shape))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def _put(
    archive: Archive,
    store: VectorStore,
    generation: Generation,
    directions: Vectors,
    batch: list[Paper],
    parents: list[tuple[int, int]],
) -> None:
    archive.put(batch)
    after = archive.count() - len(batch)
    items = []
    for (n, title, text), both in zip(store.next_pending(generation, after, len(batch)), parents, strict=True):
        passages = [text[at : at + _PASSAGE] for at in range(0, len(text), _PASSAGE)]
        items.append((n, title, text, passages, vectors(both, len(passages), directions, n)))
    store.add(generation, items)


def _text(known: Statistics, first: int, second: int, draw: random.Random) -> list[str]:
    one, other = known.parents[first], known.parents[second]
    length = len(one)
    words = draw.choices(one, k=length * 3 // 10) + draw.choices(other, k=length // 5)
    words += draw.choices(known.words, cum_weights=known.frequencies, k=length - len(words))
    draw.shuffle(words)
    return words
