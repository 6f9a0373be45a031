"""A floor: one matrix of vectors and one product a question, with numpy; no chat model."""

from __future__ import annotations

import json

import numpy as np

from bench.peers.serving import Bench, Record, papers_of, passages_of, serve


class Exact:
    """Vectors and ids in two files."""

    def __init__(self, bench: Bench) -> None:
        self._folder, self._embedder = bench.folder, bench.embedder()
        if (self._folder / "ids.json").exists():
            self._ids: list[str] = json.loads((self._folder / "ids.json").read_text("utf-8"))
            self._matrix = np.load(self._folder / "vectors.npy")

    def ingest(self, records: list[Record]) -> None:
        """Write them down."""
        passages = list(passages_of(records))
        np.save(self._folder / "vectors.npy", self._embedder.given([text for _, _, text in passages]))
        (self._folder / "ids.json").write_text(json.dumps([name for name, _, _ in passages]), "utf-8")

    def search(self, question: str, k: int) -> list[str]:
        """The nearest by cosine."""
        scores = self._matrix @ self._embedder.embed([question])[0]
        return papers_of((self._ids[n] for n in np.argsort(-scores)[: 2 * k]), k)

    def ask(self, question: str) -> str:
        """A floor answers nothing."""
        raise NotImplementedError


if __name__ == "__main__":
    serve(Exact)
