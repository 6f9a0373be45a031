"""What turns text into vectors: the protocol, and the stand-in that needs no weights."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Text to unit vectors. *name* is stored with every vector: equal names mean comparable vectors."""

    @property
    def name(self) -> str:
        """Model, precision and anything else that changes the vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def max_tokens(self) -> int | None:
        """The longest text it reads whole, in its own tokens; None if there is no limit to mind."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of *text*, without the special ones."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Float32 vectors of unit length, shape (len(texts), dimension). Raises `EmbedderError`."""
        ...


class HashingEmbedder:
    """Bags of hashed words: no weights, no meaning beyond shared words, but quick and always there."""

    name = "hashing-256"
    dimension = 256
    max_tokens = None

    def count_tokens(self, text: str) -> int:
        """Words of *text*."""
        return len(re.findall(r"\w+", text))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One signed count a word, at a place its hash names (Weinberger et al. 2009), then unit length."""
        import numpy as np

        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
                row[digest[0]] += 1.0 if digest[1] % 2 else -1.0
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return vectors
