"""Abbreviations that a text spells out."""

from __future__ import annotations

import pytest

from retrieval.text.abbreviations import given_in, spelled_out_in


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("We prune a mixture of experts (MoE) here.", {"MoE": "mixture of experts"}),
        ("Large Vision-Language Models (LVLMs) and sails (see below)", {"LVLM": "large vision-language models"}),
        ("retrieval-augmented generation (RAG); RAG helps", {"RAG": "retrieval-augmented generation"}),
        ("Sails of hemp (XYZ) tear.", {}),
    ],
)
def test_an_abbreviation_stands_for_the_words_before_it(text: str, known: dict[str, str]) -> None:
    """Each of its letters begins one of them; what stands in brackets otherwise is none."""
    assert given_in(text) == known


def test_every_place_that_spells_it_out_counts() -> None:
    """Whatever its case, so that the usual words can be told from an odd paper's."""
    text = "Slow warping (SW) is slow. Ships With Sails (SWS) differ, and steel winches (sw) too."
    assert spelled_out_in(text, "sw") == ["slow warping", "ships with sails", "steel winches"][::2]
