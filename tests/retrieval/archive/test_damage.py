"""A damaged row keeps nobody from the others, is named by the health check, and can be mended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

from retrieval.archive.database import Database


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE papers SET authors = '[\"Ada', keywords = '7' WHERE title LIKE 'Ropes%'", "archive"),
        ("UPDATE papers SET listed_on = '2026-13-45' WHERE title LIKE 'Ropes%'", "archive"),
        ("UPDATE passages SET vector = x'00' WHERE n = 2", "vectors"),
    ],
)
@pytest.mark.parametrize("index", ["exact", "chroma"])
def test_a_damaged_row_is_named_and_asking_goes_on(
    run: Callable[..., Run], jsonl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str, check: str,
    index: str,
) -> None:  # fmt: skip
    """Asking, searching and listing work without what is damaged; doctor says which paper it is and what to do."""
    monkeypatch.setenv("BROADSHEET_INDEX", index)
    run("ingest", str(jsonl))
    assert run("doctor", "--json").code == 0
    database = Database(tmp_path / "data" / "archive.db")
    with database.write() as db:
        assert db.execute(statement).rowcount
        name = db.execute("SELECT id FROM papers WHERE title LIKE 'Ropes%'").fetchone()[0]
    database.close()
    assert "longer ropes hold" in run("ask", "Do longer ropes hold better?").out
    assert run("search", "compass needles").code == run("papers").code == 0
    [fault] = [found for found in run("doctor", "--json").json if not found["ok"]]
    assert fault["name"] == check
    assert name in fault["detail"]
    assert fault["remedy"]
    if check == "vectors":
        assert run("reindex").code == 0
        assert run("doctor", "--json").code == 0


def test_what_people_asked_is_their_own(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """Nobody else on the machine can read a new data folder or the archive in it, its -wal and -shm included."""
    folder = tmp_path / "new"
    database = Database(folder / "archive.db")
    with database.write() as db:
        db.execute("INSERT INTO turns (user, at, said) VALUES ('ada', '2026-11-22', 'a secret question')")
    files = sorted(path.name for path in folder.iterdir())
    assert files == ["archive.db", "archive.db-shm", "archive.db-wal"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    database.close()
    run("ingest", str(jsonl), "--data", str(folder))
    assert all(path.stat().st_mode & 0o777 == 0o700 for path in folder.iterdir() if path.is_dir())
