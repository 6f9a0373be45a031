"""The bot, killed while answers grow in Slack: each ends as one whole answer, and no claim that stood is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from kill_loops import survives

LOOP = Path(__file__).resolve().parent / "stream_kill_loop.py"


@pytest.mark.parametrize("kills", [1, pytest.param(500, marks=pytest.mark.full)])
def test_kills_in_mid_stream_end_in_one_whole_answer(tmp_path: Path, kills: int) -> None:
    """One kill -9, or five hundred, with up to five answers growing: one whole answer each."""
    survives(LOOP, tmp_path, kills)
