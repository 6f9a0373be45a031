"""`broadsheet eval golden --from-votes`: what people liked is to stay, what they disliked is to change."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

from bot.answer import answer_question
from bot.app import App
from bot.evaluate.judged import Judged, remember, shown_of
from bot.render.answers import answer_reply
from bot.settings import load
from bot.votes import ANSWER, cast
from retrieval.types import Window

Invoke = Callable[..., Run]
QUESTION, NO_ANSWER = "Do longer ropes hold better?", "Who won the sourdough contest in Ghent?"
NOW = datetime(2026, 11, 20, 9, 0)


@pytest.fixture
def app(run: Invoke, jsonl: Path) -> App:
    """Three papers in the user's archive."""
    run("ingest", str(jsonl))
    return App(load())


def liked(app: App, question: str, *thumbs: int, window: Window | None = None, **changed: Any) -> None:
    """Somebody asked *question* and was shown the answer of now; every one of *thumbs* is somebody else's."""
    answer = answer_question(app, question, window=window)
    refused = answer.state == "refused"
    papers, shown = shown_of(answer_reply(answer, NOW.date()), refused)
    given = {"question": question, "papers": papers, "shown": shown, "refused": refused, **changed}
    remember(app.database, question, Judged(**given))
    for person, thumb in enumerate(thumbs):
        cast(app.database, "C1", f"U{person}", ANSWER + question, thumb, NOW)


def rows(path: str = "golden-votes.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def measured(told: Any, name: str) -> Any:
    return told["figures"].get(name, {}).get("mean")


def test_the_set_is_made_of_votes_as_they_stand(app: App, run: Invoke) -> None:
    """One row an answer, thumb up or down as more people gave it; where they are even it is left out."""
    liked(app, QUESTION, 1, 1, -1)
    liked(app, "What finds north faster?", -1)
    liked(app, "How do deltas drift?", 1, -1)
    run("eval", "golden", "--from-votes")
    assert [(row["question"], row["thumb"]) for row in rows()] == [
        (QUESTION, "up"),
        ("What finds north faster?", "down"),
    ]
    assert rows()[0]["papers"]
    assert "hold 3 times better" in rows()[0]["shown"]
    cast(app.database, "C1", "U5", ANSWER + "How do deltas drift?", 1, NOW)
    run("eval", "golden", "--from-votes")
    assert len(rows()) == 3


def test_what_was_liked_holds_while_it_is_answered_from_such_a_paper(app: App, run: Invoke) -> None:
    """The same answer passes; one that has lost every paper it showed does not, and the user reads which and why."""
    liked(app, QUESTION, 1)
    told = run("eval", "golden", "--from-votes", "--json").json
    assert (told["kind"], measured(told, "liked still holds"), measured(told, "liked papers kept")) == ("votes", 1, 1)
    liked(app, QUESTION, 1, papers=("2611.00001",))
    told = run("eval", "golden", "--from-votes", "--json").json
    assert (measured(told, "liked still holds"), measured(told, "liked papers kept")) == (0, 0)
    assert f"👍 “{QUESTION}” no longer holds" in run("eval", "golden", "--from-votes").out


def test_a_refusal_that_was_liked_has_to_stay_one(app: App, run: Invoke) -> None:
    """Thanked for saying so, the bot must not find an answer after all."""
    liked(app, NO_ANSWER, 1)
    assert measured(run("eval", "golden", "--from-votes", "--json").json, "liked still holds") == 1
    liked(app, QUESTION, 1, refused=True, papers=())
    assert measured(run("eval", "golden", "--from-votes", "--json").json, "liked still holds") == 0.5


def test_what_was_disliked_never_passes(app: App, run: Invoke) -> None:
    """It is listed with what was shown, and whether today's answer is another; nothing of it counts as right."""
    liked(app, QUESTION, -1)
    told = run("eval", "golden", "--from-votes", "--json").json
    assert set(told["figures"]) == {"disliked changed"}
    assert measured(told, "disliked changed") == 0
    [note] = told["notes"]
    assert f"👎 “{QUESTION}”" in note
    assert "hold 3 times better" in note
    liked(app, QUESTION, -1, shown="Ropes hold nothing. [1]")
    told = run("eval", "golden", "--from-votes", "--json").json
    assert measured(told, "disliked changed") == 1
    assert "Ropes hold nothing." in told["notes"][0]
    assert "hold 3 times better" in told["notes"][0]


def test_a_follow_up_is_asked_of_its_papers_and_a_time_from_its_day(app: App, run: Invoke) -> None:
    """“It” stays the paper it was, and “last week” the week before the question was asked."""
    ropes = next(paper for paper in app.archive.list() if "Ropes" in paper.title)
    told = {"papers": (ropes.id,), "shown": "", "refused": False}
    liked(app, "When does the effect vanish in it?", 1, within=((1, ropes.id),), **told)
    liked(app, "Which papers are there from last week?", 1, asked=datetime(2026, 11, 17, 9), **told)
    assert measured(run("eval", "golden", "--from-votes", "--json").json, "liked still holds") == 1
    assert [row.get("within") or row["asked"] for row in rows()] == [[[1, ropes.id]], "2026-11-17T09:00:00"]


def test_a_kept_set_is_run_as_it_is(app: App, run: Invoke) -> None:
    """Without --from-votes the file is read, not written: votes given since change nothing."""
    liked(app, QUESTION, 1)
    run("eval", "golden", "--from-votes", "--set", "kept.jsonl")
    liked(app, "What finds north faster?", 1)
    told = run("eval", "golden", "--set", "kept.jsonl", "--json").json
    assert (told["kind"], len(told["queries"]), len(rows("kept.jsonl"))) == ("votes", 1, 1)


def test_no_votes_make_no_set(app: App, run: Invoke) -> None:
    """It is said what a set would be made of, and no file is left behind."""
    told = run("eval", "golden", "--from-votes")
    assert (told.code, Path("golden-votes.jsonl").exists()) == (2, False)
    assert "👍" in told.err


def test_a_damaged_set_is_named(app: App, run: Invoke) -> None:
    """A thumb that is none, and both kinds in one file, are told by file and line."""
    liked(app, QUESTION, 1)
    run("eval", "golden", "--from-votes")
    row = rows()[0]
    plain = {"id": "g1", "question": "Which?", "paper": "x", "made_by": "extractive"}
    for damaged in ([row | {"thumb": "sideways"}], [row | {"within": 7}], [row, plain]):
        Path("bad.jsonl").write_text("".join(json.dumps(each) + "\n" for each in damaged))
        told = run("eval", "golden", "--set", "bad.jsonl")
        assert told.code == 2
        assert "bad.jsonl" in told.err
