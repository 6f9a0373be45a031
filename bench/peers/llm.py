"""The `llm` tool: embeddings in its SQLite collection, `similar`, and the papers found piped into a prompt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import llm
import sqlite_utils
from llm.default_plugins.openai_models import Chat

from bench.peers.serving import Bench, K, Record, papers_of, passages_of, prompt_of, serve


class Shared(llm.EmbeddingModel):
    """Broadsheet's embedder in the form of an embedding plug-in."""

    model_id = "shared"

    def __init__(self, bench: Bench) -> None:
        self._embedder = bench.embedder()
        self.taking_in = False

    def embed_batch(self, items: Iterable[str | bytes]) -> Iterator[list[float]]:
        """Given while papers are taken in, made for a question."""
        embed = self._embedder.given if self.taking_in else self._embedder.embed
        yield from embed([str(item) for item in items]).tolist()


class Llm:
    """A collection with its texts stored."""

    def __init__(self, bench: Bench) -> None:
        self._path = str(bench.folder / "embeddings.db")
        self._embedder = Shared(bench)
        self._chat = Chat("scripted", model_name="scripted", api_base=bench.endpoint)

    def ingest(self, records: list[Record]) -> None:
        """`embed_multi` with the texts kept."""
        self._embedder.taking_in = True
        self._collection().embed_multi(((name, text) for name, _, text in passages_of(records)), store=True)
        self._embedder.taking_in = False

    def search(self, question: str, k: int) -> list[str]:
        """`similar`."""
        return papers_of((found.id for found in self._collection().similar(question, number=2 * k)), k)

    def ask(self, question: str) -> str:
        """`llm similar` piped into `llm`."""
        texts = [found.content or "" for found in self._collection().similar(question, number=K)]
        return self._chat.prompt(prompt_of(question, texts), key="none", stream=False).text()

    def _collection(self) -> llm.Collection:
        # SQLite's connections stay in the thread that opened them, and the askers are threads.
        return llm.Collection("papers", sqlite_utils.Database(self._path), model=self._embedder)


if __name__ == "__main__":
    serve(Llm)
