"""The vector index on a Chroma server, which any number of processes may read and bring up to date."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrieval.archive.vectors import Generation, VectorStore
from retrieval.errors import VectorIndexError
from retrieval.index import chroma
from retrieval.index.state import IndexState

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


class ChromaServerIndex:
    """One collection a generation on the server at *url*; how far it is copied stands in its metadata.

    *archive_id* keeps two archives on one server apart, and where the archive lies tells a copied one from the first:
    both go on with the same id and the same numbers, but other papers. One that is moved is copied anew.
    """

    name = "chroma-server"

    def __init__(self, url: str, token: str | None, archive_id: str, store: VectorStore) -> None:
        self._url, self._token, self._archive_id, self._store = url, token, archive_id, store
        self._client: Any = None
        self._collection: Any = None
        self._state: IndexState | None = None

    def sync(self, generation: Generation, progress: chroma.Progress | None = None) -> None:
        """Bring the server's collection up to the archive. Raises `VectorIndexError`."""
        high, removal = self._store.marks(generation)
        with chroma.explained(f"The Chroma server at {self._url}"):
            if self._state is None or self._state.g != generation.g:
                self._open(generation)
            state = self._state
            if state is None or (state.upto >= high and state.removal >= removal):
                return
            for reached in chroma.copy(self._store, generation, self._collection, state, progress):
                self._collection.modify(metadata={"upto": reached.upto, "removal": reached.removal})
                self._state = reached

    def rebuild(self, generation: Generation, progress: chroma.Progress | None = None) -> int:
        """Copy everything anew, embedding nothing; returns the rows written."""
        with chroma.explained(f"The Chroma server at {self._url}"):
            self._client = self._client or chroma.open_server(self._url, self._token)
            self._start_anew(generation)
        self.sync(generation, progress)
        return self._state.rows if self._state else 0

    def search(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """(passage seq, cosine similarity) of about the *k* nearest."""
        if self._collection is None or self._state is None:
            raise VectorIndexError("The index is not open.")
        with chroma.explained(f"The Chroma server at {self._url}"):
            return chroma.query(self._collection, vector, min(k, self._state.rows))

    def close(self) -> None:
        """Let go of the connection."""
        self._client = self._collection = self._state = None

    def _open(self, generation: Generation) -> None:
        self._client = self._client or chroma.open_server(self._url, self._token)
        self._collection = chroma.collection_of(self._client, self._name(generation))
        known = self._collection.metadata or {}
        upto, removal = int(known.get("upto", 0)), int(known.get("removal", 0))
        rows = self._store.count_upto(generation, upto)
        if chroma.sound(self._collection, rows, chroma.probes(self._store, generation, upto)):
            self._state = self._fresh(generation, upto, removal, rows)
        else:
            self._start_anew(generation)

    def _start_anew(self, generation: Generation) -> None:
        chroma.delete_collection(self._client, self._name(generation))
        self._collection = chroma.collection_of(self._client, self._name(generation))
        self._state = self._fresh(generation)

    def _fresh(self, generation: Generation, upto: int = 0, removal: int = 0, rows: int = 0) -> IndexState:
        name = self._name(generation)
        return IndexState(name, chroma.version(), generation.embedder, generation.g, upto, removal, rows)

    def _name(self, generation: Generation) -> str:
        return f"broadsheet-{self._archive_id}-{_home(self._store.database.path)}-g{generation.g}"


def _home(path: Path) -> str:
    """8 hex digits for the place of an archive: its path, and the machine where that is known."""
    machine = Path("/etc/machine-id")
    try:
        known = machine.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        known = ""
    return hashlib.sha256(f"{known} {path.resolve()}".encode()).hexdigest()[:8]
