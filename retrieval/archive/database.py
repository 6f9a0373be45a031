"""The archive's SQLite file: opened, checked, locked and written in one place, with errors a person can act on."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from retrieval.archive.schema import STEPS
from retrieval.cures import cure
from retrieval.errors import ArchiveError

BUSY_SECONDS = 10.0

# What SQLite says, what it means to the user, and the cure.
_FAULTS = (
    ("locked", "The archive is locked by another process.", "Wait for it to finish, then run this again."),
    (
        "full",
        "The disk is full. What was stored before is kept; the rest is not.",
        "Free some space, then run this again.",
    ),
    ("readonly", "The data folder is read-only.", "Make it writable, or name another in BROADSHEET_DATA."),
    ("unable to open", "The archive cannot be opened.", "Check that the data folder exists and is yours."),
    ("not a database", "The archive is corrupt. It was left as it is.", "Restore a backup, or move it away."),
    ("malformed", "The archive is corrupt. It was left as it is.", "Restore a backup, or move it away."),
    (
        "disk i/o",
        "The disk failed while the archive was used.",
        "Check the disk; nothing half-done was kept.",
    ),
)


class Database:
    """One SQLite file in WAL mode: many readers, one writer, one connection a thread.

    `read_only`: the folder or the file may not be written, for instance another user's or a mounted backup.
    """

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self._busy_seconds = busy_seconds
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self.read_only = os.path.exists(path) and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
        self._migrate()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection to read with. Raises `ArchiveError` for what SQLite could not do."""
        with explained(self.path):
            yield self._connection()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it is on disk when the block ends, or none of it."""
        with explained(self.path):
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # A full disk has rolled back by itself; a second ROLLBACK must not hide the first error.
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def archive_id(self) -> str:
        """12 hex digits that tell this archive from any other."""
        with self.read() as db:
            return str(db.execute("SELECT archive_id FROM identity").fetchone()[0])

    def take_notices(self) -> list[str]:
        """What the user should know of changes to the archive; whoever asks again gets nothing."""
        if self.read_only:
            return []
        with self.read() as db:
            if not db.execute("SELECT 1 FROM notices LIMIT 1").fetchone():
                return []
        with self.write() as db:
            return [str(row[0]) for row in db.execute("DELETE FROM notices RETURNING text").fetchall()]

    def close(self) -> None:
        """Close every thread's connection. The database must not be used afterwards."""
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._local = threading.local()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self._address(), uri=True, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False
            )
            connection.row_factory = sqlite3.Row
            self._local.connection = connection
            with self._lock:
                self._opened.append(connection)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA mmap_size = 268435456")
        return connection

    def _address(self) -> str:
        """The file as SQLite is to open it.

        In WAL mode even a reader writes beside the file, unless it is told that nothing changes; and nothing does,
        where no other process has left a log there.
        """
        mode = "mode=rwc"
        if self.read_only:
            log = self.path.with_name(self.path.name + "-wal")
            mode = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
        return f"file:{quote(str(self.path))}?{mode}"

    def _migrate(self) -> None:
        with explained(self.path):
            self._make_private()
            connection = self._connection()
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(STEPS):
                raise ArchiveError(
                    f"The archive was made by a newer Broadsheet (format {version}, this one reads {len(STEPS)}).",
                    "Install the newer version, or name another folder in BROADSHEET_DATA.",
                )
            if version < len(STEPS) and self.read_only:
                raise ArchiveError(
                    f"The archive is of an older format ({version}; this one reads {len(STEPS)}) and read-only.",
                    "Let its owner open it once with this version, or copy it and name the copy in BROADSHEET_DATA.",
                )
            if version < len(STEPS):
                connection.execute("PRAGMA journal_mode = WAL")
                self._apply_steps()

    def _make_private(self) -> None:
        """A new folder and a new file are their owner's alone: people's questions are in it.

        SQLite gives its -wal and -shm files the file's own rights.
        """
        self.path.parent.mkdir(0o700, parents=True, exist_ok=True)
        if not self.path.exists():
            with suppress(OSError):  # SQLite says better what is wrong
                self.path.touch(0o600)

    def _apply_steps(self) -> None:
        with self.write() as connection:
            # Read again under the lock: two processes may open a new archive at once.
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            for number, step in enumerate(STEPS[version:], start=version + 1):
                for statement in _statements(step):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raise `ArchiveError` for what SQLite or the system could not do with the archive at *path*."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(error, path) from error
    except OSError as error:
        raise ArchiveError(
            f"The data folder cannot be used: {os.strerror(error.errno or 0)}.",
            "Name a writable folder in BROADSHEET_DATA.",
        ) from error


def _statements(script: str) -> Iterator[str]:
    """The statements of *script* one by one: executescript would commit the transaction around them."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _explain(error: sqlite3.Error, path: Path) -> ArchiveError:
    said = str(error).lower()
    for word, meaning, hint in _FAULTS:
        if word in said:
            return ArchiveError(f"{meaning} ({path.name})", hint)
    return ArchiveError(f"The archive could not be used: {error}.", cure("doctor"))
