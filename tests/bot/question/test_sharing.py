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
    "who was it that dropped the keel paper in here?": Sharing("who", "keel", "", "here"),
    "hey, do you remember who sent us the winch link": Sharing("who", "winch"),
    "which of us put the anchor paper in #papers": Sharing("who", "anchor", "", "papers"),
    "has the anchor paper been posted already?": Sharing("who", "anchor"),
    "did anyone read the anchor paper yet": Sharing("who", "anchor"),
    "was 2106.09685 ever shared": Sharing("who", "2106.09685"),
    "in which channel was the keel paper discussed": Sharing("who", "keel"),
    "when did Ada share the keel paper?": Sharing("who", "keel", "Ada"),
    "who's been posting about winches?": Sharing("list", "winches"),
    "what's been shared on winches": Sharing("list", "winches"),
    "what are people reading these days?": Sharing("list"),
    "what have you guys been talking about": Sharing("talked"),
    "was there anything shared about winches?": Sharing("list", "winches"),
    "how many papers did we read on winches": Sharing("list", "winches"),
    "has Ada posted anything on winches?": Sharing("list", "winches", "Ada"),
    "what has Ada been sharing": Sharing("list", "", "Ada"),
    "that keel paper Ada sent": Sharing("list", "keel", "Ada"),
    "everything Ada posted about keels": Sharing("list", "keels", "Ada"),
    "somebody posted a paper on keels, which one was it?": Sharing("list", "keels"),
    "Ada's shared papers": Sharing("list", "", "Ada"),
    "papers with the most reactions": Sharing("talked"),
    "most discussed papers in #papers": Sharing("talked", "", "", "papers"),
    "papers from #random": Sharing("list", "", "", "random"),
    "papers from this channel about keels": Sharing("list", "keels", "", "here"),
    "have we already seen 2501.12948?": Sharing("who", "2501.12948"),
    "has the keel paper come up before": Sharing("who", "keel"),
    "how many times has the keel paper been shared?": Sharing("who", "keel"),
    "papers on keels that the team has read": Sharing("list", "keels"),
    "what was that paper on bent keels that Ada shared": Sharing("list", "bent keels", "Ada"),
    "show me what Ada shared": Sharing("list", "", "Ada"),
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
    "has the LoRA paper been cited?",
    "has anyone looked at mixture of experts for speech?",
    "which papers got the most upvotes?",
    "most discussed papers",
    "who posts the most papers?",
    "everything on diffusion",
    "do you remember the LoRA paper?",
    "what papers discuss post training?",
    "was LoRA evaluated on GLUE?",
    "papers on keels here",
    "have we seen gains on GLUE?",
)


@pytest.mark.parametrize(("text", "meant"), ASKED.items())
def test_what_was_shared_is_asked_for_in_many_ways(text: str, meant: Sharing) -> None:
    """By paper, topic, person and place, in the words that people use among themselves."""
    assert read_sharing(text) == meant


@pytest.mark.parametrize("text", OTHERS)
def test_other_questions_are_left_alone(text: str) -> None:
    """What papers share, discuss or publish is a question to the papers."""
    assert read_sharing(text) is None
