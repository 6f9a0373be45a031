"""Once: what the ledger, the lock and the channel's own history make of failures, restarts and restored backups."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from weekly_made import MONDAY, WEEK, Routed, open_app, week_of_papers
from weekly_slack import FakeSlack, fake_slack

from bot.app import App
from bot.settings.weekly import Destination
from bot.sinks.slack import SlackSink
from bot.slack.wire.pace import Pace
from bot.slack.wire.poster import Poster, web_client
from bot.weekly.posting import Round, locked, run_due
from bot.weekly.posting.ledger import Ledger
from bot.weekly.posting.resolve import resolve
from bot.weekly.posting.subscriptions import subscribe, subscriber, unsubscribe
from bot.weekly.thumbs import papers_at

CHANNEL = Destination("slack", "C1")
POST = ["weekly:2026-W46", "weekly:2026-W46/1", "weekly:2026-W46/2", "weekly:2026-W46/3", "weekly:2026-W46/4"]


def wake(app: App, slack: FakeSlack, now: datetime = MONDAY) -> list[str]:
    """One waking at *now*, with nothing to wait for; what the maintainer is told."""
    told: list[str] = []
    poster = Poster(web_client("xoxb-test", slack.url), Pace(0.0), sleep=lambda seconds: None)
    turn = Round(app, Routed(app.settings, lambda to: SlackSink(poster, to.channel)), now, told.append, timedelta(0))
    turn.run()
    return told


def team(folder: Path, **settings: str) -> App:
    """An application that posts to C1, three papers in the main post."""
    return open_app(folder, weekly_to="slack:C1", weekly_top="3", **settings)


def states(app: App, destination: Destination = CHANNEL) -> list[str]:
    """The states of the week's parts."""
    return [part.state for part in Ledger(app.database).parts(destination, WEEK)]


def test_a_week_is_posted_once_however_often_it_wakes(tmp_path: Path) -> None:
    """The main post in the channel, the parts in its thread; the second waking does nothing."""
    app = team(tmp_path)
    with fake_slack() as slack:
        for hours in (0, 1, 100):
            assert wake(app, slack, MONDAY + timedelta(hours=hours)) == []
        assert slack.keys("C1") == POST
        assert {m.get("thread_ts") for m in slack.messages[1:]} == {slack.messages[0]["ts"]}
        assert all(m["unfurl_links"] is False for m in slack.messages)


def test_an_archive_from_a_backup_posts_nothing_a_second_time(tmp_path: Path) -> None:
    """The channel's own history is asked even when the ledger has never heard of the week."""
    app = team(tmp_path / "now")
    shutil.copytree(tmp_path / "now", tmp_path / "backup")
    with fake_slack() as slack:
        wake(app, slack)
        restored = team(tmp_path / "backup")
        wake(restored, slack)
        assert slack.keys("C1") == POST
        assert set(states(restored)) == {"sent"}


def test_a_refusal_is_told_once_with_its_cure_and_tried_again(tmp_path: Path) -> None:
    """Invited to the channel later, the bot posts by itself."""
    app = team(tmp_path)
    with fake_slack() as slack:
        slack.refuse = "not_in_channel"
        (told,) = wake(app, slack)
        assert "/invite" in told
        assert wake(app, slack) == []
        slack.refuse = ""
        wake(app, slack)
        assert slack.keys("C1") == POST


def test_what_cannot_be_known_stays_unknown_and_is_told_once(tmp_path: Path) -> None:
    """With the answer lost and the history unreadable nothing is sent again, and the maintainer hears of it once."""
    app = team(tmp_path)
    with fake_slack(lost=1.0) as slack:
        slack.deafens = True
        (told,) = wake(app, slack)
        assert "unknown" in told
        assert wake(app, slack, MONDAY + timedelta(hours=1)) == []
        assert states(app)[:2] == ["unknown", "planned"]
        assert slack.keys("C1") == POST[:1]
        slack.deaf = slack.deafens = False
        slack.lost = 0.0
        assert wake(app, slack, MONDAY + timedelta(hours=2)) == []
        assert slack.keys("C1") == POST
        assert set(states(app)) == {"sent"}


def test_without_a_readable_history_nothing_is_even_tried(tmp_path: Path) -> None:
    """The week might be there already, from another archive: it waits, and the maintainer is told why."""
    app = team(tmp_path)
    with fake_slack() as slack:
        slack.deaf = True
        assert len(wake(app, slack)) == 1
        assert set(states(app)) == {"planned"}
        assert slack.keys() == []


