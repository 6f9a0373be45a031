"""How topics move: counted over the days that were read, and over no others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Run, paper
from jsonschema import Draft202012Validator
from weekly_made import open_app

from bot.app import App
from bot.freshness import DAILY
from bot.render.schemas import schema
from bot.render.slack import messages
from bot.spoken import spoken
from bot.trends import trends_of
from bot.trends.reply import WIDTH, bar, trends_document, trends_reply
from retrieval.archive.days import Days
from retrieval.errors import UsageError
from retrieval.types import Paper

MONDAY = date(2026, 11, 2)
NOW = "2026-11-28T09:00"


def listed(week: int, topics: list[str]) -> list[Paper]:
    """A paper a topic, listed on the Monday of week number *week* from `MONDAY` on."""
    day = MONDAY + timedelta(weeks=week)
    return [paper(f"{topic} {week}.{n}", f"We try {topic}.", listed_on=day) for n, topic in enumerate(topics)]


def archive_of(folder: Path, weeks: dict[int, list[str]]) -> App:
    return open_app(folder / "data", [p for week, topics in weeks.items() for p in listed(week, topics)], now=NOW)


def test_counts_and_shares(tmp_path: Path) -> None:
    """Of each week: how many papers hold the topic, of how many."""
    app = archive_of(tmp_path, {0: ["sails", "oars"], 1: ["sails"] * 3 + ["oars"]})
    found = trends_document(trends_of(app, ["sail"], "week"))
    assert [period["label"] for period in found["periods"]] == ["2026-W45", "2026-W46"]
    assert found["trends"] == [{"topic": "sail", "counts": [1, 3], "shares": [0.5, 0.75]}]


def test_a_gap_is_no_zero(tmp_path: Path) -> None:
    """A week that nobody read has no count and no share, is drawn as a gap, and its days are named."""
    app = archive_of(tmp_path, {0: ["sails"], 2: ["oars"]})
    found = trends_of(app, ["sails"], "week")
    assert trends_document(found)["trends"][0]["counts"] == [1, None, 0]
    lines = trends_reply(found).sections[0].paragraphs
    assert lines[1].split() == ["2026-W46", "·", "not", "read"]
    assert "0 of 1" in lines[2]
    assert "were not read" not in lines[1]
    assert "weekdays from 3 Nov to" in trends_reply(found).notes[0]


def test_a_day_that_nobody_read_is_drawn(tmp_path: Path) -> None:
    """A dot for each weekday that is missing, and the columns stand under one another, in Slack in even type."""
    app = archive_of(tmp_path, {0: ["sails"] * 12, 1: ["sails"]})
    reply = trends_reply(trends_of(app, ["sails"], "week"))
    first, second = reply.sections[0].paragraphs
    assert first.endswith("12 of 12  ···· 4 of 5 weekdays not read")
    assert first.index(" of ") == second.index(" of ")
    blocks = [block for message in messages(reply) for block in message.older]
    assert [b["elements"][0]["type"] for b in blocks if b["type"] == "rich_text"][-1] == "rich_text_preformatted"


def test_a_day_that_is_not_over_does_not_count(tmp_path: Path) -> None:
    """What was read before the day was over is left out; a whole day without papers is a zero."""
    app = archive_of(tmp_path, {0: ["sails"], 1: ["sails"], 2: ["oars"]})
    days, noon = Days(app.database), datetime(2026, 11, 9, 12, tzinfo=UTC)
    days.read(DAILY, MONDAY + timedelta(weeks=1), 1, noon, whole=False)
    assert trends_document(trends_of(app, ["sails"], "week"))["trends"][0]["counts"] == [1, None, 0]
    days.read(DAILY, MONDAY + timedelta(days=8), 0, noon + timedelta(days=2), whole=True)
    assert trends_document(trends_of(app, ["sails"], "week"))["trends"][0]["counts"] == [1, 0, 0]


def test_what_rose_most(tmp_path: Path) -> None:
    """Without a topic: terms whose share of the last week grew by more than chance; the steady are not told."""
    weeks = {week: ["moored barges", "moored barges", "oars", "oars", "tar"] for week in range(3)}
    app = archive_of(tmp_path, weeks | {3: ["tidal kites"] * 4 + ["moored barges"]})
    found = trends_of(app, [], "week")
    assert [(t.text.lower(), t.now, t.before) for t in found.risen] == [("tidal kites", 4, 0)]
    assert "80.0% of the papers, 0.0% before (4 of 5, 0 of 15)" in trends_reply(found).sections[0].heading


def test_nothing_rose_where_there_is_nothing_before(tmp_path: Path) -> None:
    """One week is no trend."""
    reply = trends_reply(trends_of(archive_of(tmp_path, {0: ["sails"] * 4}), [], "week"))
    assert reply.paragraphs[0].startswith("Nothing rose")


def test_papers_without_listing_days_count_by_publication(tmp_path: Path) -> None:
    """An archive of conference papers is counted by when they appeared."""
    months = [date(2026, 7, 1), date(2026, 7, 20), date(2026, 9, 3)]
    app = open_app(tmp_path / "d", [paper(f"Sails {d}", "We sail.", published=d) for d in months], now=NOW)
    found = trends_of(app, ["sails"])
    assert (found.about, found.trends[0].counts) == ("published", (2, 0, 1))
    assert [period.gap for period in found.periods] == [False, True, False]


def test_bars_are_as_long_as_what_they_show() -> None:
    """The highest share fills the width; the smallest is still seen; nothing is drawn for nothing."""
    assert (len(bar(1.0)), bar(0.0), bar(0.0001)) == (WIDTH, "", "▏")


def test_who_asks_wrongly_is_told(tmp_path: Path) -> None:
    """Five topics are too many for a chart, and undated papers cannot be counted."""
    with pytest.raises(UsageError, match="5 topics"):
        trends_of(archive_of(tmp_path, {0: ["a"]}), list("abcde"))
    with pytest.raises(UsageError, match="date"):
        trends_of(open_app(tmp_path / "e", [paper("Undated", "We sail.")], now=NOW), ["sail"])


def test_the_terminal_draws_it(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """`trend` draws a line a period; --json has its schema; a question may ask for it too."""
    run("ingest", str(jsonl))
    told = run("trend", "compass network, ropes", "--by", "week").out
    assert "“compass network”: 1 paper" in told
    assert "█" * WIDTH in told
    Draft202012Validator(schema("trend")).validate(run("trend", "ropes", "--json").json)
    assert "week, month" in run("trend", "ropes", "--by", "year").err
    assert "“ropes”" in run("ask", "show me the trend of ropes by week").out
    app = archive_of(tmp_path / "other", {0: ["sails"]})
    assert spoken(app, "what are the trends in sailing?") is None
