"""Lines that speak about the paper, and can be read by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from conftest import three_papers

from bot.models.scripted import ScriptedModel
from bot.tldr import TldrMaker, own_line
from bot.tldr.alone import names_it, stands_alone, tells
from bot.tldr.extract import extractive_tldr
from bot.tldr.voice import told_line
from prompts import load
from retrieval.archive import Archive
from retrieval.types import Paper

TITLE = "Winch: Lifting Small Models"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("We propose Winch, a router.", "Proposes Winch, a router."),
        ("We therefore study a router, and show that it helps.", "Studies a router, and shows that it helps."),
        ("We carefully tune it, and study how it fails.", "Carefully tunes it, and studies how it fails."),
        ("We thereby tune it, and assess the scale.", "Tunes it, and assesses the scale."),
        ("We slowly pre-train a router.", "Slowly pre-trains a router."),
        ("We presents a router and focus on winches.", "Presents a router and focuses on winches."),
        ("We weigh a load and estimate its size.", "Weighs a load and estimates its size."),
        ("We lift a crane and on the way a hook.", "Lifts a crane and on the way a hook."),
        ("We apply and evaluate a router.", "Applies and evaluates a router."),
        ("We train models to plan and improve.", "Trains models to plan and improve."),
        ("We build agents that plan and use tools.", "Builds agents that plan and use tools."),
        ("In this paper, we present a router.", "Presents a router."),
        ("This paper further explores a router.", "Explores a router."),
        ("Our method reduces latency by 31%.", "Winch reduces latency by 31%."),
        ("We are the first to lift one.", "The authors are the first to lift one."),
        ("We found that it helps.", "The authors found that it helps."),
        ("By lifting it, we achieve 91.5%.", "By lifting it, the authors achieve 91.5%."),
        ("Routers save memory.", "Routers save memory."),
        ("We also timed the lifts.", "The authors timed the lifts."),
        ("I discuss kinds of winches.", "Discusses kinds of winches."),
        ("This improves our understanding of routers.", "This improves our understanding of routers."),
    ],
)
def test_a_line_is_about_the_paper(line: str, told: str) -> None:
    """A reader is told what the paper does, not what "we" do; what code cannot turn stays as it is."""
    assert told_line(line, TITLE) == told
    assert told_line(told, TITLE) == told


@pytest.mark.parametrize(
    "line",
    [
        "However, the router is slow.",
        "Trains this detector on six accents.",
        "Compares two routers, and finds the latter faster.",
        r"Lifts \textbf{small} models.",
        "Lifts models up to $2\\times$.",
        "Introduces a router for small models, along.",
        "In fact routers wear out.",
        "To do so, the authors lift the router.",
        "To cope with it, the authors lift the router.",
        "This paper, in contrast, lifts models by hand.",
        "The contributions are two-fold.",
        "Defines it as the winch hypothesis.",
        "First, small models are lifted.",
    ],
)
def test_a_line_that_needs_another_does_not_stand_alone(line: str) -> None:
    """A line that begins in the middle, points at what was said before, holds TeX or ends in the air is noticed."""
    assert not stands_alone(line)


@pytest.mark.parametrize(
    "line",
    [
        "Lifts routers such as switches.",
        "Studies the noise of winches, and lowers this noise by half.",
        "Howls of winches are told apart.",
    ],
)
def test_a_line_that_explains_itself_stands_alone(line: str) -> None:
    """What a pointing word means may stand in the line itself."""
    assert stands_alone(line)


def test_a_line_of_the_titles_words_tells_nothing() -> None:
    """Beyond the title a line has something to say."""
    assert not tells("Proposes Winch, which lifts small models.", TITLE)
    assert tells("Winch halves the memory a router needs on phones.", TITLE)


def test_a_finding_that_can_be_read_alone_is_preferred() -> None:
    """Of an abstract whose best sentence points back, the line is another one."""
    abstract = (
        "Winches wear out. We therefore introduce this winch detector to small models. "
        "We propose a router that halves the memory which six accents need on a phone."
    )
    assert extractive_tldr(TITLE, abstract).startswith("Proposes a router that halves the memory")


def test_a_line_names_what_it_speaks_of() -> None:
    """ "The method" before any method was named is one that the reader does not know."""
    assert not names_it("Evaluates the method on six phones.")
    assert not names_it("The design can be put into any phone.")
    assert not names_it("By lifting six models, the light framework outperforms cranes.")
    assert not names_it("In the proposed approach, models are lifted.")
    assert names_it("Proposes Winch, and evaluates the method on six phones.")
    assert names_it("The method of moments lifts models.")


def test_both_makers_keep_the_voice(archive: Archive) -> None:
    """A chat model's "We …" and the source's "This paper …" are told as the embedded line is."""
    [paper] = three_papers()[:1]
    archive.put([paper])
    model = ScriptedModel(["We show that a compass network needs no gyroscope."])
    maker = TldrMaker(archive.database, model, load("tldr"), lambda: datetime(2026, 11, 22, tzinfo=UTC))
    assert next(maker.lines([paper])).line == "Shows that a compass network needs no gyroscope."
    told: Paper = replace(paper, ai_summary="This paper presents a compass network without a gyroscope.")
    assert own_line(told) == ("Presents a compass network without a gyroscope.", "ai_summary")
