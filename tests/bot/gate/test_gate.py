"""The gate decides by code whether a quote stands in the abstract it cites."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import BRAVE, CALM, DELTA, three_papers
from hypothesis import given
from hypothesis import strategies as st

from bot.gate.quotes import check, normalise
from bot.types import Evidence

EVIDENCE = tuple(Evidence(n, p, p.abstract) for n, p in enumerate(three_papers(), start=1))


def claim(*evidence: tuple[int, str], text: str = "A sentence.") -> dict[str, Any]:
    return {"text": text, "evidence": [{"source": n, "quote": quote} for n, quote in evidence]}


def test_a_verbatim_quote_is_supported_and_shown_as_the_abstract_writes_it() -> None:
    """A quote copied from the abstract it cites is shown, in the abstract's own characters."""
    checked = check(claim((1, "reaches  91.5%\naccuracy on the harbour benchmark.")), EVIDENCE)
    assert checked.verdict == "supported"
    assert checked.claim is not None
    assert checked.claim.citations[0].quote == "reaches 91.5% accuracy on the harbour benchmark."
    assert checked.claim.citations[0].quote in BRAVE


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("the “delayed” effect — as we call it", 'the "delayed" effect - as we call it'),
        ("the ``delayed'' effect -- as we call it", "the “delayed” effect – as we call it"),
        ("it isn’t the model’s fault at all", "it isn't the model's fault at all"),
        ("a non‑breaking hyphen in state-of-the-art", "a non-breaking hyphen in state‐of‐the‐art"),
    ],
)
def test_typography_does_not_matter(written: str, read: str) -> None:
    """Curly or straight quotes, hyphens or dashes, one space or many: the same words are the same quote."""
    paper = three_papers()[0]
    checked = check(claim((1, read)), [Evidence(1, paper, f"Before this, {written}. After that.")])
    assert checked.verdict == "supported"
    assert checked.claim is not None
    assert checked.claim.citations[0].quote == written


def test_a_wrong_number_is_corrected() -> None:
    """A quote from another paper that was given is cited under that paper's number."""
    checked = check(claim((1, "longer ropes hold 3 times better")), EVIDENCE)
    assert checked.verdict == "misattributed"
    assert checked.corrected
    assert checked.claim is not None
    assert [c.n for c in checked.claim.citations] == [2]


def test_a_number_of_no_source_is_corrected_too() -> None:
    """A source number nobody was given leads to the paper the words are from."""
    checked = check(claim((99, "longer ropes hold 3 times better")), EVIDENCE)
    assert checked.claim is not None
    assert [c.n for c in checked.claim.citations] == [2]


@pytest.mark.parametrize(
    "quote",
    [
        "We introduce a compass network … does not need a gyroscope",
        "We introduce a compass network [...] does not need a gyroscope",
        "We introduce a compass network does not need a gyroscope",
        "Brave compasses keep their heading longer ropes hold 3 times better",
    ],
)
def test_pieces_from_several_places_fall(quote: str) -> None:
    """Words that are all there, but not in one stretch, are stitched and not shown."""
    checked = check(claim((1, quote)), EVIDENCE)
    assert (checked.verdict, checked.claim) == ("stitched", None)


@pytest.mark.parametrize(
    "quote",
    [
        "It reaches 99.5% accuracy on the harbour benchmark",
        "It needs a gyroscope at all times",
        "ompass network with 12 needle",
        "a gyroscope",
        "",
        "…",
        "12 needles. It reaches 91.5% accuracy on the desert benchmark",
    ],
)
def test_what_stands_nowhere_is_fabricated(quote: str) -> None:
    """An altered, invented, too short or cut-into-a-word quote backs nothing."""
    checked = check(claim((1, quote)), EVIDENCE)
    assert (checked.verdict, checked.claim) == ("fabricated", None)


def test_one_bad_quote_spoils_a_claim() -> None:
    """A sentence built on two quotes needs both."""
    good, bad = (1, "It does not need a gyroscope."), (2, "ropes are made of gold thread")
    assert check(claim(good, bad), EVIDENCE).claim is None


def test_no_quote_is_no_claim() -> None:
    """A sentence without a quote is never shown."""
    assert check(claim(), EVIDENCE).claim is None


def test_a_hundred_invented_sources_show_nothing() -> None:
    """A model that makes up a hundred sources shows none of them."""
    assert all(check(claim((n, f"invented finding number {n} of many")), EVIDENCE).claim is None for n in range(100))


@given(st.data())
def test_any_stretch_of_whole_words_is_found_and_any_changed_word_is_not(data: st.DataObject) -> None:
    """Whatever whole words are copied pass; with one word swapped for a foreign one they never do."""
    abstract, n = data.draw(st.sampled_from([(BRAVE, 1), (CALM, 2), (DELTA, 3)]))
    words = abstract.split()
    start = data.draw(st.integers(0, len(words) - 5))
    stretch = words[start : data.draw(st.integers(start + 5, len(words)))]
    assert check(claim((n, " ".join(stretch))), EVIDENCE).verdict == "supported"
    stretch[data.draw(st.integers(0, len(stretch) - 1))] = "zanzibar"
    assert check(claim((n, " ".join(stretch))), EVIDENCE).claim is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_upsets_the_gate(quote: str, abstract: str) -> None:
    """Any quote against any abstract gets a verdict, and what is shown stands in the abstract."""
    checked = check(claim((1, quote), text="Sentence."), [Evidence(1, three_papers()[0], abstract)])
    if checked.claim:
        assert all(c.quote in abstract for c in checked.claim.citations)


@given(st.text(max_size=200))
def test_normalising_keeps_track_of_every_character(text: str) -> None:
    """Each normalised character knows where in the abstract it came from."""
    flat, origin = normalise(text)
    assert len(flat) == len(origin)
    assert origin == sorted(origin)
