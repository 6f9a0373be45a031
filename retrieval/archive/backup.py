"""A copy of the archive in one file, made while it is used, and an archive made from such a copy."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from retrieval.archive.database import explained
from retrieval.archive.schema import STEPS
from retrieval.errors import UsageError

_WITH_IT = ("", "-wal", "-shm")  # what SQLite keeps beside a file belongs to it


def back_up(archive: Path, target: Path, replace: bool = False) -> int:
    """Write all of *archive* into the one file *target*, as it is at this moment; how many papers that are.

    Safe while others write. *target* is there whole or not at all, and its owner's alone.
    Raises `UsageError` if it is there already and not to be replaced, `ArchiveError` if either cannot be used.
    """
    if not archive.is_file():
        raise UsageError(f"There is no archive in {archive.parent}.", "Name its folder with --data.")
    if target.exists() and not (replace and target.is_file()):
        raise UsageError(f"{target} is there already.", "Name another file, or replace it with --replace.")
    with explained(archive):
        return _copied(archive, target, "DELETE")


def restore(copy: Path, archive: Path, kept: Path | None = None) -> int:
    """Make *archive* from *copy*; how many papers that are. What was in its place is moved to *kept* first.

    Raises `UsageError` if *copy* is no whole archive of ours, and, without *kept*, if something is in its place.
    """
    _check(copy)
    if archive.exists() and (kept is None or kept.exists()):
        raise UsageError(f"There is an archive in {archive.parent} already.", "To put it aside, add --replace.")
    with explained(archive):
        archive.parent.mkdir(0o700, parents=True, exist_ok=True)
        draft = archive.with_name(archive.name + ".restored")
        papers = _copied(copy, draft, "WAL")
        for ending in _WITH_IT:
            with suppress(FileNotFoundError):
                os.replace(f"{archive}{ending}", f"{kept or archive}{ending}")
        os.replace(draft, archive)
        return papers


def _check(copy: Path) -> None:
    """Raise `UsageError` unless *copy* is an archive this version can use, with nothing broken in it."""
    if not copy.is_file():
        raise UsageError(f"There is no file {copy}.", "Name what `broadsheet backup` wrote.")
    try:
        with closing(_reading(copy)) as db:
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            db.execute("SELECT archive_id FROM identity").fetchone()
            said = str(db.execute("PRAGMA quick_check").fetchone()[0])
    except sqlite3.Error as error:
        raise UsageError(f"{copy} is no archive: {error}.", "Name what `broadsheet backup` wrote.") from error
    if version > len(STEPS):
        raise UsageError(f"{copy} was made by a newer Broadsheet.", "Install that version first.")
    if said != "ok":
        raise UsageError(f"{copy} is damaged: {said}", "Use an older backup.")


def _copied(source: Path, target: Path, journal: str) -> int:
    """Copy by SQLite's own backup, in one read, into a draft that then takes *target*'s place."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.touch(0o600)
        with closing(_reading(source)) as old, closing(sqlite3.connect(draft)) as new:
            old.backup(new)
            new.execute(f"PRAGMA journal_mode = {journal}")
            papers = int(new.execute("SELECT count(*) FROM papers").fetchone()[0])
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(draft, target)
        return papers
    finally:
        for ending in _WITH_IT:
            Path(f"{draft}{ending}").unlink(missing_ok=True)


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=10)
