"""How close a paper is to words somebody cares about: by its own words, or by its vector."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.weekly.digest.space import Space, unit
from retrieval.embed import Embedder
from retrieval.text.words import stem, terms
from retrieval.types import Paper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

# Cosine of a topic's words and an abstract, MiniLM: below the first it says nothing, from the second on the abstract is
# about the topic. Measured on eleven topics of two to four words and a month of Daily Papers.
_FAR, _NEAR = 0.4, 0.6
MATCH = 0.5
"""The closeness from which a paper counts as being about a topic: all its words, or a cosine of 0.5.

At 0.43 half of what matched "sparse autoencoders" or "medical imaging" was about something else.
"""


@dataclass(frozen=True, slots=True)
class Interest:
    """Topics and, where an embedder is at hand, their vectors."""

    topics: tuple[str, ...]
    vectors: Matrix | None = None

    def closeness(self, paper: Paper, space: Space) -> tuple[float, str]:
        """0 to 1, and the topic that comes nearest. 1 if the paper has all words of a topic, whatever their endings."""
        text = f"{paper.title} {paper.abstract} {' '.join(paper.keywords)}"
        held = {stem(word) for word in re.findall(r"\w+", text.lower())}
        best = (0.0, "")
        for row, topic in enumerate(self.topics):
            near = 1.0 if {stem(word) for word in terms(topic)} <= held else self._by_vector(row, paper, space)
            best = max(best, (near, topic), key=lambda pair: pair[0])
        return best

    def _by_vector(self, row: int, paper: Paper, space: Space) -> float:
        if self.vectors is None or paper.id not in space.rows:
            return 0.0
        cosine = float(self.vectors[row] @ space.matrix[space.rows[paper.id]])
        return round(min(1.0, max(0.0, (cosine - _FAR) / (_NEAR - _FAR))), 4)


def interest_in(topics: Sequence[str], embedder: Embedder | None) -> Interest:
    """An interest in *topics*; without an embedder by words alone."""
    import numpy as np

    if not topics or embedder is None:
        return Interest(tuple(topics))
    return Interest(tuple(topics), unit(embedder.embed(list(topics)).astype(np.float64)))
