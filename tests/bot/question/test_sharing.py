"""Questions about what the team shared, and questions that only look like them."""

from __future__ import annotations

import pytest

from bot.question.shared import Sharing, read_sharing

ASKED = {
    "who posted the LoRA paper?": Sharing("who", "LoRA"),
    "who first shared 2106.09685": Sharing("who", "2106.09685"),
    "do you know who sent the paper on winches": Sharing("who", "winches"),
    "when did we discuss mixture of experts?": Sharing("who", "mixture of experts"),
    "where was the Mamba paper linked?": Sharing("who", "Mamba"),
    "what did we read about grokking?": Sharing("list", "grokking"),
    "which papers about grokking have we looked at": Sharing("list", "grokking"),
    "papers shared about protein design": Sharing("list", "protein design"),
    "show me all the papers we shared": Sharing("list"),
    "shared papers on rope": Sharing("list", "rope"),
    "has anyone posted anything on state space models?": Sharing("list", "state space models"),
    "what did we talk about": Sharing("talked"),
    "which papers were discussed": Sharing("talked"),
    "what did Ada share about rope?": Sharing("list", "rope", "Ada"),
    "papers Ada Lovelace shared": Sharing("list", "", "Ada Lovelace"),
    "papers posted by <@U0ADA>": Sharing("list", "", "<@U0ADA>"),
    "links posted in #papers about rope": Sharing("list", "rope", "", "papers"),
    "what was posted here": Sharing("list", "", "", "here"),
    "what did we share in <#C0PAPERS|papers>?": Sharing("list", "", "", "C0PAPERS"),
}
OTHERS = (
    "what is grokking?",
    "what do we know about grokking?",
    "who wrote the LoRA paper?",
    "papers posted",
    "papers with shared parameters",
    "papers on parameter sharing",
    "when was the LoRA paper published?",
    "has anyone solved grokking?",
    "what did Ada find about grokking?",
    "does sharing weights help?",
    "how are embeddings shared between encoder and decoder?",
    "what do the papers discuss?",
)


@pytest.mark.parametrize(("text", "meant"), ASKED.items())
def test_what_was_shared_is_asked_for_in_many_ways(text: str, meant: Sharing) -> None:
    """By paper, topic, person and place, in the words that people use among themselves."""
    assert read_sharing(text) == meant


@pytest.mark.parametrize("text", OTHERS)
def test_other_questions_are_left_alone(text: str) -> None:
    """What papers share, discuss or publish is a question to the papers."""
    assert read_sharing(text) is None
