"""The README, followed word by word by somebody who has only the project."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from generate import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```$", README, re.S | re.M)
SECONDS = re.compile(r"\d+\.\d s")


def typed(line: str, folder: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """What `broadsheet …`, as the README writes it, prints in *folder* with an empty home and no settings."""
    words = shlex.split(line.partition("  #")[0])
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder / "home"), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "bot.cli", *words[1:]]
    return subprocess.run(
        command, capture_output=True, text=True, input=stdin, cwd=folder, env=environment, check=False
    )


def made_by(target: str) -> str:
    """What `make TARGET` runs last, as a command line."""
    told = subprocess.run(
        ["make", "--no-print-directory", "-n", target], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return told.stdout.strip().split("\n")[-1].replace(".venv/bin/python -m bot.cli", "broadsheet")


@pytest.fixture(scope="module")
def beginner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `make ask` has run, and what it printed in the file `printed`."""
    folder = tmp_path_factory.mktemp("beginner")
    told = typed(made_by("ask"), folder)
    assert told.returncode == 0, told.stderr
    (folder / "printed").write_text(told.stdout, encoding="utf-8")
    return folder


def test_make_ask_prints_what_the_readme_shows(beginner: Path) -> None:
    """The sample output is the real one, apart from the seconds and the line ends."""
    shown = next(block for block in BLOCKS if block.startswith("$ make ask\n")).partition("\n")[2]
    printed = (beginner / "printed").read_text(encoding="utf-8")
    assert SECONDS.sub("", " ".join(shown.split())) == SECONDS.sub("", " ".join(printed.split()))


def test_the_next_commands_ask_the_same_archive(beginner: Path) -> None:
    """What the README says to type after `make ask` answers from the papers that are there by then."""
    lines = next(block for block in BLOCKS if block.startswith(".venv/bin/broadsheet --data .demo")).splitlines()
    assert len(lines) == 3
    for line in lines:
        told = typed(line, beginner, stdin="What is grokking?\n")
        assert told.returncode == 0, (line, told.stderr)
        assert re.search("LoRA|Grokking", told.stdout), line
    assert not (beginner / "home").exists()


def test_an_archive_of_ones_own_begins_with_three_ways_in(tmp_path: Path) -> None:
    """Without papers, a question is told how to get some, and ends as wrong use, not as a refusal."""
    told = typed("broadsheet ask what is grokking", tmp_path)
    assert told.returncode == 2
    assert len([line for line in told.stderr.splitlines() if ": broadsheet " in line]) == 3
