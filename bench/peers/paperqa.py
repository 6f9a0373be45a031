"""paper-qa: a `Docs` of texts, kept as a pickle as its own index keeps them; evidence summed up, then answered."""

from __future__ import annotations

import asyncio
import pickle
from typing import Any

from lmi import EmbeddingModel
from paperqa import Docs, Settings
from paperqa.types import Doc, Text

from bench.peers.serving import Bench, Record, papers_of, serve


class Shared(EmbeddingModel):
    """Broadsheet's embedder in paper-qa's form."""

    name: str = "shared"
    embedder: Any = None
    taking_in: bool = False

    async def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Given while papers are taken in, made for a question."""
        embed = self.embedder.given if self.taking_in else self.embedder.embed
        return embed(texts).tolist()


class PaperQA:
    """Settings as the documentation gives them for a local endpoint; a question costs ten summaries and an answer."""

    def __init__(self, bench: Bench) -> None:
        self._file = bench.folder / "docs.pickle"
        self._docs = pickle.loads(self._file.read_bytes()) if self._file.exists() else Docs()
        self._shared = Shared(embedder=bench.embedder())
        named = {"model_name": "openai/scripted", "litellm_params": {"model": "openai/scripted"}}
        named["litellm_params"] |= {"api_base": bench.endpoint, "api_key": "none", "temperature": 0}
        config = {"model_list": [named]}
        self._settings = Settings(
            llm="openai/scripted", llm_config=config, summary_llm="openai/scripted", summary_llm_config=config
        )

    def ingest(self, records: list[Record]) -> None:
        """`aadd_texts`, a paper at a time."""
        asyncio.run(self._add(records))
        self._file.write_bytes(pickle.dumps(self._docs))

    def search(self, question: str, k: int) -> list[str]:
        """`retrieve_texts`."""
        found = asyncio.run(self._docs.retrieve_texts(question, 2 * k, self._settings, self._shared))
        return papers_of((text.name for text in found), k)

    def ask(self, question: str) -> str:
        """`aquery`."""
        session = asyncio.run(self._docs.aquery(question, self._settings, embedding_model=self._shared))
        return str(session.answer)

    async def _add(self, records: list[Record]) -> None:
        self._shared.taking_in = True
        for record in records:
            doc = Doc(docname=record["id"], dockey=record["id"], citation=record["title"])
            texts = [Text(text=t, name=f"{record['id']}#{n}", doc=doc) for n, t in enumerate(record["texts"])]
            await self._docs.aadd_texts(texts, doc, self._settings, self._shared)
        self._shared.taking_in = False


if __name__ == "__main__":
    serve(PaperQA)
