"""Counts and extremes, as people ask for them, and what is close to a topic that few papers name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import paper

from bot.answer import answer_question
from bot.app import App
from bot.intake import bring_up_to_date
from bot.render.answers import answer_reply
from bot.settings import load


@pytest.fixture
def app(tmp_path: Path) -> App:
    """Four papers of December 2025, one of which was listed in November before, and one is from October."""
    env = {"BROADSHEET_DATA": str(tmp_path), "BROADSHEET_NOW": "2026-01-05T09:00"}
    app = App(load(env=env))
    code = "The code is at https://github.com/harbour/anchors."
    app.archive.put(
        [
            paper("Machine Unmooring of Ships", "We study machine unmooring. It frees ships.",
                  published=date(2025, 12, 1), listed_on=date(2025, 11, 30), author_count=4),
            paper("Unmooring by Hand: Ships and Ropes", f"Unmooring by hand frees ships from ropes. {code}",
                  published=date(2025, 12, 8), listed_on=date(2025, 12, 9), author_count=31),
            paper("Anchors for the Deep", "We cast anchors by machine.", published=date(2025, 12, 9),
                  listed_on=date(2025, 12, 10), authors=("Ada Lovelace",)),
            paper("Lamps", "We light lamps by machine.", published=date(2025, 12, 20), listed_on=date(2025, 12, 22)),
            paper("Winches", "A machine greases winches.", published=date(2025, 10, 20), listed_on=date(2025, 10, 21)),
        ]
    )  # fmt: skip
    return app


def told(app: App, question: str) -> str:
    """Its first sentence."""
    return answer_question(app, question).claims[0].text


def test_how_many_came_out_is_a_count(app: App) -> None:
    """By the day of publication; how many were listed then is said beside it, for pages are dated otherwise."""
    answer = answer_question(app, "how many papers came out in December 2025?")
    assert answer.claims[0].text == "There are 4 papers."
    assert "3 were listed then." in answer.notes


def test_the_longest_list_of_authors_is_known(app: App) -> None:
    """Also where a source counts authors without naming them; of how many papers they are known is said."""
    most = answer_question(app, "which paper has the most authors?")
    assert most.claims[0].text == "“Unmooring by Hand: Ships and Ropes” has the most authors of 3 papers: 31."
    assert "The authors are known of 3 of 5 papers." in most.notes
    assert told(app, "paper with the fewest authors").startswith("“Anchors for the Deep” has the fewest authors")


def test_the_quietest_month_is_one_of_its_year(app: App) -> None:
    """ "Month of 2025" is no time by itself, and its papers are counted by the days that the year is of."""
    assert (
        told(app, "quietest month of 2025") == "The months with the fewest papers published: 2025-10 (1), 2025-12 (4)."
    )
    assert told(app, "busiest day of June 2024") == "There are no papers in that time."


def test_code_that_only_the_abstract_gives_is_known(app: App) -> None:
    """Whoever asks for papers with code gets it, and its address."""
    assert told(app, "which papers release code?") == "1 paper with code."
    assert told(app, "code of Unmooring by Hand") == "Its code is at https://github.com/harbour/anchors"


def test_what_comes_close_to_a_topic_stands_behind_what_names_it(app: App) -> None:
    """One paper says "machine unmooring"; the other one on unmooring follows, and is not counted among those."""
    bring_up_to_date(app, lambda what, done, total: None)
    answer = answer_question(app, "machine unmooring")
    assert answer.claims[0].text == "1 paper mentions “machine unmooring”."
    assert answer.listing is not None
    assert [each.title for each in answer.listing] == ["Machine Unmooring of Ships"]
    assert [each.title for each in answer.nearest] == ["Unmooring by Hand: Ships and Ropes"]
    headings = [part.heading for part in answer_reply(answer, date(2026, 1, 5)).sections]
    assert headings == ["Close to it in meaning, in other words:"]


def test_papers_by_one_author_are_a_list(app: App) -> None:
    """How many wrote a paper is a condition like any other."""
    assert told(app, "list single-author papers") == "1 paper with 1 author."
    assert told(app, "papers with 4 authors on unmooring") == "1 paper with 4 authors that mentions “unmooring”."


def test_how_far_the_archive_reaches_is_told(app: App) -> None:
    """From which day to which, and how many papers, in whatever words."""
    for question in ("how far back does this thing go?", "how big is the archive", "what period does it cover?"):
        assert (
            told(app, question) == "5 papers, listed 21 Oct 2025 to 22 Dec 2025, published 20 Oct 2025 to 20 Dec 2025."
        )


def test_a_count_is_one_in_anybody_s_words(app: App) -> None:
    """ "Did you get", "w", "in title or abstract": none of it is looked for in papers."""
    assert told(app, "how many papers did you get in december 2025") == "There are 4 papers."
    assert told(app, "how many papers w unmooring in the title") == "2 papers mention “unmooring in the title”."
    assert told(app, "number of papers with lamps in the abstract or title") == "1 paper mentions “lamps”."
