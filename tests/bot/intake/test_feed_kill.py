"""The feed under `kill -9`."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(("days", "kills"), [(3, 6), pytest.param(20, 200, marks=pytest.mark.full)])
def test_a_killed_fetch_loses_nothing(tmp_path: Path, days: int, kills: int) -> None:
    """Whenever it is killed, the next round goes on: all papers are here, and no unread day is called empty."""
    seed = random.SystemRandom().randrange(10**6)
    loop = Path(__file__).with_name("feed_kill_loop.py")
    command = [sys.executable, loop, tmp_path / "data", str(seed), str(days), str(kills)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    print(told.stdout)
    assert told.returncode == 0, told.stdout + told.stderr[-2000:]
