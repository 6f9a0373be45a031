"""What the Chroma folder is known to hold, kept beside it: which generation, up to which passage, which files.

<data>/index/state.json     this record
<data>/index/owner.lock     held by the one process that may open the folder
<data>/index/<name>/        Chroma's own files, thrown away and made anew whenever they are in doubt
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class IndexState:
    """*upto* and *removal* say how much of the archive was copied; *files* are as a clean close left them.

    Empty *files* mean that the last owner did not close the folder: it may be torn.
    """

    name: str
    chromadb: str
    embedder: str
    g: int
    upto: int = 0
    removal: int = 0
    rows: int = 0
    dropped: int = 0
    files: dict[str, list[int]] = field(default_factory=dict)


def read_state(folder: Path) -> IndexState | None:
    """The record in *folder*, or None when there is none that can be believed."""
    try:
        return IndexState(**json.loads((folder / "state.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_state(folder: Path, state: IndexState) -> None:
    """Replace the record as a whole: a reader sees the old one or the new one."""
    draft = folder / "state.json.new"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(state), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / "state.json")


def fingerprint(folder: Path) -> dict[str, list[int]]:
    """Size and modification time (ns) of every file below *folder*.

    Chroma touches its SQLite file at every open, so of that only the size counts; SQLite finds its own faults,
    while a torn graph file can end the process that opens it.
    """
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        stat = path.stat()
        volatile = path.name.startswith("chroma.sqlite3")
        if not path.name.endswith(("-wal", "-shm", "-journal")):
            found[str(path.relative_to(folder))] = [stat.st_size, 0 if volatile else stat.st_mtime_ns]
    return found
