"""A health check: each line names what was looked at, whether it is well, and the remedy if not.

Slack is asked too, where there is a token for it: see `bot.slack.health`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from bot.library import Library
from bot.settings import told_strangers
from retrieval.errors import BroadsheetError

_NAMED = 3  # damaged papers


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. *remedy* is empty when it is well."""

    name: str
    well: bool
    detail: str
    remedy: str = ""


def examine(library: Library) -> Iterator[Finding]:
    """Every check in order; a fault in one does not stop the others. Nothing is sent over the network."""
    for check in (_settings, _folder, _archive, _embedder, _vectors, _index, _model):
        try:
            yield check(library)
        except BroadsheetError as error:
            yield Finding(check.__name__.strip("_"), False, error.message, error.hint or "Run this again.")


def _settings(library: Library) -> Finding:
    strangers = told_strangers(library.settings)
    if strangers:
        return Finding("settings", False, " ".join(strangers), "Correct or remove it; `broadsheet settings` lists all.")
    return Finding("settings", True, "every BROADSHEET_ variable is known")


def _folder(library: Library) -> Finding:
    folder = library.settings.folder
    folder.mkdir(0o700, parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        return Finding("folder", False, f"{folder} is read-only.", "Make it writable, or name another with --data.")
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    if free < 200_000_000:
        return Finding("folder", False, f"{folder} has {free // 1_000_000} MB left.", "Free some space.")
    return Finding("folder", True, f"{library.settings.in_force}; {free // 1_000_000_000} GB free")


def _archive(library: Library) -> Finding:
    with library.database.read() as db:
        said = db.execute("PRAGMA quick_check").fetchone()[0]
    if said != "ok":
        return Finding("archive", False, f"The archive is corrupt: {said}", "Restore a backup, or move it away.")
    if damaged := library.archive.damaged():
        some = ", ".join(damaged[:_NAMED]) + (", …" if len(damaged) > _NAMED else "")
        told = f"{len(damaged):,} of the papers' rows are damaged ({some}); what cannot be read of them is left out."
        return Finding("archive", False, told, "Ingest the pages they came from again, or restore a backup.")
    return Finding("archive", True, f"{library.archive.count():,} papers")


def _embedder(library: Library) -> Finding:
    told = f"{library.embedder.name}, {library.embedder.dimension} dimensions"
    note = getattr(library.embedder, "note", "")
    return Finding("embedder", True, f"{told}. {note}" if note else told)


def _vectors(library: Library) -> Finding:
    serving = library.vectors.serving()
    pending = library.vectors.pending(serving)
    if serving and serving.embedder != library.embedder.name:
        return Finding(
            "vectors",
            False,
            f"The vectors are {serving.embedder}'s, the settings name {library.embedder.name}.",
            "Run `broadsheet reindex` to embed everything again; the old vectors answer until then.",
        )
    if serving and (damaged := library.vectors.damaged(serving)):
        papers = library.archive.get(damaged[:_NAMED])
        some = ", ".join(paper.id for paper in papers.values()) + (", …" if len(damaged) > _NAMED else "")
        told = f"The vectors of {len(damaged):,} papers are damaged ({some}); they are found by their words only."
        return Finding("vectors", False, told, "Run `broadsheet reindex`: it embeds them again.")
    if pending:
        remedy = "Run `broadsheet reindex`; until then they are found by their words only."
        return Finding("vectors", False, f"{pending:,} papers have no vectors.", remedy)
    return Finding("vectors", True, "every paper has its vectors")


def _index(library: Library) -> Finding:
    serving = library.vectors.serving()
    if serving is None:
        return Finding("index", True, "nothing to index yet")
    library.index.sync(serving)
    mended = ", after it was found damaged and rebuilt" if getattr(library.index, "mended", False) else ""
    return Finding("index", True, f"{library.index.name} is whole and up to date{mended}")


def _model(library: Library) -> Finding:
    return Finding("model", True, f"{library.bare_model.name} is configured")
