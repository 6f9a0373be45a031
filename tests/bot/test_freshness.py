"""Everybody is told how fresh the archive is, and which days nobody has read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Run, paper
from weekly_made import open_app, read_days

from bot.answer import answer_question
from bot.app import App
from bot.freshness import DAILY, freshness, is_fed, missing, named, unread_days
from bot.requests import papers
from retrieval.archive.days import Days
from retrieval.types import Window

NOW = "2026-11-27T09:00"  # a Friday
WEEKDAYS = [date(2026, 11, 13) + timedelta(days=n) for n in range(14) if n not in (1, 2, 8, 9)]


def library(folder: Path, *unread: date) -> App:
    """An archive fed up to yesterday, but for *unread*, with a paper of yesterday."""
    app = open_app(folder, [paper("Ropes", "We find that ropes hold.", listed_on=date(2026, 11, 26))], now=NOW)
    read_days(app, *(day for day in WEEKDAYS if day not in unread), papers=1)
    return app


def test_unread_days_are_named_and_nothing_else(tmp_path: Path) -> None:
    """Weekends are not missed, nor is today, which still fills up."""
    assert freshness(library(tmp_path / "a")) == (
        "Newest listed day 26 Nov 2026; every weekday of the last two weeks was read."
    )
    app = library(tmp_path / "b", date(2026, 11, 24), date(2026, 11, 25))
    assert freshness(app) == "Newest listed day 26 Nov 2026; 24, 25 Nov were not read."
    Days(app.database).failed(DAILY, date(2026, 11, 25), "answered with status 503.", datetime.now(UTC))
    early = datetime(2026, 11, 24, 12, tzinfo=UTC)
    Days(app.database).read(DAILY, date(2026, 11, 24), 0, early, whole=False)
    told = "24 Nov was read before it was over"
    assert freshness(app) == f"Newest listed day 26 Nov 2026; 25 Nov could not be read; {told}."
    assert named([date(2026, 10, 30), date(2026, 11, 2)]) == "30 Oct, 2 Nov"
    assert named(WEEKDAYS) == "10 weekdays from 13 Nov to 26 Nov"


def test_a_day_that_somebody_brought_is_read(tmp_path: Path) -> None:
    """An archive filled by hand knows its days by their papers; one without days of listing is told nothing."""
    listed = [paper(f"Ropes of {day}", "We find that ropes hold.", listed_on=day) for day in WEEKDAYS[:-1]]
    app = open_app(tmp_path / "a", listed, now=NOW)
    assert [day.day for day in unread_days(app, WEEKDAYS[0], WEEKDAYS[-1] + timedelta(days=1))] == [WEEKDAYS[-1]]
    assert not is_fed(app)
    bare = open_app(tmp_path / "b", [paper("Ropes", "We find that ropes hold.", published=WEEKDAYS[0])], now=NOW)
    assert freshness(bare) == ""
    assert missing(bare, Window(WEEKDAYS[0], None, "listed")) == ""


def test_what_a_clock_ahead_wrote_is_not_read(tmp_path: Path) -> None:
    """A machine that was a year ahead has read nothing of the days it passed over."""
    app = library(tmp_path)
    Days(app.database).read(DAILY, date(2026, 11, 25), 0, datetime(2027, 11, 26, tzinfo=UTC), whole=True)
    assert freshness(app) == "Newest listed day 26 Nov 2026; 25 Nov was not read."


@pytest.mark.parametrize("asked", ["yesterday", "2026-W47"])
def test_no_papers_says_which_days_were_not_read(tmp_path: Path, asked: str) -> None:
    """`papers` on an empty time, and a question about it, name what nobody read."""
    unread = (date(2026, 11, 19), date(2026, 11, 26))
    app = open_app(tmp_path, [paper("Old Ropes", "We find that ropes hold.", listed_on=date(2026, 11, 2))], now=NOW)
    read_days(app, *(day for day in WEEKDAYS if day not in unread))
    reply = papers(app, asked, None)
    assert "No papers found" in reply.paragraphs[0]
    assert any("was not read" in note for note in reply.notes)
    assert missing(app, Window(date(2026, 11, 27), None, "listed")).endswith("; 27 Nov is not over yet.")
    if asked == "yesterday":
        notes = answer_question(app, "What is new since yesterday?").notes
        assert any("26 Nov was not read" in note for note in notes)


def test_the_doctor_and_the_footer_tell_it(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A feed that misses days is a fault with its reason and cure; under an answer stands how fresh it is."""
    monkeypatch.setenv("BROADSHEET_NOW", NOW)
    app = library(tmp_path / "data", date(2026, 11, 25))
    Days(app.database).failed(DAILY, date(2026, 11, 25), "answered with status 503.", datetime.now(UTC))
    app.close()
    told = run("doctor")
    assert told.code == 1
    assert "25 Nov could not be read. The last try of 2026-11-25: answered with status 503." in told.out
    assert "25 Nov could not be read" in run("ask", "Do ropes hold?").out
