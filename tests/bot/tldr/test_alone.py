"""Which lines can be read by themselves under a title."""

from __future__ import annotations

import pytest

from bot.tldr.alone import stands_alone, tells
from bot.tldr.candidates import trimmed


@pytest.mark.parametrize(
    "line", ["Proposes an.", "In this paper, I discuss tides.", "We present terns.", "Released under the name of."]
)
def test_a_line_that_breaks_off_or_speaks_for_itself_is_not_taken(line: str) -> None:
    """It says who did what, to its end."""
    assert not stands_alone(line)
    assert stands_alone("Proposes an index of TWLV-I tides.")


def test_what_any_paper_says_of_itself_tells_nothing() -> None:
    """That something new is proposed stands over every paper."""
    title = "Tern: Sparse Routers for Tides"
    assert not tells("Proposes Tern, a novel adaptive sparse router of harbour tides.", title)
    assert tells("Tern halves harbour delays with adaptive routers.", title)


def test_an_aside_after_a_subject_ends_no_line() -> None:
    """ "We observe that fast methods, such as skipping, fail" is no observation of fast methods."""
    told = trimmed("We observe that existing fast tidal methods, such as lock skipping, struggle in storms.")
    assert not any(line.endswith("methods.") for line in told)
