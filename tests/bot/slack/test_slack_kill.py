"""The bot, killed with questions in flight: every acknowledged command ends in exactly one terminal message."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

LOOP = Path(__file__).resolve().parent / "slack_kill_loop.py"


def killed(folder: Path, kills: int) -> None:
    seed = random.randrange(10**6)
    told = subprocess.run(
        [sys.executable, str(LOOP), str(folder), str(seed), str(kills)], capture_output=True, text=True, check=False
    )
    print(told.stdout)
    assert told.returncode == 0, told.stdout + told.stderr[-3000:]


@pytest.mark.parametrize("kills", [2, pytest.param(500, marks=pytest.mark.full)])
def test_kills_lose_and_repeat_nothing(tmp_path: Path, kills: int) -> None:
    """Kill -9 twice, or five hundred times, with up to twenty questions in flight: each is answered once."""
    killed(tmp_path, kills)
