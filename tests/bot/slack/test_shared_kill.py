"""The bot, killed while people share papers: what is kept is what stands in the channels, each share once."""

from __future__ import annotations

from pathlib import Path

import pytest
from kill_loops import survives

LOOP = Path(__file__).resolve().parent / "shared_kill_loop.py"


@pytest.mark.parametrize("kills", [1, pytest.param(150, marks=pytest.mark.full)])
def test_kills_lose_no_share_and_keep_none_twice(tmp_path: Path, kills: int) -> None:
    """Kill -9 while links are posted, edited, deleted and replied to: nothing is lost, and every paper is fetched."""
    survives(LOOP, tmp_path, kills)
