"""The archive's file under everything that can go wrong with a file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from conftest import ROOT, paper, three_papers

from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.errors import ArchiveError


def test_a_locked_archive_says_so(archive: Archive, tmp_path: Path) -> None:
    """A second writer that cannot wait any longer gets a sentence, and loses nothing."""
    other = Archive(Database(tmp_path / "data" / "archive.db", busy_seconds=0.05))
    with archive.database.write(), pytest.raises(ArchiveError, match="locked"):
        other.put(three_papers())
    assert other.put(three_papers()) == ["new"] * 3
    other.database.close()


def test_a_corrupt_archive_is_named_and_not_touched(tmp_path: Path) -> None:
    """Rubbish in place of the archive is reported, and left exactly as it was."""
    path = tmp_path / "archive.db"
    path.write_bytes(b"this is no database" * 100)
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="corrupt"):
        Database(path)
    assert path.read_bytes() == before


def test_a_newer_archive_is_refused(tmp_path: Path) -> None:
    """An archive of a later version is not opened, let alone changed."""
    path = tmp_path / "archive.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 9999")
    with pytest.raises(ArchiveError, match="newer Broadsheet"):
        Database(path)
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 9999


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A data folder below a file is an error with a cure, not a traceback."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="cannot be used") as caught:
        Database(tmp_path / "file" / "archive.db")
    assert "BROADSHEET_DATA" in caught.value.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    """A read-only folder is an error with a cure."""
    tmp_path.chmod(0o500)
    with pytest.raises(ArchiveError):
        Database(tmp_path / "archive.db")
    tmp_path.chmod(0o700)


def test_a_full_disk_stores_nothing_and_loses_nothing(tmp_path: Path) -> None:
    """When the disk is full the sentence says so, and what was there before is still there."""
    code = (
        "import resource, sys; sys.path[:0] = sys.argv[2:]; from pathlib import Path\n"
        "from conftest import paper, three_papers\n"
        "from retrieval.archive import Archive; from retrieval.archive.database import Database\n"
        "from retrieval.errors import ArchiveError\n"
        "archive = Archive(Database(Path(sys.argv[1]))); archive.put(three_papers())\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))\n"
        "try: archive.put(paper(f'Title {i}', 'word ' * 2000) for i in range(400)); print('stored')\n"
        "except ArchiveError as error: print(error.message)\n"
    )
    here = Path(__file__).resolve().parent
    path = tmp_path / "archive.db"
    told = subprocess.run(
        [sys.executable, "-c", code, str(path), str(here), str(here.parents[1]), str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "full" in told.stdout or "disk failed" in told.stdout
    database = Database(path)
    assert Archive(database).count() == 3
    database.close()


def test_two_processes_may_make_the_archive_at_once(tmp_path: Path) -> None:
    """Whoever comes first makes the tables; nobody fails."""
    path, made = tmp_path / "archive.db", []
    threads = [threading.Thread(target=lambda: made.append(Database(path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    for database in made:
        database.close()


def test_a_failure_inside_a_batch_stores_none_of_it(archive: Archive) -> None:
    """A batch is stored whole or not at all."""

    def broken() -> object:
        yield paper("First of a broken batch", "Some text.")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.put(broken())  # type: ignore[arg-type]
    assert archive.count() == 0
    assert archive.put(three_papers()) == ["new"] * 3


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path) -> None:
    """Somebody else's private folder, a name no disk takes: the data folder cannot be used, and I am told."""
    with pytest.raises(ArchiveError, match="The data folder cannot be used: File name too long"):
        Database(tmp_path / ("x" * 300) / "archive.db")
