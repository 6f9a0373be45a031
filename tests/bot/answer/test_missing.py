"""A name that no paper has: that is said before anything else is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import paper

from bot.answer import answer_question
from bot.app import App
from bot.render.answers import answer_reply
from bot.settings import load


@pytest.fixture
def app(tmp_path: Path) -> App:
    """Papers named KelpNet3, RopeSpec-v2 and CORAL; one mentions TideNet."""
    app = App(load(env={"BROADSHEET_DATA": str(tmp_path), "BROADSHEET_EMBEDDER": "hashing"}))
    app.archive.put(
        [
            paper("KelpNet3: Compass Networks", "KelpNet3 steers boats by stars.", authors=("Ada Lovelace",)),
            paper("RopeSpec-v2: Ropes", "RopeSpec-v2 ties boats faster than TideNet.", authors=("Grace Hopper",)),
            paper("CORAL: Boats in Reefs", "CORAL keeps boats off reefs.", authors=("Emmy Noether",)),
            paper("Forms of Sails", "Sails are cut in forms.", author_count=3),
        ]
    )
    return app


@pytest.mark.parametrize(
    "question", ["what is KelpNet5?", "who wrote KelpNet5", "results of WindNet-OCR", "TideNet code?", "WindNet-2"]
)
def test_another_paper_does_not_answer_for_a_name_nobody_has(app: App, question: str) -> None:
    """No fact of a paper with a similar name is told."""
    answer = answer_question(app, question)
    assert answer.notes[0].startswith("No paper here is named “")
    assert "Lovelace" not in " ".join(claim.text for claim in answer.claims)


def test_that_nobody_has_a_name_is_said_once_and_first(app: App) -> None:
    """Above the papers that come closest stands only that."""
    answer = answer_question(app, "who wrote KelpNet5?")
    reply = answer_reply(answer, app.settings.clock().date())
    assert (reply.taken, reply.paragraphs) == ("", ("No paper here is named “KelpNet5”.",))
    assert answer.state == "refused"


def test_papers_that_mention_the_name_are_shown(app: App) -> None:
    """Who asks for TideNet finds the paper that compares with it, and reads that it is another."""
    answer = answer_question(app, "who wrote TideNet?")
    assert [p.title for p in answer.listing or ()] == ["RopeSpec-v2: Ropes"]


@pytest.mark.parametrize(
    ("question", "author"), [("who wrote Corla?", "Emmy Noether"), ("who wrote RopeSpec?", "Grace")]
)
def test_a_slip_and_a_left_out_version_still_find_the_paper(app: App, question: str, author: str) -> None:
    """Two letters swapped are one slip; a name goes without its version."""
    assert author in answer_question(app, question).claims[0].text


def test_authors_who_are_not_named_are_told_in_a_sentence(app: App) -> None:
    """How many there are is known, and that nobody says who."""
    said = answer_question(app, "who wrote Forms of Sails?").claims[0].text
    assert said == "It has 3 authors; the source does not name them."


def test_two_facts_are_both_told(app: App) -> None:
    """Neither half of the question is left out."""
    assert "Ada Lovelace" in answer_question(app, "when was KelpNet3 published and by whom?").claims[0].text
