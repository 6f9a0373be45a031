"""Whoever was told of a paper is told, once, that it is withdrawn."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, paper
from weekly_made import MONDAY, WEEK, Routed, answered, open_app, week_of_papers
from weekly_memory import Memory, turn
from weekly_slack import FakeSlack, fake_slack

from bot.app import App
from bot.settings.weekly import Destination
from bot.sinks.slack import sink_of
from bot.slack.wire.pace import Pace
from bot.slack.wire.poster import Poster, web_client
from bot.weekly.period import Notice, read_period
from bot.weekly.posting import Round
from bot.weekly.posting.ledger import Ledger
from bot.weekly.posting.subscriptions import subscribe, subscriber, unsubscribe
from bot.weekly.week import Week
from retrieval.types import Paper

ROPES = replace(week_of_papers(WEEK)[3], arxiv_id="2611.00003", comment="Withdrawn due to a wrong count of ropes")
GONE = f"withdrawn:{ROPES.id}"
LATER = MONDAY + timedelta(days=2)


def team(folder: Path, **settings: str) -> App:
    """An application that posts to C1, with `ROPES` among the week's papers, not withdrawn yet."""
    return open_app(folder, [*week_of_papers(WEEK), replace(ROPES, comment=None)], weekly_to="slack:C1", **settings)


def wake(app: App, slack: FakeSlack, hours: float = 0) -> list[str]:
    """One waking so many *hours* after the post is due; what the maintainer is told."""
    told: list[str] = []
    poster = Poster(web_client("xoxb-test", slack.url), Pace(0.0), sleep=lambda seconds: None)
    routed = Routed(app.settings, lambda to: sink_of(poster, to.channel))
    Round(app, routed, MONDAY + timedelta(hours=hours), told.append, timedelta(0)).run()
    return told


def withdraw(app: App, gone: Paper = ROPES) -> None:
    """A source says that *gone* is withdrawn."""
    app.archive.put([replace(gone, withdrawn=True)])


def notices(slack: FakeSlack, key: str = GONE) -> list[dict[str, Any]]:
    """The messages that tell of it."""
    return [message for message in slack.messages if message["key"] == key]


def test_each_place_is_told_once(tmp_path: Path) -> None:
    """The post's channel, the thread of an answer and a person who asked privately; however often it wakes."""
    app = team(tmp_path)
    with fake_slack() as slack:
        wake(app, slack)
        answered(app, ROPES, "U1", "C2", "7.5")
        answered(app, ROPES, "U2", "C2", via="url")
        answered(app, ROPES, "U2", "C3", via="url")
        answered(app, week_of_papers(WEEK)[0], "U3", "C4")
        wake(app, slack, 1)
        assert not notices(slack)
        withdraw(app)
        for hours in (2, 3, 30, 24 * 6):
            assert wake(app, slack, hours) == []
        places = {(message["channel"], message.get("thread_ts")) for message in notices(slack)}
        assert places == {("C1", None), ("C2", "7.5"), ("DU2", None)}
        assert len(notices(slack)) == 3
        said = str(notices(slack))
        for words in ("withdrawn", "Withdrawn due to a wrong count", "the post of the week 9–15 Nov 2026", ROPES.title):
            assert words in said
        assert "Do they hold?" in said


def test_an_archive_from_a_backup_tells_nothing_a_second_time(tmp_path: Path) -> None:
    """It notices the withdrawal on another day, and finds in the channel that it was told."""
    app = team(tmp_path / "now")
    with fake_slack() as slack:
        wake(app, slack)
        answered(app, ROPES, "U1", "C2", "7.5")
        app.close()
        shutil.copytree(tmp_path / "now", tmp_path / "backup")
        for folder, hours in (("now", 2), ("backup", 50)):
            archive = team(tmp_path / folder)
            withdraw(archive)
            wake(archive, slack, hours)
        assert len(notices(slack)) == 2


def test_an_answer_on_its_way_is_told_later(tmp_path: Path) -> None:
    """Whoever is answered just when the paper is withdrawn hears of it; whoever was told with the answer does not."""
    app = team(tmp_path)
    withdraw(app)
    with fake_slack() as slack:
        wake(app, slack)
        answered(app, ROPES, "U1", "C2", "7.5")
        answered(app, app.archive.find(ROPES.id), "U1", "C3", "8.5")
        wake(app, slack, 1)
        assert [message["channel"] for message in notices(slack)] == ["C2"]


