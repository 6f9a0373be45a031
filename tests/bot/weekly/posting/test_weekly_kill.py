"""The weekly post under `kill -9`, lost answers and false errors."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest


def loop(name: str, folder: Path, weeks: int, kills: int) -> None:
    """Run a kill loop beside this file; what it prints is shown."""
    seed = random.SystemRandom().randrange(10**6)
    command = [sys.executable, Path(__file__).with_name(name), folder / "data", str(seed), str(weeks), str(kills)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    print(told.stdout)
    assert told.returncode == 0, told.stdout + told.stderr[-2000:]


@pytest.mark.parametrize(("weeks", "kills"), [(10, 10), pytest.param(200, 440, marks=pytest.mark.full)])
def test_every_week_is_posted_exactly_once(tmp_path: Path, weeks: int, kills: int) -> None:
    """Whatever is killed, lost or falsely reported, each week is in the channel once, and each part."""
    loop("weekly_kill_loop.py", tmp_path, weeks, kills)


@pytest.mark.parametrize(("weeks", "kills"), [(2, 1), pytest.param(60, 4, marks=pytest.mark.full)])
def test_nobody_is_mailed_a_week_twice(tmp_path: Path, weeks: int, kills: int) -> None:
    """A mail whose fate is unsure is left to the maintainer, not sent again; the feed has each week once."""
    loop("weekly_kill_mail.py", tmp_path, weeks, kills)


@pytest.mark.parametrize(("weeks", "kills"), [(1, 5), pytest.param(40, 200, marks=pytest.mark.full)])
def test_every_withdrawal_is_told_once(tmp_path: Path, weeks: int, kills: int) -> None:
    """Whatever is killed or lost, the channel, the thread and the person are each told of each paper once."""
    loop("withdrawn_kill_loop.py", tmp_path, weeks, kills)
