"""Several conditions in one question: topic, people, time, code, kind and order at once, wherever each stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import paper

from bot.answer import answer_question
from bot.app import App
from bot.question import turn_of
from bot.settings import load
from bot.types import Answer

CODE = "https://github.com/example/boats"


@pytest.fixture
def app(tmp_path: Path) -> App:
    """Five papers on sails, two of them by Harbour Lab; one on oars."""
    app = App(
        load(
            env={
                "BROADSHEET_DATA": str(tmp_path),
                "BROADSHEET_EMBEDDER": "hashing",
                "BROADSHEET_NOW": "2026-11-20T09:00",
            }
        )
    )
    made = [
        paper("Sails: A Survey", "This survey covers sails of all times.", organization="Harbour Lab", upvotes=3),
        paper("SailBench: Boats in Storms", "We introduce a benchmark of sails.", organization="Harbour Lab",
              code_url=CODE, upvotes=9),
        paper("Hemp Sails", "We cut sails from hemp and release a dataset of seams.", authors=("Ada Lovelace",),
              author_count=1, upvotes=5),
        paper("Torn Sails", "Sails tear in storms.", code_url=CODE, authors=("Grace Hopper",), author_count=1),
        paper("Sails of Steel", "We test sails of steel on a benchmark.", upvotes=1),
        paper("Light Oars", "We carve oars from ash.", organization="River Group", code_url=CODE),
    ]  # fmt: skip
    days = [date(2026, 6, 1), date(2026, 10, 1), date(2026, 11, 1), date(2026, 11, 5), date(2026, 11, 9)]
    app.archive.put([replace(p, listed_on=d) for p, d in zip(made, [*days, date(2026, 11, 10)], strict=True)])
    return app


def titles(answer: Answer) -> list[str]:
    return [p.title for p in answer.listing or ()]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("newest Harbour Lab papers on sails with code since July", ["SailBench: Boats in Storms"]),
        ("with code, on sails, Harbour Lab papers", ["SailBench: Boats in Storms"]),
        ("any good surveys on sails?", ["Sails: A Survey"]),
        ("sail benchmarks", ["SailBench: Boats in Storms"]),
        ("What's new from Harbour Lab?", ["SailBench: Boats in Storms", "Sails: A Survey"]),
        ("what is new from River Group this month?", ["Light Oars"]),
        ("is there a dataset of sails?", ["Hemp Sails"]),
        ("Ada Lovelace sail papers", ["Hemp Sails"]),
        ("newest papers about sails with code", ["Torn Sails", "SailBench: Boats in Storms"]),
        ("sails papers from Harbour Lab, oldest first", ["Sails: A Survey", "SailBench: Boats in Storms"]),
        ("sail papers with more than 3 upvotes", ["Hemp Sails", "SailBench: Boats in Storms"]),
        ("papers on sails with code and 9+ upvotes", ["SailBench: Boats in Storms"]),
        ("Harbour papers about sails, most upvoted", ["SailBench: Boats in Storms", "Sails: A Survey"]),
    ],
)
def test_all_conditions_hold_at_once(app: App, question: str, wanted: list[str]) -> None:
    """Each paper shown has the topic, is by those asked for, of that kind and time, in that order."""
    answer = answer_question(app, question)
    assert titles(answer) == wanted
    assert answer.claims[0].text.startswith(f"{len(wanted)} ")


@pytest.mark.parametrize(
    ("question", "told", "shown"),
    [
        ("River Group papers on sails", "No paper here by River Group mentions “sails”. 5 papers mention “sails”.", 5),
        ("papers from Anchor Works on sails", "No paper here by Anchor Works mentions “sails”.", 5),
        ("Harbour Lab surveys on sails with code", "No survey here by Harbour Lab with code mentions “sails”.", 1),
        ("papers on sails with over 80 upvotes", "No paper here with at least 81 upvotes mentions “sails”.", 5),
        ("surveys on oars", "No survey here mentions “oars”. 1 paper mentions “oars”.", 1),
        ("What did Anchor Works publish?", "No paper here is known to be by Anchor Works.", 0),
    ],
)
def test_what_no_paper_fits_is_said_before_the_nearest_are_shown(
    app: App, question: str, told: str, shown: int
) -> None:
    """Papers that lack one of the conditions are not passed off as having it."""
    answer = answer_question(app, question)
    assert answer.claims[0].text.startswith(told)
    assert len(answer.listing or ()) == shown


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("only those with code", ["SailBench: Boats in Storms", "Torn Sails"]),
        ("which of them is the newest?", ["Sails of Steel", "Torn Sails"]),
        ("just the surveys", ["Sails: A Survey"]),
        ("sort by upvotes", ["SailBench: Boats in Storms", "Hemp Sails"]),
    ],
)
def test_a_condition_that_follows_narrows_the_whole_list(app: App, said: str, wanted: list[str]) -> None:
    """The list is asked for again with that condition, also for what the first answer left out."""
    first = answer_question(app, "papers on sails")
    answer = answer_question(app, said, turns=[turn_of(first)])
    assert sorted(titles(answer)[: len(wanted)]) == sorted(wanted)
    assert answer.notes[0].startswith("Taken as: papers on sails")


def test_a_question_about_a_benchmark_is_no_list(app: App) -> None:
    """What a paper is evaluated on is asked of that paper."""
    assert answer_question(app, "on which benchmark were sails of steel tested?").listing is None
