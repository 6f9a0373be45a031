"""Papers like one paper, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import Run, paper
from jsonschema import Draft202012Validator
from weekly_made import open_app

from bot.app import App
from bot.related import related
from bot.related.reply import told
from bot.render.schemas import schema
from bot.spoken import spoken
from retrieval.types import Paper

ADA, BEN = "Ada Lovelace", "Ben Ashby"


def papers() -> list[Paper]:
    """Four about tidal moorings, one of them by the same people; others about bread."""
    moored = [
        paper("Tidal Moorings", "We moor ships with tidal springs and elastic chains.", authors=(ADA, BEN),
            code_url="https://github.com/quay/moor", listed_on=date(2026, 11, 2), upvotes=1),
        paper("Elastic Chains", "Elastic chains hold moored ships on tidal springs.", listed_on=date(2026, 11, 3),
            upvotes=9),
        paper("Chains at Anchor", "Moored ships break elastic chains.", authors=("ada  lovelace",),
            listed_on=date(2026, 11, 9), upvotes=2),
        paper("Quay Software", "Ships are moored by software with springs.", code_url="https://github.com/Quay/other",
            listed_on=date(2026, 11, 10), upvotes=3),
    ]  # fmt: skip
    return moored + [paper(f"Bread {n}", f"We bake bread of flour number {n} and let it rest.") for n in range(8)]


@pytest.fixture
def app(tmp_path: Path) -> App:
    """An archive of them, with vectors."""
    return open_app(tmp_path / "data", papers(), now="2026-11-22T09:00")


def test_what_is_like_it_comes_first_and_says_why(app: App) -> None:
    """The others about moorings stand before the bread, with the terms they share, the people and the code."""
    found = related(app, app.archive.find("Tidal Moorings"))
    assert {each.paper.title for each in found[:3]} == {"Elastic Chains", "Chains at Anchor", "Quay Software"}
    by_title = {each.paper.title: told(each) for each in found}
    assert by_title["Elastic Chains"].startswith("shares: ")
    assert "elastic chains" in by_title["Elastic Chains"]
    assert by_title["Chains at Anchor"].endswith("1 author")
    assert by_title["Quay Software"].endswith("code of one owner")
    assert "Tidal Moorings" not in by_title


def test_shared_terms_stand_in_both(app: App) -> None:
    """No term is told whose words, give or take an ending, one of the two does not hold."""
    own = app.archive.find("Tidal Moorings")
    for each in related(app, own):
        for term in each.terms:
            for p in (own, each.paper):
                text = f"{p.title} {p.abstract}".lower()
                assert all(word[:4].lower() in text for word in term.split()), (term, p.title)


def test_the_order_and_the_code_asked_for(app: App) -> None:
    """Newest or most upvoted first among the near ones; with code only those whose code is known."""
    own = app.archive.find("Tidal Moorings")
    assert related(app, own, "newest", limit=1)[0].paper.title == "Quay Software"
    assert related(app, own, "upvotes", limit=1)[0].paper.title == "Elastic Chains"
    assert [each.paper.title for each in related(app, own, with_code=True)] == ["Quay Software"]


def test_it_works_by_words_alone(tmp_path: Path) -> None:
    """An archive that has no vectors yet still finds what shares the telling words."""
    app = open_app(tmp_path / "data", [], now="2026-11-22T09:00")
    app.archive.put(papers())
    found = related(app, app.archive.find("Tidal Moorings"))
    assert found[0].paper.title == "Elastic Chains"
    assert found[0].cosine is None


def test_a_question_may_ask_for_it(app: App) -> None:
    """ "Papers like Tidal Moorings but newer" is the list; "papers like bread" is a question as ever."""
    reply = spoken(app, "Which papers are similar to Tidal Moorings but newer?")
    assert reply is not None
    assert reply.title == "Related to “Tidal Moorings”"
    assert reply.sources[0].title == "Quay Software"
    assert spoken(app, "papers like good bread") is None
    assert spoken(app, "what is tidal mooring?") is None


def test_the_terminal_lists_them(run: Callable[..., Run], jsonl: Path) -> None:
    """`related` takes any name of a paper; --json has its schema; an unknown order is told the known ones."""
    run("ingest", str(jsonl))
    assert "Related to “Compass Networks”" in run("related", "2611.00001").out
    document = run("related", "Compass", "Networks", "--json").json
    Draft202012Validator(schema("related")).validate(document)
    assert document["paper"]["title"] == "Compass Networks"
    assert "nearness, newest, upvotes" in run("related", "2611.00001", "--sort", "loudest").err
    assert run("related", "no such paper").code == 2
