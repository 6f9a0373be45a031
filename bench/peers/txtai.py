"""txtai with its hybrid index (BM25 and vectors) and stored content; vectors come by its `external` method."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from urllib.request import Request, urlopen

from txtai import Embeddings

from bench.peers.serving import Bench, K, Record, papers_of, passages_of, prompt_of, serve


class Txtai:
    """One `Embeddings` database in a folder."""

    def __init__(self, bench: Bench) -> None:
        self._folder, self._endpoint = str(bench.folder / "index"), bench.endpoint
        self._embedder, self._taking_in = bench.embedder(), False
        self._database = Embeddings(method="external", transform=self._transform(), hybrid=True, content=True)
        self._alone = threading.Lock()  # its content database refuses several threads at once
        if self._database.exists(self._folder):
            self._database.load(self._folder, config={"transform": self._transform()})

    def ingest(self, records: list[Record]) -> None:
        """`index` and `save`."""
        self._taking_in = True
        self._database.index((name, text, None) for name, _, text in passages_of(records))
        self._database.config.pop("transform")  # a function cannot be saved
        self._database.save(self._folder)
        self._taking_in = False

    def search(self, question: str, k: int) -> list[str]:
        """`search`, hybrid."""
        return papers_of((found["id"] for found in self._database.search(question, 2 * k)), k)

    def ask(self, question: str) -> str:
        """Search, fill the prompt, ask the endpoint."""
        with self._alone:
            texts = [found["text"] for found in self._database.search(question, K)]
        body = {"model": "scripted", "messages": [{"role": "user", "content": prompt_of(question, texts)}]}
        request = Request(f"{self._endpoint}/chat/completions", json.dumps(body).encode())
        with urlopen(request, timeout=60) as answer:
            return str(json.load(answer)["choices"][0]["message"]["content"])

    def _transform(self) -> Callable[[list[str]], object]:
        """A plain function: txtai would call anything else for one."""

        def transform(texts: list[str]) -> object:
            return self._embedder.given(texts) if self._taking_in else self._embedder.embed(texts)

        return transform


if __name__ == "__main__":
    serve(Txtai)
