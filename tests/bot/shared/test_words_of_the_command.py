"""What is typed behind `broadsheet shared` and `/ask shared`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import App
from bot.settings import load
from bot.shared import listed


@pytest.mark.parametrize(
    ("text", "topic", "timed"),
    [
        ("last month about rope", "rope", True),
        ("about rope", "rope", False),
        ("rope", "rope", False),
        ("last month", "", True),
        ("", "", False),
    ],
)
def test_the_words_behind_the_command_are_part_of_a_sentence(
    tmp_path: Path, text: str, topic: str, timed: bool
) -> None:
    """ "About" is no part of the topic, wherever the time stands."""
    env = {"BROADSHEET_DATA": str(tmp_path), "BROADSHEET_SHARED": "yes", "BROADSHEET_NOW": "2026-11-28T09:00"}
    found = listed(App(load(env=env)), text, "")
    assert (found.words, found.window is not None) == (topic, timed)
