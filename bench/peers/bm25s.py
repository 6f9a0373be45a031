"""A floor: BM25 over titles and abstracts in memory, by the `bm25s` library; no vectors, no chat model."""

from __future__ import annotations

import json
from pathlib import Path

import bm25s
import Stemmer

from bench.peers.serving import Bench, Record, serve


class Words:
    """The index as its README makes it: English stop words, Snowball's stemmer."""

    def __init__(self, bench: Bench) -> None:
        self._folder, self._stemmer = bench.folder, Stemmer.Stemmer("english")
        self._ids: list[str] = []
        if (self._folder / "ids.json").exists():
            self._ids = json.loads((self._folder / "ids.json").read_text("utf-8"))
            self._index = bm25s.BM25.load(str(self._folder))

    def ingest(self, records: list[Record]) -> None:
        """Tokenise, index, save."""
        texts = [f"{r['title']}\n{r['abstract']}" for r in records]
        tokens = bm25s.tokenize(texts, stopwords="en", stemmer=self._stemmer, show_progress=False)
        index = bm25s.BM25()
        index.index(tokens, show_progress=False)
        index.save(str(self._folder))
        Path(self._folder / "ids.json").write_text(json.dumps([r["id"] for r in records]), "utf-8")

    def search(self, question: str, k: int) -> list[str]:
        """The best by BM25."""
        tokens = bm25s.tokenize([question], stopwords="en", stemmer=self._stemmer, show_progress=False)
        found, _ = self._index.retrieve(tokens, k=k, show_progress=False)
        return [self._ids[n] for n in found[0]]

    def ask(self, question: str) -> str:
        """A floor answers nothing."""
        raise NotImplementedError


if __name__ == "__main__":
    serve(Words)
