""" "LoRA vs full fine-tuning", and questions no paper answers in so many words: papers that speak of it are shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import paper

from bot.answer import answer_question
from bot.answer.closest import closest
from bot.app import App
from bot.question import Question
from bot.question.versus import read_versus
from bot.settings import load
from retrieval.ingest import embed_pending


@pytest.fixture
def app(tmp_path: Path) -> App:
    """Papers on sails, on oars, and on both; the last weighs them up."""
    app = App(load(env={"BROADSHEET_DATA": str(tmp_path), "BROADSHEET_EMBEDDER": "hashing"}))
    app.archive.put(
        [
            paper("New Sails", "We cut sails from hemp. Sails tear in storms."),
            paper("Light Oars", "We carve oars from ash. Oars break on rocks."),
            paper("Ships of the North", "Some ships had sails. Many ships had oars."),
            paper("Wind and Muscle", "We row and we drift. Sails outperform oars in open water, but not in harbours."),
        ]
    )
    return app


@pytest.mark.parametrize(
    "question", ["sails vs oars", "What is the difference between sails and oars?", "are sails better than oars?"]
)
def test_two_subjects_are_held_against_each_other(app: App, question: str) -> None:
    """The paper that weighs them up comes first with that sentence, and each side has papers of its own."""
    answer = answer_question(app, question)
    assert answer.listing is not None
    assert [p.title for p in answer.listing][:2] == ["Wind and Muscle", "Ships of the North"]
    assert {p.title for p in answer.listing[2:]} == {"New Sails", "Light Oars"}
    assert answer.quotes[answer.listing[0].id].startswith("Sails outperform oars")
    assert "2 papers mention both “sails” and “oars”, 1 only the first, 1 only the second" in answer.claims[0].text


def test_a_side_nobody_speaks_of_is_no_comparison(app: App) -> None:
    """Nothing is listed as if it held both."""
    assert answer_question(app, "sails vs paddles").state == "refused"


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("is RL better than SFT?", ("RL", "SFT")),
        ("compare pruning with distillation", ("pruning", "distillation")),
        ("should I use RAG or fine-tuning?", ("RAG", "fine-tuning")),
        ("can small models reason as well as large ones?", ("small models", "large models")),
        ("what is grokking?", None),
        ("does RLHF hurt diversity", None),
        ("X vs X", None),
    ],
)
def test_what_is_held_against_what(question: str, sides: tuple[str, str] | None) -> None:
    """Only two subjects make a comparison."""
    assert read_versus(question) == sides


@pytest.fixture
def embedded(tmp_path: Path) -> App:
    """Three papers on sails and one on bread, with the vectors of the embedder that comes along."""
    app = App(load(env={"BROADSHEET_DATA": str(tmp_path / "embedded"), "BROADSHEET_INDEX": "exact"}))
    app.archive.put(
        [
            paper("Hemp", "We weave sails of hemp. Wet hemp sails are heavier, and ships with them sail slower."),
            paper("Linen", "Linen sails keep their shape. Ships under linen sails were faster in our trials."),
            paper("Masts", "Tall masts carry more sails. The speed of a ship grows with its masts."),
            paper("Loaves", "We bake loaves. Rye keeps longer than wheat."),
        ]
    )
    embed_pending(app.vectors, app.embedder)
    return app


def test_a_question_nobody_answers_gets_what_comes_closest(embedded: App) -> None:
    """It is said that these only come closest; nothing is passed off as the answer."""
    asked = Question("do sails slow ships?", "do sails slow ships?")
    exact = closest(embedded, asked)
    assert exact is not None
    assert exact.sentence == "Of 4 papers these come closest to an answer:"
    assert "Loaves" not in {p.title for p in exact.papers}
    assert any("heavier" in quote for quote in exact.quotes.values())


def test_another_subject_is_still_refused(embedded: App) -> None:
    """What no paper is near to gets no sentences."""
    assert answer_question(embedded, "does coffee raise blood pressure?").state == "refused"
