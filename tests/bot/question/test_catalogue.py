"""Counts and lists come from the archive, exact and complete, never from the best few of a ranking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Run, paper

from bot.answer.by_archive import listed
from bot.question.listing import read_request
from retrieval.archive import Archive
from retrieval.types import Paper

TODAY = date(2026, 11, 22)


def fifty() -> list[Paper]:
    """Fifty papers of the last fifty days; every fifth is about tidal robots, every tenth by José Núñez."""
    return [
        paper(
            f"Paper {i} {'on Tidal Robots' if i % 5 == 0 else 'on Sand'}",
            f"Text {i} speaks of {'a tidal robot' if i % 5 == 0 else 'dunes and of robots, not tidal ones'}.",
            listed_on=TODAY - timedelta(days=i),
            authors=("José Núñez", "Ann Smith") if i % 10 == 0 else ("Bo Li",),
            organization="Harbour Lab" if i == 7 else None,
            upvotes=i,
        )
        for i in range(50)
    ]


@pytest.mark.parametrize(
    ("question", "kind", "count", "shown"),
    [
        ("How many papers are there?", "count", 50, 50),
        ("How many papers do we have about tidal robots?", "count", 10, 10),
        ("how many papers mention tidal robots", "count", 10, 10),
        ("What's the number of papers on tidal robots?", "count", 10, 10),
        ("How many papers on sand and dunes were listed?", "count", 40, 40),
        ("list the papers by Jose Nunez", "list", 5, 5),
        ("Please list all papers by José Núñez.", "list", 5, 5),
        ("Which papers are by Ann Smith?", "list", 5, 5),
        ("papers by ann smith on tidal robots", "list", 5, 5),
        ("Show me the papers from Harbour Lab", "list", 1, 1),
        ("Are there any papers by Bo Li?", "list", 45, 45),
        ("List papers by Nobody Known", "list", 0, 0),
        ("the newest papers on tidal robots", "newest", 10, 10),
        ("Which papers were listed?", "list", 50, 50),
        ("which papers are about tidal robots", "list", 10, 10),
        ("What are the latest 3 papers?", "newest", 50, 3),
        ("Show me the five most upvoted papers about sand", "upvoted", 40, 5),
    ],
)
def test_the_count_is_exact_and_the_list_complete(
    archive: Archive, question: str, kind: str, count: int, shown: int
) -> None:
    """However the question is put, the number is that of all papers that fit."""
    archive.put(fifty())
    request = read_request(question, None)
    assert request is not None
    assert request.kind == kind
    listing = listed(archive, request)
    assert (listing.count, len(listing.papers)) == (count, shown)


@pytest.mark.parametrize(
    "question",
    [
        "How many parameters does the model have?",
        "Which papers study tidal robots, and what do they find?",
        "Which papers are about tidal robots, and what do they find?",
        "What is the latest on robots?",
        "How many papers improve accuracy by using dropout?",
        "Are there papers by using which one learns faster?",
        "List the benefits of tides.",
        "Are there any papers that study sand?",
        "",
    ],
)
def test_what_asks_for_an_answer_is_no_listing(question: str) -> None:
    """A question about what papers say goes the way of evidence and quotes."""
    assert read_request(question, None) is None


def test_newest_and_most_upvoted_are_in_order(archive: Archive) -> None:
    """The newest come newest first, the most upvoted with most upvotes first."""
    archive.put(fifty())
    newest, upvoted = (
        listed(archive, request)
        for question in ("the newest papers", "the top papers")
        if (request := read_request(question, None))
    )
    assert [p.listed_on for p in newest.papers] == [TODAY - timedelta(days=i) for i in range(10)]
    assert [p.upvotes for p in upvoted.papers] == list(range(49, 39, -1))


def test_a_word_is_not_its_stem(archive: Archive) -> None:
    """“Grok” is no paper on grokking, and one on “agents” is one on an agent."""
    archive.put(
        [paper("Grok the Model", "Grok and Groks."), paper("On Grokking", "Grokking."), paper("An Agent", "One.")]
    )
    assert listed(archive, read_request("how many papers on grokking", None)).count == 1  # type: ignore[arg-type]
    assert listed(archive, read_request("how many papers on agents", None)).count == 1  # type: ignore[arg-type]


def test_a_count_in_a_window_is_told_with_it(run: Callable[..., Run], tmp_path: Path) -> None:
    """`ask` counts within the window its words name, names it, and calls no model."""
    from json import dumps

    from bot.render.documents import paper_document

    (tmp_path / "fifty.jsonl").write_text("\n".join(dumps(paper_document(p)) for p in fifty()))
    run("ingest", str(tmp_path / "fifty.jsonl"))
    told = run("ask", "How many papers were listed last week?", "--json")
    assert told.code == 0
    assert (told.json["count"], told.json["model"]) == (7, "archive")
    assert told.json["searched"]["window"] == {
        "start": "2026-11-09",
        "end": "2026-11-16",
        "about": "listed",
        "words": "last week",
    }
    assert len(told.json["papers"]) == 7
    text = run("ask", "How many papers on tidal robots were listed last week?").out
    assert "1 paper mentions “tidal robots”." in text
    assert "7 papers, listed 9–15 Nov 2026" in text
