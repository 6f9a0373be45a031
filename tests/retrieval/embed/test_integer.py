"""The embedded embedder computes in integers: the same vectors, nearly, in a third of the time; and falls back."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.models.embedders import open_embedder, spec_of
from bot.models.table import Access
from retrieval.embed import kept
from retrieval.embed.integer import integer_graph
from retrieval.embed.minilm import INTEGER, NAME, default_embedder, stored_embedder

TEXTS = (
    "Grokking",
    "Longer ropes hold 3 times better in every harbour that was measured.",
    "We fine-tune sparse transformers on 3.5B tokens; perplexity falls from 12.1 to 9.8. " * 12,
    "北京 déjà vu ∑ α-entmax \\frac{1}{2}",
)


def test_both_graphs_agree(tmp_path: Path) -> None:
    """Texts of any length and script get vectors of length one that lie beside those of the stored graph."""
    integer, stored = default_embedder(tmp_path).embed(TEXTS), stored_embedder().embed(TEXTS)
    assert np.allclose(np.linalg.norm(integer, axis=1), 1, atol=1e-5)
    assert float((integer * stored).sum(axis=1).min()) > kept.AGREE


def test_the_graph_is_made_once_and_checked(tmp_path: Path) -> None:
    """A second start reads what the first one made; a graph that was cut or changed is made anew."""
    first = default_embedder(tmp_path)
    graph = tmp_path / "minilm.onnx"
    made, vector = graph.read_bytes(), first.embed(["ropes"])
    before = graph.stat().st_mtime_ns
    assert np.array_equal(default_embedder(tmp_path).embed(["ropes"]), vector)
    assert graph.stat().st_mtime_ns == before
    graph.write_bytes(made[: len(made) // 2])
    assert np.array_equal(default_embedder(tmp_path).embed(["ropes"]), vector)
    assert json.loads((tmp_path / "minilm.json").read_bytes())["recipe"] == 1
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["minilm.json", "minilm.onnx"]


def test_a_folder_that_cannot_be_written_costs_no_answer(tmp_path: Path) -> None:
    """Where nothing can be kept, the graph is made for the moment."""
    (tmp_path / "embedder").write_text("a file in the folder's place")
    assert default_embedder(tmp_path / "embedder").name == INTEGER


def test_a_processor_that_disagrees_gets_the_stored_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where integers are multiplied otherwise, the slower graph answers under its own name, and that is said."""
    monkeypatch.setattr(kept, "AGREE", 1.01)
    for _ in range(2):  # found out once, remembered after
        embedder = default_embedder(tmp_path)
        assert (embedder.name, "slower graph" in embedder.note) == (NAME, True)


def test_a_model_of_another_build_is_refused() -> None:
    """Weights that are laid out differently are never guessed at."""
    with pytest.raises((ValueError, KeyError)):
        integer_graph(b"")


def test_old_vectors_keep_their_embedder() -> None:
    """An archive embedded by an earlier version goes on being asked with that version's graph."""
    assert open_embedder(spec_of(NAME), Access()).name == NAME
    assert spec_of(INTEGER) == "minilm"
