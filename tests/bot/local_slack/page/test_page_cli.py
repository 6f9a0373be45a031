"""`broadsheet local --web` from the command line, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

from conftest import ROOT, Run


def test_the_command_prints_an_address_and_cleans_up(tmp_path: Path) -> None:
    """The address that is printed opens the page; SIGTERM ends it well and leaves no copy of the archive."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = [sys.executable, "-m", "bot.cli", "local", "--web"]
    env = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as process:
        assert process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/[\w-]+/", process.stderr.readline())
        assert found
        with urllib.request.urlopen(found[0], timeout=10) as answer:
            assert b"Broadsheet" in answer.read()
        assert list(temporary.iterdir())
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert process.stderr.read() == ""
    assert list(temporary.iterdir()) == []


def test_a_page_plays_no_transcript(run: Callable[..., Run], tmp_path: Path) -> None:
    """--web and a transcript exclude each other, and one is told so."""
    script = tmp_path / "script.txt"
    script.write_text("home\n")
    assert "--web" in run("local", "--web", str(script)).err
    assert run("local", "--web", "--faults", "1").code == 2
