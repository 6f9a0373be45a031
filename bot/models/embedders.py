"""The embedders there are. A new one is a file, here or in `retrieval/embed`, and a row here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.models.table import Access, check_access
from retrieval.embed import Embedder, HashingEmbedder
from retrieval.embed.minilm import NAME
from retrieval.errors import UsageError


@dataclass(frozen=True, slots=True)
class EmbedderRow:
    """One kind of embedder: how a user writes it, and what opens it from the part after the colon.

    *spec_of* leads from a name stored with vectors back to what opens its embedder, "" if the name is not its own.
    """

    usage: str
    open: Callable[[str, Access], Embedder]
    spec_of: Callable[[str], str] = lambda name: ""


def open_embedder(spec: str, access: Access) -> Embedder:
    """The embedder *spec* names, for instance `minilm` or `openai:text-embedding-3-small`. Raises `UsageError`."""
    kind, colon, rest = spec.partition(":")
    row = EMBEDDERS.get(kind)
    if row is None or bool(rest) != (":" in row.usage) or bool(colon) != (":" in row.usage):
        *some, last = (row.usage for row in EMBEDDERS.values())
        raise UsageError(f"There is no embedder “{spec}”.", f"Use {', '.join(some)} or {last}.")
    return row.open(rest, access)


def spec_of(name: str) -> str:
    """The spec that opens the embedder of this stored *name*, as far as a name can tell."""
    return next(filter(None, (row.spec_of(name) for row in EMBEDDERS.values())), "minilm")


def _minilm(rest: str, access: Access) -> Embedder:
    from retrieval.embed.minilm import default_embedder

    return default_embedder(access.folder)


def _stored_minilm(rest: str, access: Access) -> Embedder:
    from retrieval.embed.minilm import stored_embedder

    return stored_embedder()


def _hashing(rest: str, access: Access) -> Embedder:
    return HashingEmbedder()


def _folder(rest: str, access: Access) -> Embedder:
    from retrieval.embed.minilm import folder_embedder

    return folder_embedder(Path(rest).expanduser())


def _openai(rest: str, access: Access) -> Embedder:
    from bot.models.openai_embedder import OpenAIEmbedder

    key, url = check_access(access)
    return OpenAIEmbedder(model=rest, api_key=key, base_url=url, deadline=access.deadline)


EMBEDDERS: dict[str, EmbedderRow] = {
    "minilm": EmbedderRow("minilm", _minilm),
    # What archives of earlier versions were embedded with, for as long as they are.
    "minilm-float": EmbedderRow("minilm-float", _stored_minilm, lambda name: "minilm-float" if name == NAME else ""),
    "hashing": EmbedderRow("hashing", _hashing, lambda name: "hashing" if name == HashingEmbedder.name else ""),
    "folder": EmbedderRow("folder:<path>", _folder),
    "openai": EmbedderRow("openai:<model>", _openai, lambda name: name if name.startswith("openai:") else ""),
}
"""Prefix → row."""
