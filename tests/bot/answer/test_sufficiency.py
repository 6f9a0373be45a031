"""Refusal: told from the search alone, before any model is called, however large the archive or long the question."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources

import pytest
from conftest import paper, three_papers

from bot.answer.sufficiency import WORDS_ONLY, features, sufficiency
from retrieval.archive import Archive
from retrieval.archive.vectors import VectorStore
from retrieval.embed import HashingEmbedder
from retrieval.embed.minilm import INTEGER, NAME
from retrieval.index import ExactIndex
from retrieval.ingest import embed_pending
from retrieval.search import POOL, Candidate, Found, Searcher
from retrieval.search.match import Matcher
from retrieval.types import Paper

ANSWERED = (
    "What accuracy does the compass network reach on the harbour benchmark?",
    "Does a compass network need a gyroscope?",
    "gyroscope",
    "How much better do longer ropes hold under wind?",
    "Which papers study mooring, and what do they find?",
    "I would like to know whether somebody has looked at how river beds move, for instance with maps of forty years.",
)
REFUSED = (
    "Who won the 2022 World Cup?",
    "What is the capital of France?",
    "How do I bake bread?",
    "Which papers propose a tokenizer for Icelandic?",
    "cheap flights",
    "Does long-term treatment with beta blockers reduce mortality after a myocardial infarction in older patients?",
)


def search(archive: Archive, question: str) -> Found:
    return Searcher(archive, ExactIndex(VectorStore(archive.database)), HashingEmbedder()).search(question)


def given(
    cosines: list[float], papers: list[Paper] | None = None, embedder: str | None = INTEGER, searched: int = 3
) -> Found:
    """A search result with these cosines."""
    papers = papers or three_papers()
    matcher = Matcher("gyroscope", {"gyroscope": 1}, searched)
    matches = [matcher.match(p.title, p.abstract) for p in papers]
    candidates = tuple(Candidate(*each) for each in zip(papers, cosines, matches, strict=True))
    return Found((), searched, 0, (), candidates, {"gyroscope": 1}, embedder)


@pytest.mark.parametrize("question", ANSWERED)
def test_three_papers_answer_what_they_can(stocked: Archive, question: str) -> None:
    """An archive of three papers answers questions about them: key words, short questions, long sentences."""
    assert sufficiency(question, search(stocked, question)).enough


@pytest.mark.parametrize("question", REFUSED)
def test_three_papers_do_not_answer_the_rest(stocked: Archive, question: str) -> None:
    """What none of the papers is about is refused, however the question is put."""
    assert not sufficiency(question, search(stocked, question)).enough


@pytest.mark.parametrize("size", [0, 1, 2, 40])
def test_the_answering_paper_decides(archive: Archive, size: int) -> None:
    """With the one paper that answers a question the answer is yes, without it no, however many others there are."""
    others = [
        paper(f"Sailing Notes {i}", f"We sail boat number{i}. Boats of kind{i % 5} are slow.") for i in range(size)
    ]
    wanted = paper(
        "Tuning Barometers", "We tune barometers with a tuning fork. Tuned barometers foresee squalls an hour ahead."
    )
    question = "Can tuned barometers foresee squalls?"
    archive.put(others)
    embed_pending(VectorStore(archive.database), HashingEmbedder())
    assert not sufficiency(question, search(archive, question)).enough
    archive.put([wanted])
    embed_pending(VectorStore(archive.database), HashingEmbedder())
    assert sufficiency(question, search(archive, question)).enough


def test_nothing_found_is_never_enough(archive: Archive) -> None:
    """An empty archive answers nothing, whatever the threshold."""
    assert not sufficiency("anything", search(archive, "anything"), threshold=0.0).enough


def test_the_threshold_is_the_asker_s(stocked: Archive) -> None:
    """The score does not depend on the threshold: at 0 all is answered, above 1 nothing."""
    found = search(stocked, "Does a compass network need a gyroscope?")
    low, high = (sufficiency("Does a compass network need a gyroscope?", found, t) for t in (0.0, 1.1))
    assert (low.enough, high.enough) == (True, False)
    assert low.score == high.score
    assert 0.0 <= low.score <= 1.0


def test_closer_is_never_worse() -> None:
    """A paper that is nearer to the question can only raise the score, and so can one that stands out more."""
    scores = [sufficiency("gyroscope", given([top, 0.1, 0.1])).score for top in (-0.2, 0.1, 0.4, 0.7, 1.0)]
    assert scores == sorted(scores)
    assert sufficiency("gyroscope", given([0.6, 0.1, 0.1])).score > 0.5


def test_unknown_words_count_against() -> None:
    """Words that no paper of the archive holds lower the score, and every weight has the sign its meaning demands."""
    known = given([0.4, 0.1, 0.1])
    assert sufficiency("gyroscope", known).score > sufficiency("gyroscope tokenizer", known).score
    text = resources.files("bot.answer").joinpath("sufficiency_weights.json").read_text(encoding="utf-8")
    for weights in json.loads(text).values():
        assert all(weights.get(name, 1.0) > 0 for name in ("closeness", "strength", "lead", "whole", "terms"))
        assert weights["unknown"] < 0
        assert weights["papers"] < 0


def test_cosines_nobody_measured_are_not_trusted() -> None:
    """With another embedder, or while vectors are missing, words alone decide: cosines mean something else there."""
    high, low = given([0.9, 0.9, 0.9], embedder="another"), given([0.0, 0.0, 0.0], embedder="another")
    assert sufficiency("gyroscope", high) == sufficiency("gyroscope", low)
    missing = replace(
        high, embedder=INTEGER, candidates=(*high.candidates[:2], replace(high.candidates[2], cosine=None))
    )
    assert sufficiency("gyroscope", missing) == sufficiency("gyroscope", high)


def test_every_feature_has_a_weight() -> None:
    """The shipped weights are for the features the code computes, no more and no fewer."""
    text = resources.files("bot.answer").joinpath("sufficiency_weights.json").read_text(encoding="utf-8")
    weights = json.loads(text)
    computed = set(features("gyroscope", given([0.4, 0.1, 0.1]), with_cosine=True))
    assert set(weights) == {INTEGER, NAME, WORDS_ONLY}
    assert all(set(weights[name]) == computed | {"constant"} for name in (INTEGER, NAME))
    assert set(weights[WORDS_ONLY]) <= computed | {"constant"}


def test_strange_questions_are_judged_too(stocked: Archive) -> None:
    """No words, one word a thousand times, a script without spaces, markup: a score all the same."""
    for question in ("?!", "", "compass " * 1000, "日本語の論文", '"; DROP TABLE papers', "a" * 5000, "İ ß ﬁ"):
        assert 0.0 <= sufficiency(question, search(stocked, question)).score <= 1.0


def test_the_judgement_sees_more_than_is_shown(archive: Archive) -> None:
    """It rests on the best twenty papers, with cosines and term counts, even when one is asked for."""
    archive.put([paper(f"Boat {i}", f"A boat with number{i} and a mast.") for i in range(30)])
    embed_pending(VectorStore(archive.database), HashingEmbedder())
    found = Searcher(archive, ExactIndex(VectorStore(archive.database)), HashingEmbedder()).search("mast rudder", k=1)
    assert (len(found.hits), len(found.candidates)) == (1, POOL)
    assert found.candidates[0].paper == found.hits[0].paper
    assert all(c.cosine is not None for c in found.candidates)
    assert found.frequencies == {"mast": 30, "rudder": 0}
    assert found.embedder == HashingEmbedder.name
