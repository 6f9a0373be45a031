"""Citations as readers count them."""

from __future__ import annotations

from bot.answer.numbers import Numbers
from bot.types import Citation, Claim
from retrieval.types import Paper

ROPES = [Paper(id=f"p{n}", title=f"Ropes {n}", abstract="They hold.") for n in range(6)]


def claim(*numbers: int) -> Claim:
    return Claim("They hold.", tuple(Citation(n, ROPES[n], "They hold.") for n in numbers))


def test_numbers_run_from_one_without_gaps() -> None:
    """The first paper cited is [1] and the second [2], whatever the model was told they are; each keeps its number."""
    numbers = Numbers()
    told = [[c.n for c in numbers.renumbered(each).citations] for each in (claim(4, 1), claim(5, 4), claim(1))]
    assert told == [[1, 2], [3, 1], [2]]
    assert [c.paper.id for c in numbers.renumbered(claim(5)).citations] == ["p5"]
