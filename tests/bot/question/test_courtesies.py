"""What people say around a question does not change it."""

from __future__ import annotations

import pytest

from bot.question.courtesies import without_courtesies


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hey team, what is new in mooring pls", "what is new in mooring"),
        ("Could you please tell me who wrote MooringNet? thanks!", "who wrote MooringNet?"),
        ("I was wondering", "I was wondering"),
        ("quick question: which papers study tides, if you can", "which papers study tides"),
        ("whos on the MooringNet paper", "who's on the MooringNet paper"),
        ("how does MooringNet hold, in short", "how does MooringNet hold"),
        ("do you know if sails tear?", "if sails tear?"),
    ],
)
def test_they_are_left_out(typed: str, meant: str) -> None:
    """Before it, after it, and both."""
    assert without_courtesies(typed) == meant


@pytest.mark.parametrize("typed", ["please", "thanks", "hi", "high tides", "hi-res charts", "papers on thanks giving"])
def test_a_message_of_nothing_else_stays(typed: str) -> None:
    """Small talk is answered as such, and a word that begins like a greeting is a word."""
    assert without_courtesies(typed) == typed