@pytest.mark.parametrize(("word", "copies"), [("sent", 0), ("lost", 1)])
def test_the_maintainer_settles_what_nobody_else_can(tmp_path: Path, word: str, copies: int) -> None:
    """`weekly --resolve --assume sent|lost` is the last word where the history cannot be read."""
    app = team(tmp_path)
    told: list[str] = []
    with fake_slack() as slack:
        poster = Poster(web_client("xoxb-test", slack.url), Pace(0.0), sleep=lambda seconds: None)
        turn = Round(
            app, Routed(app.settings, lambda to: SlackSink(poster, to.channel)), MONDAY, told.append, timedelta(0)
        )
        turn.plan(CHANNEL, WEEK)
        ledger = Ledger(app.database)
        ledger.mark(ledger.parts(CHANNEL, WEEK)[0], "unknown", MONDAY, note="Nobody knows.")
        slack.deaf = True
        assert [part.state for part in resolve(turn, None)] == ["unknown"]
        assert [part.state for part in resolve(turn, word)] == ["sent"]
        assert len(slack.keys("C1")) == copies


def test_an_interrupted_sending_is_let_settle(tmp_path: Path) -> None:
    """A request of a killed process may still be on its way: nothing is looked up or sent for a minute."""
    app = team(tmp_path)
    ledger = Ledger(app.database)
    with fake_slack() as slack:
        poster = Poster(web_client("xoxb-test", slack.url), Pace(0.0), sleep=lambda seconds: None)
        turn = Round(app, Routed(app.settings, lambda to: SlackSink(poster, to.channel)), MONDAY, print)
        turn.plan(CHANNEL, WEEK)
        ledger.mark(ledger.parts(CHANNEL, WEEK)[0], "sending", app.settings.clock())
        turn.send_open()
        assert slack.keys() == []
        ledger.mark(ledger.parts(CHANNEL, WEEK)[0], "sending", app.settings.clock() - timedelta(minutes=2))
        turn.send_open()
        assert slack.keys("C1") == POST


def test_a_killed_run_does_not_pay_for_a_second_synthesis(tmp_path: Path) -> None:
    """The text is kept with the key before anything is sent; a script of one run's replies is enough for two."""
    claim = {"name": "x", "claims": []}
    script = tmp_path / "script.json"
    script.write_text(json.dumps([claim] * 6 + ["A line about ropes and winches in strong wind."] * 3 * 2))
    app = team(tmp_path / "data", model=f"scripted:{script}")
    with fake_slack() as slack:
        slack.refuse = "channel_not_found"
        wake(app, slack)
        asked = len(app.bare_model.requests)  # type: ignore[attr-defined]
        slack.refuse = ""
        wake(app, slack)
        assert slack.keys("C1") == POST
        assert len(app.bare_model.requests) == asked > 0  # type: ignore[attr-defined]


def test_a_missed_week_is_made_up_or_given_up_with_a_word(tmp_path: Path) -> None:
    """Three days late it is posted; weeks older than that are recorded as skipped, and told."""
    app = team(tmp_path)
    with fake_slack() as slack:
        wake(app, slack)
        told = wake(app, slack, MONDAY + timedelta(weeks=3, days=3))
        ledger = Ledger(app.database)
        assert [ledger.parts(CHANNEL, WEEK.moved(n))[0].state for n in (1, 2, 3)] == ["skipped", "skipped", "sent"]
        (missed,) = [line for line in told if "too old" in line]
        assert "2026-W48" in missed
        assert "2 weeks in a row" in missed
        assert slack.keys("C1") == [*POST, "weekly:2026-W49"]


def test_a_silent_bot_keeps_silent_about_a_quiet_week(tmp_path: Path) -> None:
    """With BROADSHEET_WEEKLY_QUIET=no a week without papers is recorded and not posted."""
    app = open_app(tmp_path, [], weekly_to="slack:C1", weekly_quiet="no")
    with fake_slack() as slack:
        wake(app, slack)
        assert slack.keys() == []
        assert states(app) == ["skipped"]


def test_a_new_channel_has_missed_nothing(tmp_path: Path) -> None:
    """Set up on a Saturday, the first post is next Monday's, and nobody is told of a missed week."""
    app = team(tmp_path)
    with fake_slack() as slack:
        assert wake(app, slack, MONDAY + timedelta(days=5)) == []
        assert slack.keys() == []
        wake(app, slack, MONDAY + timedelta(days=7))
        assert slack.keys("C1") == ["weekly:2026-W47"]


def test_a_subscriber_gets_just_what_matches_once(tmp_path: Path) -> None:
    """From the Monday after they subscribed, papers on their words only, in their own messages; then it ends."""
    app = open_app(tmp_path)
    who = subscriber("U0000000001")
    with fake_slack() as slack:
        subscribe(app.database, who, "glacier radar, tax law", MONDAY - timedelta(days=3))
        subscribe(app.database, subscriber("U0000000002"), "tax law", MONDAY - timedelta(days=3))
        subscribe(app.database, subscriber("U0000000003"), "glacier radar", MONDAY + timedelta(minutes=1))
        for _ in range(2):
            wake(app, slack)
        assert slack.keys() == slack.keys(who.channel) == POST[:1]
        shown = json.dumps(slack.messages[0]["blocks"])
        assert "Glacier Radar" in shown
        assert "Orchard" not in shown
        unsubscribe(app.database, who)
        wake(app, slack, MONDAY + timedelta(weeks=1))
        assert POST[0] not in slack.keys("U0000000003")
        assert len(slack.keys(who.channel)) == 1


