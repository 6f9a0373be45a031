"""Conversations with the real bot in the local Slack, played from files, and `broadsheet local` itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT

from bot.app import App, opened
from bot.intake import bring_up_to_date, ingest_files
from bot.local_slack import LocalSlack
from bot.local_slack.prompt.session import Session
from bot.local_slack.prompt.transcript import play
from bot.local_slack.running import running, scratch
from bot.settings import load
from bot.slack.manifest import SHORTCUT, manifest
from retrieval.ingest import Report

HERE = Path(__file__).parent
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))
SLOW, BY_SOCKET = ("faults",), ("faults", "thread")
SAMPLE = ROOT / "bot" / "sample_page.txt"


def fill(app: App) -> None:
    """The sample page, in the archive."""
    with SAMPLE.open("rb") as nothing:
        ingest_files(app, [str(SAMPLE)], nothing, None, Report(), kind="day")
    bring_up_to_date(app, lambda what, done, total: None)


@contextmanager
def session(told: list[str]) -> Iterator[Session]:
    """A prompt at the real bot, with the sample page in its archive."""
    with scratch(load()) as settings, opened(settings) as app:
        fill(app)
        with LocalSlack(manifest(), retry_scale=0.01) as slack, running(app, slack) as bot:
            made = Session(slack, bot, told.append, patience=40)
            made.shortcuts = (SHORTCUT,)
            yield made


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=[pytest.mark.full] * (path.stem in SLOW), id=path.stem) for path in TRANSCRIPTS],
)
def test_transcripts(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the file says comes true, line by line, over one transport or the other."""
    monkeypatch.setenv("BROADSHEET_SLACK_MODE", "socket" if path.stem in BY_SOCKET else "http")
    told: list[str] = []
    with session(told) as made:
        failures = list(play(made, path.read_text(encoding="utf-8")))
    assert not failures, "\n".join([*map(str, failures), *told])


def test_a_transcript_fails_where_it_is_wrong(tmp_path: Path) -> None:
    """What does not come true is named with its line, and the exit code says so; the real data stays as it was."""
    script = tmp_path / "wrong.txt"
    script.write_text("/papers\n> only visible to alice\n# no\n> a unicorn\nclick Nothing\nin #nowhere\n")
    ended = subprocess.run(
        [sys.executable, "-m", "bot.cli", "local", str(script)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert ended.returncode == 1
    wrong = [line for line in ended.stderr.splitlines() if line.startswith("Line")]
    assert [line.split()[1] for line in wrong] == ["4", "5", "6"]
    assert "no button" in ended.stderr
    assert not (tmp_path / "data").exists()


def test_scratch_leaves_jobs_behind() -> None:
    """What real people wait for is not answered in the local Slack, and what is tried there is not kept."""
    with opened(load()) as app:
        fill(app)
        with app.database.write() as db:
            db.execute("INSERT INTO jobs (key, kind, user, channel, thread, request, received, state) "
                       "VALUES ('k', 'command', 'U', 'C', '', '{}', 0, 'queued')")  # fmt: skip
        with scratch(app.settings) as settings, opened(settings) as copy:
            assert copy.archive.count() == app.archive.count()
            with copy.database.read() as db:
                assert db.execute("SELECT count(*) FROM jobs").fetchone()[0] == 0
        with app.database.read() as db:
            assert db.execute("SELECT count(*) FROM jobs").fetchone()[0] == 1


@pytest.mark.full
def test_the_prompt_reads_lines() -> None:
    """Lines piped in are done one after the other; what cannot be done is said, and the next line still counts."""
    ended = subprocess.run(
        [sys.executable, "-m", "bot.cli", "local"],
        input="click Nothing\n/papers\nhelp\nquit\n/papers\n",
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert ended.returncode == 0
    assert "alice sees no button “Nothing”." in ended.stderr
    assert ended.stdout.count("Looking…") == 1
    assert "react 3 thumbsup" in ended.stdout
