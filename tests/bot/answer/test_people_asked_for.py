"""People and labs, as they are typed in a hurry: in small letters, lately, with a fact that a title is asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import paper

from bot.answer import answer_question
from bot.app import App
from bot.settings import load


@pytest.fixture
def app(tmp_path: Path) -> App:
    """A paper by one person of a lab, and seven that speak of it."""
    app = App(load(env={"BROADSHEET_DATA": str(tmp_path), "BROADSHEET_NOW": "2026-11-28T09:00",
                        "BROADSHEET_EMBEDDER": "hashing"}))  # fmt: skip
    app.archive.put(
        [
            paper("OpenKelp: Role-Playing Benchmarks for Boats", "We present OpenKelp, where boats play roles.",
                  authors=("Ada Lovelace",), organization="Harbour Lab", published=date(2026, 6, 1)),
            *(paper(f"Sails {n}", f"We compare sail {n} with OpenKelp.", published=date(2026, 11, n + 1))
              for n in range(7)),
        ]
    )  # fmt: skip
    return app


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("when did openkelp come out", "Published 1 Jun 2026."),
        ("who wrote the openkelp roleplay benchmark", "Ada Lovelace, Harbour Lab."),
        ("openkelp is from where", "Harbour Lab."),
        ("ada lovelace papers", "1 paper by ada lovelace."),
        (
            "what has ada lovelace put out lately",
            "No paper by ada lovelace was listed in that time; at any time this one:",
        ),
    ],
)
def test_whoever_types_in_a_hurry_is_understood(app: App, question: str, told: str) -> None:
    """However many papers speak of what is named; and who has nothing new has what is there."""
    assert answer_question(app, question).claims[0].text == told
