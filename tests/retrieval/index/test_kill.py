"""An ingest killed at any moment: what was reported is there, and the next run finishes the rest."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

LOOP = Path(__file__).with_name("kill_loop.py")


@pytest.mark.parametrize("kills", [50, pytest.param(1000, marks=pytest.mark.full)])
def test_a_killed_ingest_loses_nothing(tmp_path: Path, kills: int) -> None:
    """After any number of `kill -9` every reported paper is stored once and found by its own vector."""
    seed = random.SystemRandom().randrange(10**6)
    told = subprocess.run(
        [sys.executable, LOOP, tmp_path / "data", str(seed), str(kills)], capture_output=True, text=True, check=False
    )
    print(told.stdout)
    assert told.returncode == 0, told.stdout + told.stderr[-2000:]
