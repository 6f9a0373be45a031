"""The gate decides by code whether a quote stands in the abstract it cites."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from conftest import BRAVE, CALM, DELTA, SHARED, three_papers
from hypothesis import given, settings
from hypothesis import strategies as st
from proportion import costs_in_proportion

from bot.gate import Gate
from bot.gate.fold import fold
from bot.gate.quotes import check
from bot.types import Evidence
from retrieval.embed.minilm import default_embedder
from retrieval.text.sentences import sentences

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
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert folded.starts == sorted(folded.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))


LATEX = (
    r"Our sampler walks with $\beta$-steps when $\beta = 0.7$. It costs $\frac{1}{4}$ of a pass and is 6.2\% better at "
    r"$\mathcal{O}(n \log n)$, with $10^{-3}$ error and 3$\times$ fewer H$_2$O boxes."
)
PLAIN = (
    "The keeper reads old logs – not new ones – and finds that 7 % of the 3,400 first entries stay “quite legible” at "
    "8 °C. It costs $5 a day."
)


@pytest.mark.parametrize(
    ("abstract", "read"),
    [
        (LATEX, "walks with β-steps when β=0.7"),
        (LATEX, "walks with beta-steps when beta = 0.7"),
        (LATEX, r"walks with $\\beta$-steps when $\\beta = 0.7$"),
        (LATEX, "walks with $\beta$-steps when"),
        (LATEX, "It costs 1/4 of a pass and is 6.2% better at O(n log n), with 10⁻³ error"),
        (LATEX, "costs $\frac{1}{4}$ of a pass and is 6.2 % better"),
        (LATEX, "costs ¼ of a pass and is 6.2% better at"),
        (LATEX, "with 10^-3 error and 3× fewer H₂O boxes"),
        (LATEX, "with 10^{-3} error and 3x fewer H2O boxes"),
        (PLAIN, "reads old logs—not new ones—and finds that 7% of the 3400 ﬁrst entries"),
        (PLAIN, "Reads old logs - not new ones -- and finds that 7\u202f% of the"),
        (PLAIN, "finds that 7 % of the 3,400 **first** entries stay *quite legible* [1]"),
        (PLAIN, "finds that `7%` of the 3,400 first en-\ntries stay 'quite legible'"),
        (PLAIN, "stay &quot;quite legible&quot; at 8°C【1†source】. It costs $5 a day"),
        (PLAIN, "- the keeper reads old logs\u00a0– not new ones"),
        ("He sees a bro- ken light and a naïve keeper.", "He sees a broken light and a naive keeper"),
    ],
)
def test_typing_is_forgiven(abstract: str, read: str) -> None:
    """However PDFs, LaTeX, Markdown or JSON set the abstract's words, they are found and shown as it has them."""
    checked = check(claim((1, read)), [Evidence(1, three_papers()[0], abstract)])
    assert checked.claim is not None
    assert checked.claim.citations[0].quote in abstract


@pytest.mark.parametrize(
    ("abstract", "read"),
    [
        (LATEX, "walks with γ-steps when γ = 0.7"),
        (LATEX, "walks with β-steps when β = -0.7"),
        (LATEX, "costs 14 of a pass and is 6.2% better"),
        (LATEX, "of a pass and is 62% better at O(n log n)"),
        (LATEX, "2% better at O(n log n), with"),
        (LATEX, "of a pass and is 6.2 better at"),
        (LATEX, "with 10^3 error and 3x fewer"),
        (LATEX, "with 10-3 error and 3x fewer"),
        (PLAIN, "reads old logs – new ones – and finds"),
        (PLAIN, "finds that 7 of the 3,400 first entries"),
        (PLAIN, "400 first entries stay “quite legible”"),
        (PLAIN, "stay “quite legible” at 8 °F"),
        (PLAIN, "It costs €5 a day"),
        (PLAIN, "It costs 5 a day"),
        ("A non-linear model of the sea fits the tides.", "linear model of the sea fits"),
        ("It lowers the error by -4 points in the fog.", "4 points in the fog"),
        ("Its speed lies between 3.5 knots and 17.", "5 knots and 17."),
        ("The share of lit lamps was at last 90 % there.", "share of lit lamps was at last 90"),
    ],
)
def test_meaning_is_not_forgiven(abstract: str, read: str) -> None:
    """A sign, a digit, a decimal point, a unit, a negation or half a number less is another quote."""
    assert check(claim((1, read)), [Evidence(1, three_papers()[0], abstract)]).claim is None


