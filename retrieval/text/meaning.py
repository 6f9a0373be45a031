"""How near a text is in meaning to those around it, and to what abstracts of this field say, by an embedder's vectors.

`meaning.json` holds what it was measured with: a few centres of the sentences of abstracts, as the default embedder
places them, the direction from them to planted ones, and the weights that `bench/fit_meaning.py` fitted beside those of
the words.
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


def nearness(own: Vectors, vectors: Vectors, n: int, centres: Vectors, planted: Vectors) -> dict[str, float]:
    """Cosines of *own*, the vector of text *n*: with others, all of them, a centre, and the direction of *planted*."""
    import numpy as np

    others = np.delete(vectors, n, axis=0)
    near, whole = np.sort(others @ own), others.sum(axis=0)
    return {
        "nearest": float(near[-1]),
        "three nearest": float(near[-3:].mean()),
        "on the whole": float(whole @ own) / max(1e-9, float(np.linalg.norm(whole))),
        "like an abstract": float((centres @ own).max()),
        "like planted ones": float(planted @ own),
    }


def weights() -> dict[str, float]:
    """What each value counts, of words and of meaning, the bias, and the threshold."""
    found: dict[str, float] = _fitted()["weights"]
    return found


def packed(rows: Vectors) -> list[str]:
    """*rows*, of which only the direction counts, as `meaning.json` holds them."""
    import numpy as np

    whole = [np.round(row / np.abs(row).max() * _SCALE).astype(np.int8) for row in rows]
    return [base64.b64encode(row.tobytes()).decode() for row in whole]


def unpacked(rows: Sequence[str]) -> Vectors:
    """What `packed` made of unit vectors, shape (rows, dimension)."""
    import numpy as np

    found = np.array([np.frombuffer(base64.b64decode(row), dtype=np.int8) for row in rows], dtype=np.float32)
    unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


@cache
def centres() -> Vectors:
    """The centres of the field's sentences, unit vectors, shape (a few, dimension)."""
    return unpacked(_fitted()["centres"])


@cache
def direction() -> Vectors:
    """Where planted sentences lie, seen from the field's own, a unit vector."""
    found: Vectors = unpacked([_fitted()["direction"]])[0]
    return found


@cache
def _fitted() -> dict[str, Any]:
    text = resources.files("retrieval.text").joinpath("meaning.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
