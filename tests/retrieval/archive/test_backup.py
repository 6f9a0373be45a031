"""The archive as one file: whole at any moment, and never written over anything without a word."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from shutil import which

import pytest
from conftest import ROOT, Run, paper

from bot.slack.serve import only_one
from retrieval.archive import Archive
from retrieval.archive.backup import back_up, restore
from retrieval.archive.database import Database
from retrieval.errors import UsageError

QUESTION = "Do longer ropes hold better?"


def test_a_backup_made_during_writing_is_whole(tmp_path: Path) -> None:
    """While papers pour in, each backup holds some whole batches of them, is sound, and is its owner's alone."""
    database, stopping = Database(tmp_path / "data" / "archive.db"), threading.Event()

    def pour() -> None:
        n = 0
        while not stopping.is_set():
            Archive(database).put(paper(f"Paper {n + i} of many", "We pour. It holds.") for i in range(50))
            n += 50

    pouring = threading.Thread(target=pour)
    pouring.start()
    try:
        for k in range(5):
            file = tmp_path / f"{k}.db"
            assert back_up(database.path, file) % 50 == 0
            assert file.stat().st_mode & 0o777 == 0o600
            with sqlite3.connect(file) as db:
                assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    finally:
        stopping.set()
        pouring.join()
        database.close()
    assert {p.name for p in tmp_path.iterdir()} == {"data", *(f"{k}.db" for k in range(5))}


def test_a_restored_archive_answers(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """Backed up, restored into another folder: the same papers, an index made anew, the same answer."""
    run("ingest", str(jsonl))
    before = run("ask", QUESTION, "--json").json["claims"]
    assert run("backup", "all.db", "--json").json["papers"] == 3
    told = run("--data", "elsewhere", "restore", "all.db", "--json")
    assert (told.code, told.json["papers"], told.json["kept"]) == (0, 3, None)
    assert told.json["passages"] >= 3
    assert run("--data", "elsewhere", "ask", QUESTION, "--json").json["claims"] == before
    assert "whole and up to date" in run("--data", "elsewhere", "doctor").out


def test_nothing_is_overwritten_without_a_word(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """A file and an archive in the way stop it; --replace does it, and puts the old archive aside whole."""
    run("ingest", str(jsonl))
    (tmp_path / "all.db").write_text("precious")
    refused = run("backup", "all.db")
    assert (refused.code, "--replace" in refused.err) == (2, True)
    assert (tmp_path / "all.db").read_text() == "precious"
    assert run("backup", "all.db", "--replace").code == 0
    (tmp_path / "one.jsonl").write_text('{"title": "A Fourth One", "abstract": "We add a fourth. It stays."}')
    run("ingest", "one.jsonl")
    assert run("restore", "all.db").code == 2
    assert len(run("papers", "--json").json) == 4
    told = run("restore", "all.db", "--replace", "--json").json
    assert len(run("papers", "--json").json) == 3
    with sqlite3.connect(told["kept"]) as old:
        assert old.execute("SELECT count(*) FROM papers").fetchone()[0] == 4
    assert [p["title"] for p in run("search", "fourth", "--json").json if "Fourth" in p["title"]] == []


def test_what_is_no_backup_is_not_restored(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """A text, a damaged copy, a file that is not there: refused in one sentence, and the archive is as it was."""
    run("ingest", str(jsonl))
    run("backup", "all.db")
    whole = (tmp_path / "all.db").read_bytes()
    (tmp_path / "cut.db").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.db").write_text("no archive at all, but long enough to look like one" * 50)
    for name in ("cut.db", "text.db", "absent.db"):
        told = run("restore", name, "--replace")
        assert (told.code, "Traceback" in told.err) == (2, False), name
    assert len(run("papers", "--json").json) == 3


def test_a_broken_archive_is_replaced_by_a_backup(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """What `doctor` advises for a corrupt archive works: the broken file is put aside, not lost."""
    run("ingest", str(jsonl))
    run("backup", "all.db")
    (tmp_path / "data" / "archive.db").write_text("broken" * 1000)
    assert "corrupt" in run("papers").err
    told = run("restore", "all.db", "--replace", "--json").json
    assert Path(told["kept"]).read_text().startswith("broken")
    assert len(run("papers", "--json").json) == 3


def test_a_bot_that_serves_keeps_its_archive(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """While a bot serves the folder, `restore` names it and changes nothing; `backup` works."""
    run("ingest", str(jsonl))
    with only_one(tmp_path / "data"):
        assert run("backup", "all.db").code == 0
        told = run("restore", "all.db", "--replace")
        assert (told.code, "Another process serves" in told.err) == (1, True)


def test_an_archive_in_the_way_is_named(tmp_path: Path, database: Database) -> None:
    """Without a place for the old archive nothing is restored over it."""
    back_up(database.path, tmp_path / "all.db")
    with pytest.raises(UsageError, match="already"):
        restore(tmp_path / "all.db", database.path)


@pytest.mark.skipif(os.geteuid() == 0 and not which("setpriv"), reason="root may write anywhere")
def test_a_read_only_archive_is_read_and_asked(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """Another user's folder or a mounted backup is asked like one's own; only what would change it is refused."""
    run("ingest", str(jsonl))
    data = tmp_path / "data"
    for path in [data, *data.rglob("*")]:
        path.chmod(0o500 if path.is_dir() else 0o400)

    def as_a_reader(*words: str) -> subprocess.CompletedProcess[str]:
        # Root may write anywhere, unless its capabilities are taken away.
        drop = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] * (os.geteuid() == 0)
        command = [*drop, sys.executable, "-m", "bot.cli", "--data", str(data), *words]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    assert "longer ropes hold 3 times better" in as_a_reader("ask", QUESTION).stdout
    for words in (["papers"], ["search", "ropes"], ["tldr", "Ropes and Harbours"], ["digest"], ["usage"]):
        assert as_a_reader(*words).returncode == 0, words
    refused = as_a_reader("ingest", str(jsonl))
    assert (refused.returncode, "read-only" in refused.stdout + refused.stderr) == (1, True)
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before
    for path in [data, *data.rglob("*")]:
        path.chmod(0o700)
