"""Settings: typed, named where they are wrong, shown as a person would write them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Run

from bot.settings import SETTINGS, load
from retrieval.errors import UsageError

WRITTEN = {
    "BROADSHEET_WEEKLY_TO": "slack:C0123456789, file, mail:team@example.org",
    "BROADSHEET_WEEKLY_AT": "fri 16:30",
    "BROADSHEET_WEEKLY_WEIGHTS": "upvotes=2, topics=1",
    "BROADSHEET_TIMEZONE": "Europe/Berlin",
    "BROADSHEET_PRICES": "gpt-4o-mini=0.15/0.60",
    "BROADSHEET_SLACK_CHANNELS": "C1, C2",
    "BROADSHEET_SLACK_GUESTS": "yes",
}


def test_a_misspelt_or_mistyped_setting_fails_strict_typing(tmp_path: Path) -> None:
    """A name no setting has, and a number taken for a text, are found before anything runs."""
    lines = "from bot.settings import load\nload().modle\nload().workers + 'x'\nload().workers + 1\n"
    (tmp_path / "wrong.py").write_text(lines)
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(tmp_path / "wrong.py")]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout
    assert 'wrong.py:2: error: "Settings" has no attribute "modle"' in told
    assert "wrong.py:3: error: Unsupported operand types" in told
    assert "wrong.py:4" not in told


def test_settings_are_shown_as_they_are_written(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """What `settings` prints can be put into .env again: no Python, whatever the kind of value."""
    for variable, value in WRITTEN.items():
        monkeypatch.setenv(variable, value)
    shown = {row["variable"]: row["value"] for row in run("settings", "--json").json}
    assert {variable: shown[variable] for variable in WRITTEN} == WRITTEN
    again = load(env={name: value for name, value in shown.items() if value})
    given = load(env=WRITTEN)
    assert [getattr(again, row.name) for row in SETTINGS if row.variable in WRITTEN] == [
        getattr(given, row.name) for row in SETTINGS if row.variable in WRITTEN
    ]


@pytest.mark.parametrize("variable", ["BROADSHEET_SMTP", "OPENAI_BASE_URL", "BROADSHEET_ARXIV_URL"])
def test_a_password_inside_an_address_is_not_printed(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """Whichever setting holds the address, its user is shown and its password is not."""
    scheme = "smtp" if variable == "BROADSHEET_SMTP" else "https"
    monkeypatch.setenv(variable, f"{scheme}://ada:tr0ub4dor@host.example.org")
    for told in (run("settings").out, run("settings", "--json").out):
        assert "tr0ub4dor" not in told
        assert f"{scheme}://ada:…@host.example.org" in told


def test_a_secret_is_never_shown_not_even_when_it_is_wrong(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys are masked so that two can be told apart."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-abcdefghijklmnop")
    told = run("settings").out
    assert "abcdefgh" not in told
    assert "…mnop (19 characters)" in told


def test_a_variable_that_is_no_setting_is_named(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt variable does nothing; `doctor` and `settings` say so and name the one that was meant."""
    monkeypatch.setenv("BROADSHEET_MODLE", "openai:gpt-4o")
    wanted = "BROADSHEET_MODLE is not a setting; did you mean BROADSHEET_MODEL?"
    assert wanted in " ".join(run("settings").out.split())
    doctor = run("doctor")
    assert wanted in " ".join(doctor.out.split())
    assert doctor.code == 1
    assert run("papers", "--json").code == 0


def test_a_misspelt_variable_in_a_file_is_named_too(run: Callable[..., Run]) -> None:
    """The .env file is looked at like the environment."""
    Path(".env").write_text("BROADSHEET_WROKERS=9\n")
    assert "did you mean BROADSHEET_WORKERS?" in " ".join(run("settings").out.split())


def test_a_value_that_cannot_be_used_names_variable_and_cure() -> None:
    """A wrong value is an error in one sentence, with what it must be."""
    with pytest.raises(UsageError, match=r"BROADSHEET_WORKERS='none' cannot be used"):
        load(env={"BROADSHEET_WORKERS": "none"})
