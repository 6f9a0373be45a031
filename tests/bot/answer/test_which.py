""" "The compass paper": a paper called by words of its title is that one, or a choice of several; never a guess."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import paper

from bot.answer import answer_question
from bot.app import App
from bot.question.titles import called
from bot.render.answers import answer_reply
from bot.settings import load
from retrieval.ingest import embed_pending


@pytest.fixture
def harbours(tmp_path: Path) -> App:
    """Three papers on moorings, one on buoys."""
    app = App(
        load(env={"BROADSHEET_DATA": str(tmp_path), "BROADSHEET_EMBEDDER": "hashing", "BROADSHEET_INDEX": "exact"})
    )
    app.archive.put(
        [paper(f"Quay {n}: Mooring in Ice", f"We moor ship {n} in ice. The line holds {n} tons.") for n in (4, 5, 6)]
        + [paper("Buoys that Sing", "We let buoys sing. Singing buoys are found 2 times sooner.")]
    )
    embed_pending(app.vectors, app.embedder)
    return app


def test_one_of_several_is_asked_for(harbours: App) -> None:
    """Each choice asks the same of one paper, and is answered from that one."""
    answer = answer_question(harbours, "What does the mooring paper report?")
    assert [claim.text for claim in answer.claims] == ["3 papers could be “the mooring paper”. Which one?"]
    offers = answer_reply(answer, date(2026, 11, 22)).offers
    assert [offer.label for offer in offers] == [f"Quay {n}: Mooring in Ice" for n in (4, 5, 6)]
    assert offers[1].text == "What does “Quay 5: Mooring in Ice” report?"
    chosen = answer_question(harbours, offers[1].text)
    assert [name for _, name in chosen.within] == [harbours.archive.find("Quay 5").id]


def test_the_only_one_is_meant(harbours: App) -> None:
    """Words that one title holds name that paper, and nothing else is looked at."""
    answer = answer_question(harbours, "What does the buoys paper report?")
    assert [name for _, name in answer.within] == [harbours.archive.find("Buoys that Sing").id]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("what does the paper on buoys say?", "buoys"),
        ("Summarize the singing buoys paper", "singing buoys"),
        ("what does the newest paper say?", ""),
        ("is there a mooring paper?", ""),
        ("what did the third paper find?", ""),
        ("how is the paper-thin film made?", ""),
    ],
)
def test_only_words_of_a_title_call_a_paper(text: str, words: str) -> None:
    """Its place in a list or how new it is calls no paper, and "a mooring paper" is any."""
    found = called(text)
    assert (found.words if found else "") == words
