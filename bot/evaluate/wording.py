"""Other words for the same thing, out of the archive's own vocabulary and by the embedder's sense of likeness."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from retrieval.embed import Embedder
from retrieval.text.words import is_wanted
from retrieval.types import Paper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

VOCABULARY = 2_000
# Read by eye on all-MiniLM-L6-v2: from here on a neighbour says nearly the same ("suppressing": "eliminating").
NEAR = 0.55
_SAME_BEGINNING = 4  # letters: "suppress" is no other word than "suppression"


class Wording:
    """The commonest words of *papers*, embedded once: five seconds with the default embedder."""

    def __init__(self, papers: Sequence[Paper], embedder: Embedder) -> None:
        held = Counter(word for p in papers for word in set(re.findall(r"[a-z]{4,}", p.abstract.lower())))
        self._words = [word for word, _ in held.most_common() if is_wanted(word)][:VOCABULARY]
        self._vectors = embedder.embed(self._words)
        self._embedder = embedder

    def other(self, word: str, text: str) -> str | None:
        """The nearest word that neither begins like *word* nor stands in *text* (lower case); None without one."""
        import numpy as np

        near = self._vectors @ self._embedder.embed([word])[0]
        for at in np.argsort(-near)[:20].tolist():
            candidate: str = self._words[at]
            if near[at] < NEAR:
                return None
            if candidate[:_SAME_BEGINNING] != word[:_SAME_BEGINNING] and candidate[:_SAME_BEGINNING] not in text:
                return candidate
        return None