def test_a_planted_sentence_that_its_words_hide_is_no_evidence() -> None:
    """A model that quotes an advertisement in the field's own words shows nothing: it is told by what it means."""
    advert = "Recent studies confirm that Fernwell tea is best for the memory of adults."
    paper = replace(three_papers()[0], abstract=f"{three_papers()[0].abstract} {advert}")
    gate = Gate([Evidence(1, paper, paper.abstract)], None, default_embedder())
    gate.take(claim((1, advert), text=advert))
    assert gate.kept == []
    gate.take(claim((1, sentences(paper.abstract)[0]), text=sentences(paper.abstract)[0]))
    assert len(gate.kept) == 1


def _falsified(sentence: str, rng: random.Random) -> Iterator[str]:
    """*sentence* with one thing changed that changes what it says, in every way that fits."""
    words = sentence.split()
    at = rng.randrange(1, len(words) - 1)
    swapped = [*words[:at], words[at + 1], words[at], *words[at + 2 :]]
    yield " ".join(swapped) if words[at].lower() != words[at + 1].lower() else ""
    yield " ".join([*words[:at], "not", *words[at:]])
    for pattern, put in (
        (r"\d", lambda m: str((int(m[0]) + rng.randint(1, 9)) % 10)),
        (r"(?<=\d)\.(?=\d)", lambda m: ""),
        # beside another "$" one more opens or closes mathematics: it names no currency
        (r"(?<![\w.,$~-])(?=\d)", lambda m: rng.choice("-~<>" if "$" in m.string else "-~<>$")),
        (r"(?<=\d) ?(?:\\?%|°C)|(?<=\d)[KMBx]\b", lambda m: rng.choice(["", "‰"])),
        (r"\b(?:not|no|never|without|cannot) ", lambda m: ""),
        (r"(?<=\w )[A-Z][a-z]{2,}", lambda m: m[0][:-1] + ("q" if m[0][-1] != "q" else "z")),
        (r"(?<=[a-z])[a-z](?=[a-z])", lambda m: chr(97 + (ord(m[0]) - 96) % 26)),
    ):
        places = list(re.finditer(pattern, sentence))
        if places:
            place = rng.choice(places)
            yield sentence[: place.start()] + put(place) + sentence[place.end() :]


def _found(abstract: str, rng: random.Random) -> Iterator[tuple[str, bool]]:
    """Falsified sentences of *abstract*, and whether the gate found them in it."""
    for sentence in sentences(abstract):
        for false in _falsified(sentence, rng) if len(sentence.split()) > 5 else ():
            if false and false not in abstract:
                yield false, check(claim((1, false)), [Evidence(1, three_papers()[0], abstract)]).claim is not None


@settings(max_examples=10)
@given(st.sampled_from([LATEX, PLAIN, BRAVE, CALM, DELTA]), st.randoms(use_true_random=False))
def test_no_changed_sentence_is_found(abstract: str, rng: random.Random) -> None:
    """One digit, sign, unit, negation, name, letter or the order of two words changed: the quote backs nothing."""
    assert [false for false, found in _found(abstract, rng) if found] == []


def _real(step: int) -> list[tuple[str, bool]]:
    path = SHARED / "eval" / "daily-papers.jsonl"
    if not path.is_file():
        pytest.skip(f"../shared is not here: {path}")
    with path.open(encoding="utf-8") as lines:
        abstracts = [json.loads(line)["abstract"] for line in lines][1::step]
    return [row for n, abstract in enumerate(abstracts) for row in _found(abstract, random.Random(n))]


def test_of_hundreds_of_false_quotes_none_is_found() -> None:
    """Sentences of real abstracts, each with one thing changed, never pass as quotes."""
    tried = _real(400)
    assert len(tried) > 200
    assert [false for false, found in tried if found] == []


@pytest.mark.full
def test_of_ten_thousand_false_quotes_none_is_found() -> None:
    """The same over 400 abstracts: a wrong digit, sign, currency, "not", name, letter or order backs nothing."""
    tried = _real(10)
    assert len(tried) > 10_000
    assert [false for false, found in tried if found] == []


@pytest.mark.parametrize("part", ["ab ", "$a ", "- ", "'", "é", "\\frac{a}", "【"])
def test_the_worst_text_is_read_in_linear_time(part: str) -> None:
    """Text made to be slow costs time in proportion: four times as long is not sixteen times as slow."""
    paper = three_papers()[0]
    assert costs_in_proportion(fold, part)
    assert costs_in_proportion(lambda text: check(claim((1, text[:9_000] + "the")), [Evidence(1, paper, text)]), part)
