"""An archive that is there for one measurement only."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.library import Library, Opener
from bot.settings import Settings
from retrieval.errors import UsageError
from retrieval.ingest import embed_pending

Progress = Callable[[str, int, int], None]

_MARK = "made-from.sha256"


@contextmanager
def scratch(open_library: Opener, settings: Settings, keep: Path | None = None, content: str = "") -> Iterator[Library]:
    """A library as *settings* say, with an empty archive in a temporary folder that goes at the end.

    With *keep* the archive stays in that folder, and serves the next run on the same *content* (a hash). A shared
    Chroma server is left alone.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        if keep:
            _claim(keep, content)
        with open_library(replace(settings, data=str(folder), chroma_url="", chroma_token="")) as library:
            yield library


def embed_all(library: Library, progress: Progress) -> None:
    """Vectors for every paper of *library*'s archive, by the embedder the settings name."""
    embed_pending(library.vectors, library.embedder, lambda done, total: progress("Embedding", done, total))


def _claim(folder: Path, content: str) -> None:
    mark = folder / _MARK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not mark.exists() and not any(folder.iterdir()):
            mark.write_text(content, encoding="utf-8")
        if not mark.exists() or mark.read_text(encoding="utf-8") != content:
            raise UsageError(f"{folder} holds something other than this corpus.", "Name an empty folder with --keep.")
    except OSError as error:
        raise UsageError(f"{folder} cannot be used: {error.strerror}.", "Name another folder with --keep.") from error
