"""Sentences: cut where a reader would, in time that grows with the text and no faster."""

from __future__ import annotations

import time

import pytest

from retrieval.text.sentences import sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ropes hold. Longer ropes hold better!", 2),
        ("Ropes, e.g. Hemp, hold. So do chains.", 2),
        ("J. Ashley et al. show it. pLSTM beats them.", 2),
        ("It holds (“always.”) Does it?! Yes.", 3),
        ("Fig. 3 shows approx. Nine knots", 1),
        ("A title\n\nA paragraph", 2),
    ],
)
def test_where_sentences_end(text: str, count: int) -> None:
    """A mark ends a sentence, an abbreviation does not, and nothing but white space is lost."""
    found = sentences(text)
    assert len(found) == count
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    ["r" * 20_000 + " e.g. Y" * 12_000, "!" * 100_000 + "x", "?" * 100_000, "!)" * 50_000, "?" + ")" * 100_000 + "x",
     "w." * 50_000, "b. " * 33_000, "No. " + "c" * 100_000, "\n" * 100_000, "." + " " * 100_000 + ". d"],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_no_abstract_keeps_everybody_waiting(text: str) -> None:
    """100,000 characters of the worst that an abstract can hold are cut at once."""
    begun = time.process_time()
    sentences(text)
    assert time.process_time() - begun < 5
