"""Embedders behind any OpenAI-compatible endpoint."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.models.endpoint import OPENAI_URL, Endpoint
from bot.models.faults import CallError
from bot.models.giving_up import pause
from bot.models.transport import embeddings
from retrieval.deadline import Cutoff
from retrieval.errors import EmbedderError

if TYPE_CHECKING:
    from retrieval.embed import Vectors

BATCH = 64
"""Texts in one embedding request."""


class OpenAIEmbedder:
    """An embedding model behind an OpenAI-compatible endpoint.

    *max_tokens* is what the model reads of a text: without it 8191 for OpenAI's own endpoint
    (https://platform.openai.com/docs/guides/embeddings), and a cautious 512 for any other, since those cut
    longer texts without a word. *deadline* is the total of one request and its retries, in seconds.
    """

    def __init__(
        self,
        *,
        model: str,
        api_key: str,
        base_url: str | None = None,
        max_tokens: int | None = None,
        deadline: float = 60.0,
        attempts: int = 3,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = pause,
    ) -> None:
        self._model = model
        self._max_tokens = max_tokens or (512 if base_url else 8191)
        self._endpoint = Endpoint(api_key, base_url or OPENAI_URL, deadline, attempts, clock, sleep)
        self._dimension = 0
        self._numbers = True

    @property
    def name(self) -> str:
        """`openai:` and the model's name."""
        return f"openai:{self._model}"

    @property
    def dimension(self) -> int:
        """Length of a vector; the first time it takes a request to know. Raises `EmbedderError`."""
        if not self._dimension:
            self.embed(["length"])
        return self._dimension

    @property
    def max_tokens(self) -> int:
        """The longest text it reads whole, in tokens."""
        return self._max_tokens

    def count_tokens(self, text: str) -> int:
        """An estimate on the safe side, without the tokenizer: English has about four characters a token."""
        return math.ceil(len(text) / 3)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Float32 vectors of unit length, shape (len(texts), dimension). Raises `EmbedderError`."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        batches = [self._batch(texts[i : i + BATCH]) for i in range(0, len(texts), BATCH)]
        return np.concatenate(batches)

    def _batch(self, texts: Sequence[str]) -> Vectors:
        def attempt(cutoff: Cutoff) -> Vectors:
            vectors = self._ask(cutoff, texts)
            if vectors.shape != (len(texts), self._dimension or vectors.shape[-1]):
                raise CallError("malformed")
            return vectors

        try:
            vectors = self._endpoint.call(attempt)
        except CallError as failed:
            error = self._endpoint.error(failed)
            raise EmbedderError(error.message, error.hint) from failed
        self._dimension = vectors.shape[1]
        return vectors

    def _ask(self, cutoff: Cutoff, texts: Sequence[str]) -> Vectors:
        """One row of unit length a text; numbers are asked for in words no more once an endpoint refuses them."""
        try:
            return _unit(embeddings(self._endpoint, cutoff, self._model, texts, self._numbers))
        except CallError as failed:
            if failed.fault not in ("bad_request", "server") or failed.status not in (400, 422) or not self._numbers:
                raise
            vectors = _unit(embeddings(self._endpoint, cutoff, self._model, texts, numbers=False))
            self._numbers = False
            return vectors


def _unit(rows: Sequence[Sequence[float]]) -> Vectors:
    """*rows* at length 1; a row that is ragged, zero or no numbers is a `CallError`."""
    import numpy as np

    try:
        vectors = np.array(rows, dtype=np.float32)
    except (ValueError, TypeError) as error:
        raise CallError("malformed") from error
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    if not (np.isfinite(lengths) & (lengths > 0)).all():
        raise CallError("malformed")
    return np.asarray(vectors / lengths, dtype=np.float32)
