"""The stems of texts as numbers, so that a question's terms are found in many texts at once; what was read is kept."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from retrieval.text.words import stem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 400_000
"""Numbers are smaller than this."""
_FULL = 300_000  # words, about 60 MB and those of some 200,000 abstracts: then all begins anew
_TEXTS = 10_000  # the titles and abstracts of 5,000 papers, about 12 MB
# Capitals become small letters, and what is no part of a word a space.
_ASCII_WORDS = "".join(chr(code).lower() if re.match(r"\w", chr(code)) else " " for code in range(128))


class Stems:
    """Each stem has a number of its own, from 1 on. Threads may share one.

    What a text's stems are depends on nothing but the text: what is kept cannot be out of date.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stems: dict[str, int] = {}
        self._words = _Words(self)
        self.of = lru_cache(_TEXTS)(self._of)

    @property
    def full(self) -> bool:
        """Whether it is time to begin anew."""
        return len(self._words) >= _FULL

    def number(self, stem: str) -> int:
        """The number of *stem*; 0, which is none's, when all are given."""
        with self._lock:
            return self._stems.setdefault(stem, len(self._stems) + 1) if len(self._stems) < MOST - 1 else 0

    def _of(self, text: str) -> NDArray[np.int32]:
        """The number of the stem of each word of *text*."""
        import numpy as np

        words = words_of(text)
        return np.fromiter(map(self._words.__getitem__, words), np.int32, len(words))


class _Words(dict[str, int]):
    """By word, the number of its stem: to look it up takes a tenth of stemming it."""

    def __init__(self, stems: Stems) -> None:
        self._stems = stems

    def __missing__(self, word: str) -> int:
        return self.setdefault(word, self._stems.number(stem(word)))


_known = Stems()


def stems() -> Stems:
    """Those of this process: they are the same for every archive."""
    global _known
    if _known.full:
        _known = Stems()
    return _known


def words_of(text: str) -> list[str]:
    """The words of *text*, in small letters."""
    if text.isascii():  # as the pattern finds them, in a tenth of the time
        return text.translate(_ASCII_WORDS).split()
    return re.findall(r"\w+", text.lower())
