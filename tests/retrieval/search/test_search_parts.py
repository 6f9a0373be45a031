"""The parts of a search: what a question is about, how its words fit a paper, and how two rankings become one."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.search.fusion import KEYWORDS, SENTENCE, blend, weights_for
from retrieval.search.match import Matcher
from retrieval.search.near import nearness
from retrieval.search.subject import topic

TITLE, ABSTRACT = "Sparse Needles", "We find needles in hay. Sparse magnets pull needles out of any haystack quickly."


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Are there any papers that study grokking in Transformers?", "grokking in Transformers"),
        ("Can you point me to research on needles in hay? If so, could you say which?", "needles in hay"),
        ("What is grokking?", "What is grokking?"),
        ("Which paper first sorted needles? I am looking for magnets.", "first sorted needles? magnets"),
        ("Sparse attention lowers cost.", "Sparse attention lowers cost"),
        ("grokking", "grokking"),
        ("What is this?", "What is this?"),
        ("?!", "?!"),
        ("", ""),
    ],
)
def test_a_question_is_embedded_without_its_asking(question: str, about: str) -> None:
    """How people ask is left out; what they ask about, and its own small words, stay."""
    assert topic(question) == about


def test_a_paper_that_holds_it_all_matches_wholly() -> None:
    """Every term, side by side, in the title and in one sentence: all parts of the match are 1."""
    match = Matcher("sparse needles", {"sparse": 1, "needles": 1}, 10).match(TITLE, ABSTRACT)
    assert (match.coverage, match.phrases, match.in_title, match.together) == pytest.approx((1, 1, 1, 1))
    assert match.words == pytest.approx(1.5)


def test_rare_words_count_more() -> None:
    """To hold the rare word of a question is worth more than to hold the common one."""
    matcher = Matcher("needles of titanium", {"needles": 900, "titanium": 1}, 1000)
    common, rare = matcher.match("Needles", "Needles."), matcher.match("Titanium", "Titanium.")
    assert rare.coverage > common.coverage > 0
    assert rare.coverage + common.coverage == pytest.approx(1.0)


def test_forms_of_a_word_are_one() -> None:
    """Plurals and verb forms match; a word that only begins alike does not."""
    matcher = Matcher("pulling magnets", {}, 10)
    assert matcher.match("x", "A magnet pulled.").coverage == pytest.approx(1.0)
    assert matcher.match("x", "Magnetite pullovers.").coverage == 0.0


def test_words_far_apart_are_not_together() -> None:
    """Two terms a page apart cover the question, but no stretch of it does."""
    near, far = "magnet needle", "magnet" + " and" * 60 + " needle"
    matcher = Matcher("magnet needle", {}, 10)
    assert matcher.match("x", near).together == pytest.approx(1.0)
    assert matcher.match("x", far).together == pytest.approx(0.5)
    assert matcher.match("x", f"{far} magnet").together == pytest.approx(1.0)
    assert matcher.match("x", far).coverage == pytest.approx(1.0)


def test_both_scores_count() -> None:
    """The best of both comes first; each list's own best beats what neither likes."""
    scores = blend([1, 2, 3, 4], {1: 9.0, 2: 9.0, 3: 3.0}, {1: 0.8, 2: 0.2, 3: 0.8, 4: 0.2})
    assert max(scores, key=lambda n: scores[n]) == 1
    assert scores[2] > scores[4]
    assert scores[3] > scores[4]


def test_a_missing_score_neither_helps_nor_hurts_much() -> None:
    """Unembedded counts as average, unfound by words as the last that was found."""
    scores = blend([1, 2, 3], {1: 8.0, 2: 4.0}, {1: 0.5, 3: 0.5})
    assert scores[1] - scores[2] == pytest.approx(KEYWORDS.lexical / 2)
    assert scores[2] == scores[3]


@pytest.mark.parametrize("squeeze", [1.0, 0.3])
def test_embedders_may_differ_in_their_range(squeeze: float) -> None:
    """Cosines count by their spread: an embedder whose cosines all lie close together decides as much."""
    cosines = {n: 0.5 + squeeze * (0.1 * n - 0.3) for n in range(6)}
    scores = blend(range(6), {}, cosines)
    assert scores[5] - scores[0] == pytest.approx(5 / np.std(range(6)))


def test_equal_cosines_decide_nothing() -> None:
    """Where nothing differs, nothing is divided by nothing; no papers, no scores."""
    assert blend([1, 2], {}, {1: 0.5, 2: 0.5}) == {1: 0.0, 2: 0.0}
    assert blend([1], {1: 0.0}, {}) == {1: 0.0}
    assert blend([], {}, {}) == {}


def test_the_nearest_passage_and_the_whole_paper() -> None:
    """A paper's nearest passage is told, and its score is half that passage's and half its passages' mean."""
    east, north = np.array([1, 0], dtype=np.float32), np.array([0, 1], dtype=np.float32)
    near = nearness([7, 7, 8], [1, 3, 2], np.stack([north, east, east]), east)
    assert (near[7].seq, near[7].cosine) == (3, 1.0)
    assert near[7].whole == pytest.approx(0.5**0.5)
    assert near[8].score == pytest.approx(1.0)
    assert nearness([], [], np.zeros((0, 2), np.float32), east) == {}


@pytest.mark.parametrize(
    ("question", "weights"),
    [
        ("sparse attention, needles", KEYWORDS),
        ("Sparse Needles", KEYWORDS),
        ("in-context needles, magnets", KEYWORDS),
        ("", KEYWORDS),
        ("how do needles find magnets", SENTENCE),
        ("Needles are pulled by magnets.", SENTENCE),
        ("papers on needles", SENTENCE),
    ],
)
def test_keywords_are_taken_by_their_words(question: str, weights: object) -> None:
    """A list of keywords is meant as it stands, so that words count for more there than in a sentence."""
    assert weights_for(question) == weights
