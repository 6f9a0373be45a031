"""The integer graph, made once and kept: its bytes are checked, and what was found of the processor is remembered."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrieval.embed.integer import RECIPE, integer_graph

if TYPE_CHECKING:
    from retrieval.embed import Embedder

AGREE = 0.98
"""The least cosine between the two graphs' vectors of one text. Measured on processors with VNNI: above 0.99."""
_TEXT = (
    "We train 12 sparse transformers on 3.5 billion tokens, and find that they generalize better to unseen languages."
)


def integer_embedder(
    stored: Callable[[], bytes], weights: str, folder: Path | None, opened: Callable[[bytes], Embedder]
) -> Embedder | None:
    """The embedder that *opened* makes of the integer graph of the *stored* one, whose SHA-256 is *weights*.

    None where this processor does not agree with the stored graph, or that is of another build. A folder that cannot be
    written to costs the third of a second that making the graph takes, at each start.
    """
    known = _Kept(folder, weights)
    graph = known.graph()
    if graph is None:
        try:
            graph = integer_graph(stored())
        except (ValueError, KeyError):
            return None
    embedder = opened(graph)
    agrees = known.agrees()
    if agrees is None:
        agrees = float(embedder.embed([_TEXT])[0] @ opened(stored()).embed([_TEXT])[0]) >= AGREE
        known.keep(graph, agrees)
    return embedder if agrees else None


class _Kept:
    """`minilm.onnx` in *folder*, and `minilm.json` that says what it was made of and where it was tried."""

    def __init__(self, folder: Path | None, weights: str) -> None:
        self._folder = folder
        self._made_of = {"recipe": RECIPE, "weights": weights}
        self._said = self._read()

    def graph(self) -> bytes | None:
        """The graph, if it is whole and made of these weights in this way."""
        if self._folder is None or not self._said:
            return None
        try:
            graph = (self._folder / "minilm.onnx").read_bytes()
        except OSError:
            return None
        return graph if hashlib.sha256(graph).hexdigest() == self._said.get("graph") else None

    def agrees(self) -> bool | None:
        """What was found on this processor; None if it was never tried."""
        found = self._said.get("processors", {}).get(_processor())
        return found if isinstance(found, bool) else None

    def keep(self, graph: bytes, agrees: bool) -> None:
        """Keep both, each in one step; a folder that cannot be written to is left alone."""
        if self._folder is None:
            return
        processors = self._said.get("processors", {}) | {_processor(): agrees}
        said = {**self._made_of, "graph": hashlib.sha256(graph).hexdigest(), "processors": processors}
        try:
            self._folder.mkdir(0o700, parents=True, exist_ok=True)
            _replace(self._folder / "minilm.onnx", graph)
            _replace(self._folder / "minilm.json", json.dumps(said).encode())
        except OSError:
            return

    def _read(self) -> dict[str, Any]:
        try:
            said = json.loads((self._folder / "minilm.json").read_bytes()) if self._folder else {}
        except (OSError, ValueError):
            return {}
        whole = isinstance(said, dict) and all(said.get(key) == value for key, value in self._made_of.items())
        return said if whole else {}


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def _processor() -> str:
    """What decides how integers are multiplied here: a hash of the processor's abilities, or its name."""
    try:
        about = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        about = ""
    flags = next((line for line in about.splitlines() if line.lower().startswith(("flags", "features"))), "")
    told = flags or platform.processor()
    return f"{platform.machine()} {hashlib.sha256(told.encode()).hexdigest()[:12]}"