def test_a_thumb_on_a_message_is_about_the_papers_it_shows(tmp_path: Path) -> None:
    """A theme's part of the thread stands for its papers; a message of somebody else for none."""
    app = team(tmp_path)
    with fake_slack() as slack:
        wake(app, slack)
        titles = {paper.id: paper.title for paper in app.archive.list(WEEK.window)}
        shown = [[titles[i] for i in papers_at(app, "C1", m["ts"])] for m in slack.messages]
        # The three best, and under its theme what a theme's sentence cites.
        assert len(shown[0]) >= 3
        assert all(title in str(slack.messages[0]["blocks"]) for title in shown[0])
        assert len({title.split()[0] for title in shown[1]}) == 1
        assert papers_at(app, "C1", "1.2") == papers_at(app, "C2", slack.messages[0]["ts"]) == ()


def test_two_processes_never_post_at_once(tmp_path: Path) -> None:
    """Whoever comes second leaves the round to the first."""
    app = open_app(tmp_path, weekly_to="file")
    with locked(app) as mine, locked(app) as second:
        assert mine
        assert not second
        run_due(app, app.sinks, MONDAY, print)
        assert states(app, Destination("file", "team")) == []
    run_due(app, app.sinks, MONDAY, print)
    assert states(app, Destination("file", "team")) == ["sent"]


def test_the_command_says_what_it_sent(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run by cron it sends what is due, and says where it went; run again, nothing more happens."""
    monkeypatch.setenv("BROADSHEET_NOW", "2026-11-16T09:05")
    monkeypatch.setenv("BROADSHEET_WEEKLY_TO", "file, feed")
    open_app(tmp_path / "data", week_of_papers(WEEK)).close()
    first: Any = run("weekly", "--json").json
    assert {(row["sink"], row["state"]) for row in first} == {("file", "sent"), ("feed", "sent")}
    assert run("weekly", "--json").json == first
    assert run("weekly", "--week", "2026-W47").code == 2
    unsent = run("weekly", "--to", "mail", "--channel", "team@example.org")
    assert unsent.code == 1
    assert "BROADSHEET_SMTP" in unsent.err
    assert run("weekly", "--resolve", "--assume", "maybe").code == 2


def test_a_subscriber_is_reached_through_slack_itself(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing but settings, `broadsheet weekly` opens the direct messages and posts there, once."""
    app = open_app(tmp_path / "data")
    subscribe(app.database, subscriber("U0000000001"), "glacier radar", MONDAY - timedelta(days=3))
    app.close()
    monkeypatch.setenv("BROADSHEET_NOW", "2026-11-16T09:05")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    with fake_slack() as slack:
        monkeypatch.setenv("BROADSHEET_SLACK_URL", slack.url)
        for _ in range(2):
            assert run("weekly").code == 0
        assert [(m["channel"], m["key"]) for m in slack.messages] == [("DU0000000001", POST[0])]


def test_without_a_place_to_send_to_it_says_so(run: Callable[..., Run]) -> None:
    """Nothing configured and nobody subscribed is a question for the user, not silence."""
    result = run("weekly")
    assert result.code == 2
    assert "BROADSHEET_WEEKLY_TO" in result.err


def test_subscriptions_from_the_terminal(run: Callable[..., Run]) -> None:
    """Subscribe, see who has, change, end; wrong addresses and empty topics are told."""
    assert run("subscribe", "--mail", "Ada@Example.org", "state", "space", "models,", "proteins").code == 0
    run("subscribe", "--mail", "ada@example.org", "ropes")
    assert run("subscribe", "--json").json == [{"to": "mail ada@example.org", "topics": ["ropes"], "every": "week"}]
    assert run("subscribe", "--mail", "nobody", "x").code == 2
    assert "ropes" in run("subscribe", "--mail", "ada@example.org").out
    assert "Once a day you get the papers on: ropes" in run("subscribe", "--mail", "ada@example.org", "daily").out
    assert run("subscribe", "--json").json[0]["every"] == "day"
    run("subscribe", "--mail", "ada@example.org", "weekly: ropes, daily life")
    assert run("subscribe", "--json").json[0] == {
        "to": "mail ada@example.org", "topics": ["ropes", "daily life"], "every": "week"
    }  # fmt: skip
    assert "no subscription" in run("subscribe", "--mail", "bo@example.org").out
    assert run("subscribe", "ropes").code == 2
    assert run("subscribe", "--mail", "ada@example.org", ",").code == 2
    assert run("unsubscribe", "--mail", "ada@example.org", "--json").json == {"ended": True}
    assert run("unsubscribe", "--mail", "ada@example.org", "--json").json == {"ended": False}