def test_nobody_is_told_where_it_is_not_wanted(tmp_path: Path) -> None:
    """Turned off, nothing is told, nor later of what was withdrawn meanwhile."""
    sink, app = Memory(), team(tmp_path, tell_withdrawn="no")
    turn(app, sink).run()
    withdraw(app)
    turn(app, sink, LATER).run()
    turn(team(tmp_path), sink, LATER + timedelta(days=8)).run()
    assert GONE not in sink.kept


def test_who_left_is_left_alone(tmp_path: Path) -> None:
    """A subscriber who has unsubscribed, and a channel that gets no posts any more, are not written to."""
    app, who = team(tmp_path), subscriber("U0000000001")
    subscribe(app.database, who, "harbour robots", MONDAY - timedelta(days=9))
    sink = Memory()
    turn(app, sink).run()
    assert [part.state for part in Ledger(app.database).parts(who, WEEK)] == ["sent"]
    unsubscribe(app.database, who)
    withdraw(app)
    turn(open_app(tmp_path, []), sink, LATER).run()
    assert GONE not in sink.kept


def test_a_corrected_paper_is_not_called_withdrawn(tmp_path: Path) -> None:
    """What came back before anybody was told stands."""
    sink, app = Memory(), team(tmp_path)
    turn(app, sink).run()
    app.archive.put([replace(ROPES, withdrawn=True, version=2), replace(ROPES, comment=None, version=3)])
    turn(app, sink, LATER).run()
    assert GONE not in sink.kept


@pytest.mark.parametrize("known_by", ["arXiv id", "address", "title"])
@pytest.mark.parametrize("place", ["slack:C1", "file", "feed", "mail:ada@example.org"])
def test_a_post_is_read_for_its_papers(tmp_path: Path, place: str, known_by: str) -> None:
    """Whatever a sink makes of a post, who got it with the paper in it is found; who got another week is not."""
    url = "https://papers.example.org/ropes?a=1&b=2_3" if known_by == "address" else None
    gone = paper(
        "Ropes & <Knots>: “Held” by *Nobody*",
        "We find that ropes hold.",
        listed_on=WEEK.start,
        url=url,
        arxiv_id="2611.00009" if known_by == "arXiv id" else None,
    )
    app = open_app(tmp_path, [*week_of_papers(WEEK), *week_of_papers(WEEK.moved(-1)), gone], weekly_to=place)
    sink = Memory()
    turn(app, sink, MONDAY - timedelta(days=7)).run()
    turn(app, sink).run()
    withdraw(app, gone)
    turn(app, sink, LATER).run()
    (told,) = [part for part in Ledger(app.database).sent_with(["been withdrawn"]) if part.number == 0]
    assert "the post of the week 9–15 Nov 2026" in told.body


def test_a_notice_is_a_post_of_its_own(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger tells it from the posts of its day, and `weekly` says where it went; a feed keeps its name."""
    app = team(tmp_path)
    for name, value in {"DATA": str(tmp_path), "EMBEDDER": "hashing", "WEEKLY_TO": "feed, file"}.items():
        monkeypatch.setenv(f"BROADSHEET_{name}", value)
    monkeypatch.setenv("BROADSHEET_NOW", MONDAY.isoformat())
    assert run("weekly").code == 0
    withdraw(app)
    monkeypatch.setenv("BROADSHEET_NOW", LATER.isoformat())
    notice = Notice(LATER.date(), ROPES.id)
    assert read_period(str(notice)) == notice
    assert f"{notice} file team: sent" in run("weekly").out.replace("\n", "")
    assert "withdrawn" not in run("weekly").out
    written = (tmp_path / "weekly" / f"team-{notice}.md").read_text(encoding="utf-8")
    assert "# A paper has been withdrawn" in written
    feed = (tmp_path / "weekly" / "team.xml").read_text(encoding="utf-8")
    assert (feed.count("<entry>"), "Broadsheet: papers of the week (team)" in feed) == (2, True)
    assert str(Ledger(app.database).newest(Destination("file", "team"), Week)) == str(WEEK)
