"""What we ask of Chroma, in one place. The only import of chromadb.

Only vectors and passage numbers go in; texts, dates and filters stay in the archive. Measured on 1.5.9:
documents would cost seven times the disk, `where` filters up to 490 ms, and the default `ef_search` of 100 finds
nine of the ten nearest. Nothing here is retried: after a kill the first call raises and the second succeeds on a
broken index.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from retrieval.archive.vectors import Generation, VectorStore
from retrieval.cures import cure
from retrieval.errors import BroadsheetError, UsageError, VectorIndexError
from retrieval.index.state import IndexState
from retrieval.quiet import keep_quiet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

Progress = Callable[[int, int], None]
Probe = tuple[int, list[float]]

_CONFIGURATION = {"hnsw": {"space": "cosine", "ef_search": 400}}
_BATCH = 2_000  # Chroma takes at most 5,461 rows a call
_PROBES = 16


def open_folder(place: Path) -> Any:
    """A client of the Chroma files in *place*, made if they are not there."""
    keep_quiet()
    import chromadb

    return chromadb.PersistentClient(str(place), settings=_settings())


def open_server(url: str, token: str | None) -> Any:
    """A client of the server at *url*; *token* is sent in both headers that Chroma deployments look at."""
    keep_quiet()
    import chromadb

    parts = urlsplit(url if "//" in url else f"http://{url}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"“{url}” is not an address of a Chroma server.", "Write http://HOST:PORT.")
    return chromadb.HttpClient(
        host=parts.hostname,
        port=parts.port or (443 if parts.scheme == "https" else 8000),
        ssl=parts.scheme == "https",
        headers={"Authorization": f"Bearer {token}", "X-Chroma-Token": token} if token else None,
        settings=_settings(),
    )


def collection_of(client: Any, name: str) -> Any:
    """The collection *name*, made if it is not there: cosine, with vectors always given by us."""
    return client.get_or_create_collection(name, embedding_function=None, configuration=_CONFIGURATION)


def delete_collection(client: Any, name: str) -> None:
    """Drop the collection *name*, if it is there."""
    from chromadb.errors import NotFoundError

    try:
        client.delete_collection(name)
    except NotFoundError:
        return


def copy(
    store: VectorStore, generation: Generation, collection: Any, state: IndexState, progress: Progress | None
) -> Iterator[IndexState]:
    """Bring *collection* up to the archive, batch by batch, yielding the state after each. Safe to repeat."""
    removal, removed = store.removed(state.removal)
    gone = [str(seq) for seq in removed if seq <= state.upto]
    for start in range(0, len(gone), _BATCH):
        collection.delete(ids=gone[start : start + _BATCH])
    state = replace(state, removal=removal, rows=int(collection.count()), dropped=state.dropped + len(gone))
    yield state
    total = store.count(generation)
    while True:
        seqs, vectors = store.read(generation, state.upto, _BATCH)
        if not seqs:
            return
        collection.upsert(ids=[str(seq) for seq in seqs], embeddings=vectors)
        state = replace(state, upto=seqs[-1], rows=int(collection.count()))
        yield state
        if progress:
            progress(state.rows, total)


def query(collection: Any, vector: Vectors, k: int) -> list[tuple[int, float]]:
    """(passage seq, cosine similarity) of about the *k* nearest, best first."""
    if k < 1:
        return []
    found = collection.query(query_embeddings=[vector], n_results=k, include=["distances"])
    pairs = zip(found["ids"][0], found["distances"][0], strict=True)
    return [(int(seq), 1.0 - float(distance)) for seq, distance in pairs]


def probes(store: VectorStore, generation: Generation, upto: int, every_recent: bool = False) -> list[Probe]:
    """Passages an index must find by their own vectors: a few spread over all; also all of the last thousand."""
    recent = 1_000 if every_recent else 0
    return [(seq, vector.tolist()) for seq, vector in store.sample(generation, upto, _PROBES, recent)]


def sound(collection: Any, rows: int, probes: list[Probe]) -> bool:
    """Whether *collection* holds *rows* and finds each probe. A count alone proves nothing (measured)."""
    if collection.count() < rows:
        return False
    for seq, vector in probes:
        found = collection.query(query_embeddings=[vector], n_results=min(5, max(rows, 1)), include=["distances"])
        nearest = dict(zip(found["ids"][0], found["distances"][0], strict=True))
        twin = min(nearest.values(), default=1.0)  # another passage with the very same vector may come first
        if nearest.get(str(seq), 1.0) > 1e-3 and twin > 1e-3:
            return False
    return True


def _said(error: BaseException) -> str:
    """What *error* says in words; of a page, a proxy's for instance, only that it is one."""
    said = " ".join(str(error).split())
    return "it sent a web page instead" if re.search(r"<(?:!doctype|html|head|body)\b", said, re.I) else said[:300]


@contextmanager
def explained(where: str = "The vector index") -> Iterator[None]:
    """Turn whatever Chroma raises into a `VectorIndexError`.

    That is its own errors, ValueError, bare transport errors, and Rust panics, which are no `Exception`.
    """
    try:
        yield
    except BroadsheetError:
        raise
    except BaseException as error:
        if not _is_chromas(error):
            raise
        raise VectorIndexError(f"{where} did not answer: {_said(error)}", cure("doctor")) from error


def version() -> str:
    """The installed version: files of another one are made anew, not trusted."""
    from importlib import metadata

    return metadata.version("chromadb")


def _is_chromas(error: BaseException) -> bool:
    import httpx
    from chromadb.errors import ChromaError

    known = (ChromaError, ValueError, RuntimeError, OSError, httpx.HTTPError)
    return isinstance(error, known) or type(error).__name__ == "PanicException"


def _settings() -> Any:
    from chromadb.config import Settings

    # A .env in the working directory is not Chroma's to read, and nothing is reported to anyone.
    return Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
