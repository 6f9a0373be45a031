"""An author of the paper that was told of, by place."""

from __future__ import annotations

import pytest
from conftest import paper

from bot.answer.their_author import with_author
from bot.question import Turn

SAILS = paper("Sails of Hemp", "We sew sails of hemp.", authors=("Ada Lovelace", "Emmy Noether", "Grace Hopper"))
TOLD = Turn("What is Sails of Hemp?", ((1, "s"),))


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("what else did the first author do this year?", "papers by Ada Lovelace this year?"),
        ("papers by the last author", "papers by Grace Hopper"),
        ("anything else by its second author?", "anything by Emmy Noether?"),
        ("who is the first author?", "who is the first author?"),
        ("what does the first author of KelpNet say?", "what does the first author of KelpNet say?"),
    ],
)
def test_a_place_among_its_authors_is_a_name(question: str, meant: str) -> None:
    """Also where another question stood between that nothing answered."""
    assert with_author(question, [TOLD], {"s": SAILS}) == meant
    assert with_author(question, [TOLD, Turn("What sings?", ((1, "x"),), near=True)], {"s": SAILS}) == meant


def test_of_several_papers_no_author_is_meant() -> None:
    """Whose first author it would be cannot be told."""
    two = Turn("papers on sails", ((1, "s"), (2, "s2")))
    question = "what did the first author write?"
    assert with_author(question, [two], {"s": SAILS, "s2": SAILS}) == question
    assert with_author(question, [], {}) == question
