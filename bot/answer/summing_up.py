"""What the papers of a list have in common, above the list: a few sentences of a chat model, through the same gate."""

from __future__ import annotations

from dataclasses import replace

from bot.answer.drafting import Draft, draft
from bot.answer.exact import Exact
from bot.answer.means import Means
from bot.models.protocol import ModelError
from bot.question import Question
from bot.types import Claim, Evidence

MOST = 3  # sentences
_FEWEST = 2  # papers: one says itself what it is about
_ASKED = "In two or three sentences: what do these papers say about {topic}?"


def summed_up(asked: Question, exact: Exact, means: Means) -> Draft | None:
    """What a chat model says of the papers shown for a topic, numbered as they stand; None without such a model.

    The list is whole without it: None too where the model fails, or the budget is spent.
    """
    if not (means.model.drafts and exact.topic) or len(exact.papers) < _FEWEST:
        return None
    evidence = [Evidence(n, paper, paper.abstract) for n, paper in enumerate(exact.papers, start=1)]
    question = replace(asked, text=_ASKED.format(topic=exact.topic))
    try:
        made = draft(question, evidence, exact.topic, replace(means, on_claim=None))
    except ModelError:
        return None
    return made if made.name == means.model.name else None  # else the papers' own sentences, which the list has


def sentences(made: Draft | None) -> tuple[Claim, ...]:
    """The first few of what passed the gate."""
    return tuple(made.gate.kept[:MOST]) if made else ()
