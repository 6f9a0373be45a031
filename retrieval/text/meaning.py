"""How near a text is in meaning to those around it, and to what abstracts of this field say, by an embedder's vectors.

`meaning.json` holds what it was measured with: a few centres of the sentences of abstracts, as the default embedder
places them, and the weights that `bench/fit_kinship.py` fitted beside those of the words.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

# Texts to unit vectors of the default embedder; None where it fails.
Embed = Callable[[Sequence[str]], "Vectors | None"]
_SCALE = 127  # a centre's numbers are kept as whole ones up to it


def nearness(own: Vectors, vectors: Vectors, n: int, centres: Vectors) -> dict[str, float]:
    """Cosines of *own*, the vector of text *n*: with the nearest others, with all of them, and with a centre."""
    import numpy as np

    others = np.delete(vectors, n, axis=0)
    near, whole = np.sort(others @ own), others.sum(axis=0)
    return {
        "nearest": float(near[-1]),
        "three nearest": float(near[-3:].mean()),
        "on the whole": float(whole @ own) / max(1e-9, float(np.linalg.norm(whole))),
        "like an abstract": float((centres @ own).max()),
    }


def weights() -> dict[str, float]:
    """What each value counts, of words and of meaning, the bias, and the threshold."""
    found: dict[str, float] = _fitted()["weights"]
    return found


def packed(rows: Vectors) -> list[str]:
    """Centres, unit *rows*, as `meaning.json` holds them."""
    import numpy as np

    return [base64.b64encode(np.round(row * _SCALE).astype(np.int8).tobytes()).decode() for row in rows]


@cache
def centres() -> Vectors:
    """The centres of the field's sentences, unit vectors, shape (a few, dimension)."""
    import numpy as np

    rows = [np.frombuffer(base64.b64decode(row), dtype=np.int8) for row in _fitted()["centres"]]
    found = np.array(rows, dtype=np.float32)
    unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


@cache
def _fitted() -> dict[str, Any]:
    text = resources.files("retrieval.text").joinpath("meaning.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
