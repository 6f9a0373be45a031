"""The bot, killed with questions in flight: every acknowledged command ends in exactly one terminal message."""

from __future__ import annotations

from pathlib import Path

import pytest
from kill_loops import survives

LOOP = Path(__file__).resolve().parent / "slack_kill_loop.py"


@pytest.mark.parametrize("kills", [2, pytest.param(500, marks=pytest.mark.full)])
def test_kills_lose_and_repeat_nothing(tmp_path: Path, kills: int) -> None:
    """Kill -9 twice, or five hundred times, with up to twenty questions in flight: each is answered once."""
    survives(LOOP, tmp_path, kills)
