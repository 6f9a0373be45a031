"""A list that was shown, wanted for another time or topic."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.question import Question, Turn, resolve

NOW = datetime(2026, 11, 28, 9)
TITLES = {"a": "Sails of Hemp", "b": "Sails of Steel"}


def after(topic: str, message: str) -> Question:
    """What *message* means when the papers of *topic* were shown."""
    return resolve(message, [Turn(topic, ((1, "a"), (2, "b")))], NOW, titles=TITLES)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("only 2025 ones", "hemp sails in 2025"),
        ("just the october ones", "hemp sails in october"),
        ("and on steel ropes?", "steel ropes"),
    ],
)
def test_a_bare_topic_stays_one(message: str, text: str) -> None:
    """It is asked again as it was typed: with a question mark it would be asked what papers say of it."""
    assert after("hemp sails", message).text == text


def test_ones_is_no_topic() -> None:
    """A list that was asked for in a sentence is asked for again, in its new time."""
    assert after("papers on hemp sails", "only 2025 ones").query == "papers on hemp sails?"
