"""Themes: planted groups are found, noise is left alone, names mean something, the order never changes."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from conftest import paper, three_papers

from bot.types import Citation, Claim
from bot.weekly.digest.naming import name_of
from bot.weekly.digest.rising import rising_terms, usual
from bot.weekly.digest.sentence import theme_sentence
from bot.weekly.digest.space import unit
from bot.weekly.digest.terms import Term, Vocabulary, telling_terms
from bot.weekly.digest.themes import SMALLEST, find_groups, joined


def planted(sizes: tuple[int, ...], noise: int, seed: int) -> tuple[np.ndarray, list[set[int]]]:
    """Centred unit rows in 384 dimensions: groups of these *sizes*, then *noise*, shuffled; and the groups' rows."""
    draw = np.random.default_rng(seed)
    rows = [
        centre + 0.9 * draw.normal(size=384)
        for size in sizes
        for centre in [draw.normal(size=384)]
        for _ in range(size)
    ]
    rows += [1.3 * draw.normal(size=384) for _ in range(noise)]
    order = draw.permutation(len(rows))
    at = {int(old): new for new, old in enumerate(order)}
    starts = np.cumsum([0, *sizes])
    groups = [{at[row] for row in range(start, start + size)} for start, size in zip(starts, sizes, strict=False)]
    matrix = np.array(rows)[order]
    return unit(matrix - matrix.mean(axis=0)), groups


