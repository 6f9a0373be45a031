"""The textbook pipeline: documents in a Chroma vector store, a similarity retriever, a prompt, a chat model."""

from __future__ import annotations

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_openai import ChatOpenAI

from bench.peers.serving import Bench, K, Record, papers_of, passages_of, prompt_of, serve

_BATCH = 5_000  # Chroma refuses more than 5,461 rows at once


class Shared(Embeddings):
    """Broadsheet's embedder in LangChain's form."""

    def __init__(self, bench: Bench) -> None:
        self._embedder = bench.embedder()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of documents, given."""
        return self._embedder.given(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, made."""
        return self._embedder.embed([text])[0].tolist()


class LangChain:
    """A document a passage; the default space, l2, ranks vectors of unit length as cosine does."""

    def __init__(self, bench: Bench) -> None:
        self._store = Chroma("papers", Shared(bench), persist_directory=str(bench.folder))
        self._model = ChatOpenAI(model="scripted", api_key="none", base_url=bench.endpoint, temperature=0)

    def ingest(self, records: list[Record]) -> None:
        """`add_documents`, as many at a time as Chroma takes."""
        passages = list(passages_of(records))
        for start in range(0, len(passages), _BATCH):
            batch = passages[start : start + _BATCH]
            documents = [Document(text, id=name, metadata={"paper": paper}) for name, paper, text in batch]
            self._store.add_documents(documents)

    def search(self, question: str, k: int) -> list[str]:
        """`similarity_search`."""
        return papers_of((str(found.id) for found in self._store.similarity_search(question, 2 * k)), k)

    def ask(self, question: str) -> str:
        """Retrieve, fill the prompt, ask."""
        texts = [found.page_content for found in self._store.similarity_search(question, K)]
        return str(self._model.invoke(prompt_of(question, texts)).content)


if __name__ == "__main__":
    serve(LangChain)
