"""Waking: on time, at once after a start, and never two at a time."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import paper
from servers import serving
from weekly_made import MONDAY, WEEK, open_app, week_of_papers

from bot.app import App
from bot.settings import load
from bot.settings.weekly import RANKING, Destination, moment, places, weights
from bot.weekly.posting import run_due
from bot.weekly.posting.freshness import read_again
from bot.weekly.posting.ledger import Ledger
from bot.weekly.posting.schedule import cron_of, keep_posting, start
from retrieval.errors import UsageError


def test_it_wakes_at_once_and_then_on_time() -> None:
    """What was missed while it was off is seen to at the start; the next full waking is Monday at nine, local time."""
    woken = threading.Event()
    scheduler = start(woken.set, [cron_of(moment("mon 09:00"), ZoneInfo("Europe/Berlin"))], ZoneInfo("Europe/Berlin"))
    try:
        assert woken.wait(10)
    finally:
        scheduler.shutdown()
    fires = cron_of(moment("mon 09:00"), ZoneInfo("Europe/Berlin")).get_next_fire_time(None, MONDAY)
    assert fires is not None
    assert fires.astimezone(UTC) == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_a_service_posts_what_it_finds_due(tmp_path: Path) -> None:
    """Started after the time, it posts at once; what is wrong is told, and told once however often it wakes."""
    app = open_app(tmp_path, week_of_papers(WEEK, each=6), weekly_to="file, mail:team@example.org")
    told: list[str] = []
    done = threading.Event()
    scheduler = keep_posting(app, app.sinks, lambda line: (told.append(line), done.set())[0])
    try:
        assert done.wait(20)
        scheduler.get_job("again").func()
    finally:
        scheduler.shutdown()
    assert len(told) == 1
    assert "BROADSHEET_SMTP" in told[0]
    assert Ledger(app.database).parts(Destination("file", "team"), WEEK)[0].state == "sent"


def test_a_bad_topics_file_keeps_no_other_channel_waiting(tmp_path: Path) -> None:
    """It is told, with its cure, and the rest is posted."""
    (tmp_path / "topics.toml").write_text('[team]\nwonted = ["x"]\n')
    app = open_app(tmp_path / "data", weekly_to="file, file:other", topics=str(tmp_path / "topics.toml"))
    told: list[str] = []
    run_due(app, app.sinks, MONDAY, told.append)
    assert any("file team" in line and "wanted" in line for line in told)
    assert Ledger(app.database).parts(Destination("file", "other"), WEEK)[0].state == "sent"


def test_late_upvotes_are_read_again_only_when_asked_to(tmp_path: Path) -> None:
    """Nothing goes over the network by default; a source that fails is told and does not stop the post."""
    assert read_again(open_app(tmp_path / "a"), MONDAY) == []
    app = open_app(
        tmp_path / "b",
        week_of_papers(WEEK, each=6),
        weekly_to="file",
        weekly_reread="1",
        huggingface_url="http://127.0.0.1:9",
        fetch_seconds="0.2",
    )
    told: list[str] = []
    run_due(app, app.sinks, MONDAY, told.append)
    assert any("could not be read again" in line for line in told)
    assert Ledger(app.database).parts(Destination("file", "team"), WEEK)[0].state == "sent"


def test_upvotes_are_those_of_the_day_of_the_post(tmp_path: Path) -> None:
    """With a window to read again, a paper that was loved late stands where it belongs, and no paper comes twice."""
    late = {
        "paper": {
            "id": "2611.00009",
            "title": "Late Love",
            "summary": "We find that some papers are loved late. It takes a week.",
            "authors": [{"name": "Ada Lovelace"}],
            "publishedAt": "2026-11-12T00:00:00.000Z",
            "upvotes": 900,
        },
        "numComments": 4,
    }
    papers = [
        *week_of_papers(WEEK),
        paper("Late Love", late["paper"]["summary"], listed_on=WEEK.start, arxiv_id="2611.00009", upvotes=1),  # type: ignore[index]
    ]
    with serving(json.dumps([late]).encode()) as server:
        app = open_app(tmp_path, papers, weekly_to="file", weekly_reread="1", huggingface_url=server.url)
        told: list[str] = []
        run_due(app, app.sinks, MONDAY, told.append)
    text = Path(Ledger(app.database).parts(Destination("file", "team"), WEEK)[0].ref).read_text()
    assert "↑900" in text
    assert text.count("Late Love") == 1
    assert text.index("Late Love") < text.index("Glacier Radar 3")


def test_the_settings_are_read_as_they_are_written() -> None:
    """Places once each, weights by name, a weekday and a time."""
    assert places("slack:C1, file file feed:vision") == (
        Destination("slack", "C1"),
        Destination("file", "team"),
        Destination("feed", "vision"),
    )
    assert weights("topics=2") == {"upvotes": 0, "comments": 0, "topics": 2, "recency": 0, "votes": 0}
    assert set(weights(RANKING)) == set(weights(""))
    assert (moment("fri 16:30").weekday, moment("fri 16:30").time.hour) == (4, 16)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BROADSHEET_WEEKLY_TO", "pigeon"),
        ("BROADSHEET_WEEKLY_TO", "slack"),
        ("BROADSHEET_WEEKLY_TO", "file:../../etc"),
        ("BROADSHEET_WEEKLY_AT", "monday"),
        ("BROADSHEET_WEEKLY_AT", "mon 25:00"),
        ("BROADSHEET_WEEKLY_WEIGHTS", "likes=1"),
        ("BROADSHEET_WEEKLY_WEIGHTS", "upvotes=much"),
    ],
)
def test_a_wrong_setting_is_told_by_name(variable: str, value: str) -> None:
    """At the start, not on Monday morning."""
    with pytest.raises(UsageError, match=variable):
        App(load(env={variable: value}))
