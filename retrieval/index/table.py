"""The vector indexes there are. A new one is a file beside this and a row here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.archive.vectors import VectorStore
    from retrieval.index import Index


@dataclass(frozen=True, slots=True)
class Place:
    """What an index may be made of: the archive's *vectors*, a *folder* of its own, or a server at *url*.

    *archive_id* keeps two archives on one server apart. *patient*: long copies are done and waited for.
    """

    vectors: VectorStore
    folder: Path
    archive_id: Callable[[], str]
    url: str = ""
    token: str = ""
    patient: bool = False


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One kind of index: what users are told of it, and what opens it."""

    what: str
    open: Callable[[Place], Index]


def _chroma(place: Place) -> Index:
    if place.url:
        from retrieval.index.server import ChromaServerIndex

        return ChromaServerIndex(place.url, place.token or None, place.archive_id(), place.vectors)
    from retrieval.index.folder import ChromaIndex

    return ChromaIndex(place.folder, place.vectors, place.patient)


def _exact(place: Place) -> Index:
    from retrieval.index import ExactIndex

    return ExactIndex(place.vectors)


INDEXES: dict[str, IndexRow] = {
    "chroma": IndexRow("a Chroma folder, or a Chroma server", _chroma),
    "exact": IndexRow("no index at all", _exact),
}
