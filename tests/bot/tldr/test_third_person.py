"""Sentences told by somebody else than the authors."""

from __future__ import annotations

import pytest

from bot.tldr.third_person import third_person

TERN = "Tern: Sparse Routers for Small Models"
PLAIN = "Learning to Route in Small Models"


@pytest.mark.parametrize(
    ("sentence", "title", "told"),
    [
        ("Our method reduces latency by 31% on two tasks.", TERN, "Tern reduces latency by 31% on two tasks."),
        ("Our method reduces latency by 31%.", PLAIN, "The method reduces latency by 31%."),
        (
            "Experiments show that our approach outperforms both.",
            TERN,
            "Tern outperforms both.",
        ),
        (
            "To address these issues, we propose Tern, a router that learns where tokens go.",
            TERN,
            "Tern is a router that learns where tokens go.",
        ),
        (
            "We propose Tern, a router, and show that it helps.",
            TERN,
            "The authors propose Tern, a router, and show that it helps.",
        ),
        (
            "Moreover, we prune it, and we release our code.",
            PLAIN,
            "The authors prune it, and release the code.",
        ),
        ("In this paper, we study grokking.", PLAIN, "The authors study grokking."),
        (
            "To our knowledge, this is the first such study.",
            PLAIN,
            "To the authors' knowledge, this is the first such study.",
        ),
        ("Routing saves memory.", TERN, "Routing saves memory."),
    ],
)
def test_a_sentence_is_told_by_somebody_else(sentence: str, title: str, told: str) -> None:
    """Whoever has not the paper open reads "Tern reduces …", not "Our method …", and never "we"."""
    assert third_person(sentence, title) == told


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("Experiments on two of ten tasks show that our method outperforms both.", "two of ten tasks"),
        ("We hypothesize that our method reduces latency.", "hypothesize"),
        ("We show that Tern matches it, but not on long inputs.", "but not on long inputs"),
    ],
)
def test_what_limits_a_claim_stays(sentence: str, kept: str) -> None:
    """A claim made of some tasks, or only supposed, is told with that."""
    assert kept in (third_person(sentence, TERN) or "")


@pytest.mark.parametrize(
    "sentence",
    [
        "This advances our understanding of sleep.",
        "As we age, routes fade.",
        "How can we route tokens?",
        "Ours beats both.",
        "I route tokens by hand.",
        "",
        "we " * 50_000,
    ],
)
def test_who_cannot_be_named_is_not_guessed(sentence: str) -> None:
    """Where "we" may be everybody, or nobody knows who, there is no such sentence."""
    assert third_person(sentence, TERN) is None


def test_a_data_set_is_not_called_the_method() -> None:
    """ "Our method" of a paper that a benchmark gives its name to is not the benchmark."""
    assert third_person("Our method beats both.", "TernBench: A Benchmark of Routers") == "The method beats both."
