"""Broadsheet itself, as `broadsheet ingest`, `search` and `ask` use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.peers.serving import Bench, Record, serve
from bot.answer import answer_question
from bot.app import App
from bot.settings import load
from retrieval import ingest
from retrieval.embed.minilm import OnnxEmbedder
from retrieval.identity import paper_id
from retrieval.types import Paper

if TYPE_CHECKING:
    from retrieval.embed import Vectors


class Given:
    """The embedder as far as `embed_pending` needs it, with vectors that are given."""

    def __init__(self, bench: Bench) -> None:
        self._inner = bench.embedder()
        self.name, self.dimension, self.max_tokens = self._inner.name, self._inner.dimension, self._inner.max_tokens

    def count_tokens(self, text: str) -> int:
        """Word pieces of *text*."""
        return OnnxEmbedder.count_tokens(self._inner, text)

    def embed(self, texts: list[str]) -> Vectors:
        """The vectors of *texts*, looked up."""
        return self._inner.given(texts)


class Broadsheet:
    """An archive and its Chroma index."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        options = {"data": str(bench.folder), "openai_api_key": "none", "openai_base_url": bench.endpoint}
        self._app = App(load(options, {}), patient=True)
        self._names: dict[str, str] = {}

    def ingest(self, records: list[Record]) -> None:
        """Archive, vectors, index."""
        papers = [
            Paper(paper_id(r["title"]), r["title"], r["abstract"], external_ids=(r["id"],), sources=("jsonl",))
            for r in records
        ]
        ingest.store(self._app.archive, papers, ingest.Report())
        generation = ingest.embed_pending(self._app.vectors, Given(self._bench))
        self._app.index.sync(generation)
        self._app.close()

    def search(self, question: str, k: int) -> list[str]:
        """Hybrid search."""
        return [name for hit in self._app.searcher.search(question, k).hits for name in hit.paper.external_ids]

    def ask(self, question: str) -> str:
        """Claims whose quotes were found in the abstracts."""
        return " ".join(claim.text for claim in answer_question(self._app, question).claims)


if __name__ == "__main__":
    serve(Broadsheet)
