"""The bot, killed while people share papers: what is kept is what stands in the channels, each share once."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

LOOP = Path(__file__).resolve().parent / "shared_kill_loop.py"


@pytest.mark.parametrize("kills", [1, pytest.param(150, marks=pytest.mark.full)])
def test_kills_lose_no_share_and_keep_none_twice(tmp_path: Path, kills: int) -> None:
    """Kill -9 while links are posted, edited, deleted and replied to: nothing is lost, and every paper is fetched."""
    seed = random.randrange(10**6)
    told = subprocess.run(
        [sys.executable, str(LOOP), str(tmp_path), str(seed), str(kills)], capture_output=True, text=True, check=False
    )
    print(told.stdout)
    assert told.returncode == 0, told.stdout + told.stderr[-3000:]
