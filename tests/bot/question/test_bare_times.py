"""Times that stand at the end without a preposition."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.question import resolve

NOW = datetime(2026, 11, 28, 9)


@pytest.mark.parametrize(
    ("question", "start", "query"),
    [
        ("top 5 by upvotes 2025", date(2025, 1, 1), "top 5 by upvotes"),
        ("how many papers 2025?", date(2025, 1, 1), "how many papers?"),
        ("diffusion models, october only", date(2026, 10, 1), "diffusion models"),
        ("papers on sails (only March 2026)", date(2026, 3, 1), "papers on sails"),
    ],
)
def test_a_bare_time_is_a_window(question: str, start: date, query: str) -> None:
    """Behind a comma always; else where the archive's fields are asked for."""
    asked = resolve(question, (), NOW)
    assert asked.window is not None
    assert asked.window.start == start
    assert asked.query.strip(" ?") == query.strip(" ?")


@pytest.mark.parametrize("question", ["how good are models on AIME 2025?", "What is SemEval 2025?", "agents that may"])
def test_a_year_may_belong_to_a_name(question: str) -> None:
    """A benchmark's name is no time."""
    assert resolve(question, (), NOW).window is None
