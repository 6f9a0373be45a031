"""What happened in a week, a month: its themes, as the weekly post would tell them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Run, paper

from bot.render.documents import paper_document

SUBJECTS = {
    "tidal": "We introduce Tern{n}, a tidal router for harbour tides. Tidal routers halve harbour delays in tides.",
    "glacier": "We introduce Berg{n}, a glacier sensor for melting ice. Glacier sensors see melting ice in winter.",
}


@pytest.fixture
def told(run: Callable[..., Run], tmp_path: Path) -> Callable[..., str]:
    """What the terminal says over eight papers of two subjects, listed in week 46 of 2026."""
    found = []
    for n, (subject, abstract) in enumerate([pair for pair in SUBJECTS.items() for _ in range(4)]):
        listed = date(2026, 11, 9) + timedelta(days=n % 5)
        found.append(
            paper(f"{subject.title()} Study {n}: Notes", abstract.format(n=n), listed_on=listed, published=listed,
                  upvotes=n, keywords=(f"{subject} sensing",))
        )  # fmt: skip
    path = tmp_path / "eight.jsonl"
    path.write_text("".join(json.dumps(paper_document(p)) + "\n" for p in found))
    run("ingest", str(path))
    return lambda question, *more: " ".join(run("ask", *more, question).out.split())


@pytest.mark.parametrize("question", ["What happened in week 2026-W46?", "main trends in November 2026"])
def test_a_time_is_told_by_its_themes(told: Callable[..., str], question: str) -> None:
    """How many papers, what they have in common, and which stand for it; each under a number."""
    shown = told(question)
    assert "8 papers" in shown
    assert "in 2 themes" in shown
    assert "(4 papers)" in shown
    assert "[1]" in shown
    assert "We introduce" not in shown.split("[1]")[0]


def test_numbers_go_on_meaning_what_was_shown(told: Callable[..., str]) -> None:
    """ "The first one" is the paper under [1]."""
    first = told("What happened in week 2026-W46?")
    title = first.split("[1] ")[-1].split(" · ")[0]
    assert title.split(":")[0] in told("who wrote the first one?", "-c") + told("what is the first one about?", "-c")


def test_a_time_without_papers_says_so_and_offers_the_newest(told: Callable[..., str]) -> None:
    """No other week's papers as if they were of this one."""
    shown = told("what is new this week?")
    assert "The archive holds no paper listed since 16 Nov 2026. These are the newest by publication:" in shown
    assert "Study" in shown