@pytest.mark.parametrize(("sizes", "noise"), [((5, 4, 3), 8), ((15, 12, 10, 8, 6), 49), ((40, 30, 25, 20, 15), 170)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_themes_are_found_and_noise_is_left_out(sizes: tuple[int, ...], noise: int, seed: int) -> None:
    """In a week of 20, 100 or 300 papers the groups that are there come out, whole and alone."""
    rows, groups = planted(sizes, noise, seed)
    found = [set(group) for group in find_groups(rows)[: len(sizes)]]
    assert sorted(map(sorted, found)) == sorted(map(sorted, groups))


def test_a_week_of_noise_has_no_theme() -> None:
    """Papers that have nothing in common are not forced together."""
    rows, _ = planted((), 60, 4)
    assert not find_groups(rows)


def test_a_paper_is_in_one_theme_at_most() -> None:
    """No paper is told twice."""
    rows, _ = planted((10, 10, 10), 30, 5)
    members = [row for group in find_groups(rows) for row in group]
    assert len(members) == len(set(members))


@pytest.mark.parametrize("count", [0, 1, SMALLEST - 1])
def test_too_few_papers_make_no_theme(count: int) -> None:
    """Two papers are a coincidence."""
    assert not find_groups(unit(np.ones((count, 8))))


def _stock() -> tuple[list, list]:
    about = [
        paper(f"Harbour Robots {n}", f"We study harbour robots that moor ships. Number {n} uses ropes of {n} metres.")
        for n in range(5)
    ]
    others = [
        paper(f"The {word} Question", f"We study the {word} and its many uses in daily life. We find results.")
        for word in "apple brick cloud drum eagle flute grape hinge index joker kite lemon".split()
    ]
    return about, others


def test_a_theme_is_named_by_what_its_papers_share() -> None:
    """The name is made of the papers' own words, and not of words that every abstract has."""
    about, others = _stock()
    terms = telling_terms(about, Vocabulary(about + others))
    assert name_of(terms, len(about)).startswith("Harbour robots")
    assert not {"study", "find", "results"} & {word for term in terms for word in term.text.lower().split()}


def test_two_themes_never_share_a_name() -> None:
    """The second theme of the same words takes its next best ones."""
    terms = [
        Term("a b", "apple pie", 4, 20.0, titled=1),
        Term("c d", "cherry cake", 4, 15.0, titled=1),
        Term("e f", "egg salad", 4, 5.0),
    ]
    first = name_of(terms[:1], 4)
    assert first == "Apple pie"
    assert name_of(terms, 4, [first]) == "Cherry cake"
    assert name_of(terms[:1], 4, [first]) == ""


def test_the_order_of_papers_does_not_change_the_terms() -> None:
    """The same week gives the same words however the papers come."""
    about, others = _stock()
    wanted = telling_terms(about, Vocabulary(about + others))
    random.Random(6).shuffle(others)
    assert telling_terms(about[::-1], Vocabulary(others + about[::-1])) == wanted


def test_what_is_new_is_counted_against_the_weeks_before() -> None:
    """A term that three papers have now and none had before is news; without a before nothing is."""
    about, others = _stock()
    stock = Vocabulary(about + others)
    told = rising_terms(about, others, stock)
    assert told is not None
    assert ("harbour robots", 5, 0) in told
    assert rising_terms(about, [], Vocabulary(about)) is None


def test_a_usual_theme_is_told_from_a_new_one() -> None:
    """A group with four times as many like it before is about as large as usual; one without any is new."""
    rows, groups = planted((40, 10), 60, 7)
    large, small = (sorted(group) for group in groups)
    week = sorted({*large[:8], *small})
    before = np.array([row for n, row in enumerate(rows) if n not in week])
    assert usual(rows[large[:8]], rows[week], before) == pytest.approx(8, abs=2.5)
    assert usual(rows[small], rows[week], before) == pytest.approx(0, abs=0.5)
    assert usual(rows[small], rows[week], before[:3]) is None


def test_a_single_everyday_word_is_no_name() -> None:
    """ "Agents" tells a theme from no other: what fewer of its papers share is said, or a second word with it."""
    agents = Term("agent", "agents", 6, 30.0, titled=2)
    tools = Term("tool use", "tool use", 2, 6.0, titled=1)
    assert name_of([agents, tools], 6).startswith("Tool use")
    assert name_of([agents, Term("desktop", "desktop", 2, 9.0)], 6) == "Agents and desktop"
    assert name_of([Term("few-step", "few-step", 6, 30.0, titled=1), tools], 6).startswith("Tool use")
    assert name_of([Term("few-step", "few-step", 6, 30.0), tools], 6) == ""  # no title and no keyword says it


def test_what_qualifies_and_what_is_one_thing_s_name_are_no_subjects() -> None:
    """A word that only stands before others, and the name of one benchmark, name no theme; spelled-out letters do."""
    texts = [
        f"Tidal quays {n} are tested on BuoyBench. A tidal quay is kept dry by mooring control (MC), so MC pays."
        for n in range(4)
    ]
    some = [paper(f"Quays {n}: mooring control", text) for n, text in enumerate(texts)]
    others = [paper(f"Kites {n}", f"Kites of kind {n} rise.") for n in range(20)]
    stock = Vocabulary(some + others)
    assert not stock.stands_alone("tidal")
    assert stock.stands_alone("quay")
    found = {term.text: term.proper for term in telling_terms(some, stock, 40)}
    assert "tidal" not in found
    assert stock.is_proper("buoybench", "BuoyBench")
    assert not stock.is_proper("mc", "MC")


def test_a_keyword_of_the_source_names_a_theme() -> None:
    """What a source calls a paper's subject counts as a title does, though no title has it."""
    about, others = _stock()
    tagged = [replace(one, keywords=("ship mooring",)) for one in about]
    terms = telling_terms(tagged, Vocabulary(tagged + others))
    assert "ship mooring" in [term.text for term in terms]


def test_a_paper_near_a_theme_joins_it_and_one_that_is_not_stays_out() -> None:
    """A paper that only leans to a group is told with it; one like nothing else is told apart."""
    rows = unit(np.array([[1.0, 0, 0], [1, 0.1, 0], [1, 0, 0.1], [0.5, 1, 0], [-1, 0, 1]]))
    assert joined(rows, [[0, 1, 2]]) == [[0, 1, 2, 3]]
    assert joined(rows, []) == []


def test_what_one_paper_does_is_told_of_one_paper() -> None:
    """Under a theme's name "Introduces …" is said of one of its papers; a finding is said as it is."""
    one = three_papers()[0]
    made = Claim("Introduces a needle.", (Citation(1, one, "Finally, we also introduce a needle."),))
    assert theme_sentence(made) == "One of them introduces a needle."
    found = Claim("Needles point north.", (Citation(1, one, "We find that needles point north."),))
    assert theme_sentence(found) == "Needles point north."
