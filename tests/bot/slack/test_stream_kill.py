"""The bot, killed while answers grow in Slack: each ends as one whole answer, and no claim that stood is taken back."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

LOOP = Path(__file__).resolve().parent / "stream_kill_loop.py"


@pytest.mark.parametrize("kills", [1, pytest.param(500, marks=pytest.mark.full)])
def test_kills_in_mid_stream_end_in_one_whole_answer(tmp_path: Path, kills: int) -> None:
    """One kill -9, or five hundred, with up to five answers growing: one whole answer each."""
    seed = random.randrange(10**6)
    told = subprocess.run(
        [sys.executable, str(LOOP), str(tmp_path), str(seed), str(kills)], capture_output=True, text=True, check=False
    )
    print(told.stdout)
    assert told.returncode == 0, told.stdout + told.stderr[-3000:]
