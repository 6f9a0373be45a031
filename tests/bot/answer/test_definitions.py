""" "What is X?" of a subject many papers hold: they say what it is, or are listed; a stem alone is no evidence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import paper

from bot.answer import answer_question
from bot.app import App
from bot.question.topics import read_definition
from bot.render.answers import answer_reply
from bot.render.slack import messages
from bot.settings import load
from retrieval.archive.mentions import mentions
from retrieval.types import Paper


@pytest.fixture
def app(tmp_path: Path) -> App:
    """An archive in which three papers hold warping, one says what it is, and another is of a Warp."""
    app = App(load(env={"BROADSHEET_DATA": str(tmp_path), "BROADSHEET_EMBEDDER": "hashing"}))
    app.archive.put(
        [
            paper(
                "Ropes That Tow",
                "We tow barges by slow warping (SW). Slow warping (SW) is a way to move a moored ship.",
            ),
            paper("Slow Warping in Harbours", "We study slow warping in six harbours, and count ropes."),
            paper("Winches", "Winches for slow warping wear out. We grease them."),
            paper("MAST: Many Anchors", "We present MAST, which sets many anchors at once."),
            paper("Gleam 3", "We present Gleam 3, a model of lamps."),
        ]
    )
    return app


def test_what_papers_say_something_is_comes_first(app: App) -> None:
    """The paper that tells what it is stands first, with that sentence; the others follow."""
    answer = answer_question(app, "What is slow warping?")
    assert answer.listing is not None
    assert answer.count == 3
    first = answer.listing[0]
    assert first.title == "Ropes That Tow"
    assert answer.quotes[first.id] == "Slow warping (SW) is a way to move a moored ship."
    assert [claim.text for claim in answer.claims] == ["3 papers mention “slow warping”; the first says what it is:"]


@pytest.mark.parametrize("question", ["explain slow warping to me", "can you explain what slow warping is?"])
def test_to_explain_is_to_say_what_it_is(app: App, question: str) -> None:
    """Whoever wants a thing explained is told what it is, as if they had asked."""
    assert (
        answer_question(app, question).claims[0].text == "3 papers mention “slow warping”; the first says what it is:"
    )


def test_where_nobody_says_what_it_is_those_that_mention_it_are_listed(app: App) -> None:
    """ "What are winches?": no paper says it, and the one on winches is shown all the same."""
    answer = answer_question(app, "what are winches?")
    assert [paper.title for paper in answer.listing or ()] == ["Winches"]


def test_what_something_is_stands_under_its_paper_on_every_surface(app: App) -> None:
    """Where quotes wait behind a button, as in Slack, the sentence that says it is read all the same, and once."""
    reply = answer_reply(answer_question(app, "What is slow warping?"), date(2026, 11, 22))
    shown = "\n".join(message.text for message in messages(reply))
    assert shown.count("is a way to move a moored ship.") == 1


def test_a_word_of_the_same_stem_is_no_evidence(app: App) -> None:
    """ "Gleaming" is not answered from a model that is called Gleam."""
    assert answer_question(app, "What is gleaming?").state == "refused"


def test_a_names_case_counts(app: App) -> None:
    """MAST is named by its capitals; a Mast is another thing."""
    assert [paper.title for paper in mentioned(app, "What is MAST?")] == ["MAST: Many Anchors"]
    assert mentioned(app, "What is Mast?") == []


def mentioned(app: App, text: str) -> list[Paper]:
    """The papers that *text* names."""
    return [found.paper for found in mentions(app.archive, text) if found.paper]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("what is LoRA?", "LoRA"),
        ("What are state space models?", "state space models"),
        ("what does RLHF mean", "RLHF"),
        ("what is the accuracy of it?", ""),
        ("what is new in routing?", ""),
        ("how does LoRA work?", ""),
    ],
)
def test_which_questions_ask_what_something_is(text: str, words: str) -> None:
    """A few words after "what is"; not a part of something, and not what is new."""
    assert read_definition(text) == words
