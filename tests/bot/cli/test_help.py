"""What the terminal tells about itself: examples that can be typed, completions that shells can load."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run
from typer.testing import CliRunner

from bot.cli import cli
from bot.cli.completion import SHELLS
from bot.cli.lazy import loaded
from bot.commands import COMMANDS, Command

LINES = [(row, line) for row in COMMANDS.values() for line in row.typed]


@pytest.mark.parametrize(("row", "line"), LINES, ids=[line for _, line in LINES])
def test_every_example_can_be_typed(row: Command, line: str) -> None:
    """What `--help` shows as an example is a command line the command understands."""
    words = shlex.split(line.partition(" > ")[0])[1:]
    given = words[len(row.name.split()) :]
    loaded(row).make_context(row.name, list(given))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_shows_an_example(name: str) -> None:
    """`broadsheet COMMAND --help` ends with lines to copy."""
    told = CliRunner().invoke(cli, [*name.split(), "--help"])
    assert told.exit_code == 0
    assert f"    broadsheet {name}" in told.stdout.partition("For example:")[2]


def test_a_folder_without_a_command_is_greeted(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """`broadsheet`, and `broadsheet --data FOLDER`, say what is there and show the help."""
    run("ingest", str(jsonl), "--data", str(tmp_path / "other"))
    assert run("--data", str(tmp_path / "other")).out.startswith("3 papers are here")
    told = run("--data", str(tmp_path / "none")).out
    assert told.startswith("There are no papers here yet.")
    assert "Commands:" in told


@pytest.mark.parametrize("shell", SHELLS)
def test_shells_get_a_script_of_their_own(shell: str) -> None:
    """`broadsheet completion SHELL` writes a script that asks broadsheet what fits."""
    script = CliRunner().invoke(cli, ["completion", shell]).stdout
    assert "_BROADSHEET_COMPLETE" in script


def test_an_unknown_shell_is_told_which_are_known() -> None:
    """No script that no shell would understand."""
    told = CliRunner().invoke(cli, ["completion", "cmd"])
    assert told.exit_code == 2
    assert "bash, zsh, fish" in told.stderr


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("broadsheet as", "ask"), ("broadsheet fetch hu", "huggingface"), ("broadsheet ask --si", "--since")],
)
def test_bash_is_answered_what_fits(typed: str, fits: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands, commands of groups and options are completed."""
    monkeypatch.setenv("_BROADSHEET_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split()) - 1))
    told = subprocess.run([sys.executable, "-m", "bot.cli"], capture_output=True, text=True, check=False)
    assert told.stdout.split() == [fits]
