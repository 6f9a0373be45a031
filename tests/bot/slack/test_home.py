"""The Home tab: what its reader follows, with a button that ends each; what was shared; how fresh the archive is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from slackbot import application, serving

from bot.app import App
from bot.local_slack import LocalSlack
from bot.slack.bot import Bot
from bot.slack.manifest import manifest
from bot.talk import shares
from bot.weekly.digest.followed import Followed
from bot.weekly.follows import end, follow, followed
from retrieval.archive.days import Days

COMPASS = "https://arxiv.org/abs/2611.00001"


def shown(slack: LocalSlack, bot: Bot, who: str = "alice") -> str:
    """The Home tab of *who*, opened now."""
    slack.open_home(who)
    slack.wait(lambda: bot.jobs.unfinished() == 0)
    return str(slack.home(who))


def follows(app: Any, who: str = "U00ALICE") -> list[str]:
    return [str(item) for item in followed(app, who)]


def test_a_button_ends_what_it_stands_beside(tmp_path: Path) -> None:
    """Each follow has a button; pressed, that one is ended, and the tab shows the others. Nobody else's is touched."""
    with LocalSlack(manifest()) as slack, serving(application(tmp_path), slack) as bot:
        library = bot.desk.library
        assert "home_unfollow" not in shown(slack, bot)
        follow(library, "rope, winches, by: Ada Lovelace", "U00ALICE")
        follow(library, "rope", "U00BOB")
        home = shown(slack, bot)
        assert [told in home for told in ("Papers on rope", "Papers by Ada Lovelace", "once a week")] == [True] * 3
        pressed = slack.home("alice")
        assert pressed
        slack.click("alice", pressed, "home_unfollow", "rope")
        slack.wait(lambda: "Papers on rope" not in str(slack.home("alice")))
        assert "Papers on winches" in str(slack.home("alice"))
        slack.click("alice", pressed, "home_unfollow", "rope")  # from a tab that another window still shows
        slack.wait(lambda: bot.jobs.unfinished() == 0)
        assert (follows(library), follows(library, "U00BOB")) == (["winches", "by: Ada Lovelace"], ["rope"])


def test_two_buttons_pressed_at_once_both_count(tmp_path: Path) -> None:
    """Two workers end one thing each: neither undoes the other, and the tab shows none of them in the end."""
    with LocalSlack(manifest()) as slack, serving(application(tmp_path), slack) as bot:
        names = [f"harbour {n}" for n in range(8)]
        follow(bot.desk.library, ", ".join([*names, "rope"]), "U00ALICE")
        shown(slack, bot)
        for name in names:
            slack.click("alice", slack.home("alice") or "", "home_unfollow", name, wait=False)
        slack.wait(lambda: follows(bot.desk.library) == ["rope"])
        slack.wait(lambda: "harbour" not in str(slack.home("alice")))


def test_what_two_people_change_at_once_is_all_kept(tmp_path: Path) -> None:
    """In a channel several people add and end follows in the same moment: each of them counts."""
    app: App = application(tmp_path)
    follow(app, ", ".join(f"old {n}" for n in range(8)), "C00PAPERS")
    with ThreadPoolExecutor(8) as pool:
        for n in range(8):
            pool.submit(follow, app, f"new {n}", "C00PAPERS")
            pool.submit(end, app, [Followed("topic", f"old {n}")], "C00PAPERS")
    assert sorted(follows(app, "C00PAPERS")) == [f"new {n}" for n in range(8)]
    app.close()


def test_what_was_shared_lately_is_shown_and_nothing_of_a_private_channel(tmp_path: Path) -> None:
    """Who posted which paper in an open channel; a private channel's is on nobody's Home tab, its members' neither."""
    with LocalSlack(manifest()) as slack, serving(
        application(tmp_path, BROADSHEET_SHARED="yes", BROADSHEET_NOW=""), slack
    ) as bot:  # fmt: skip
        database = bot.desk.library.database
        slack.say("alice", "lab", "secret: https://arxiv.org/abs/2401.00077")
        said = slack.say("alice", "papers", f"have a look: {COMPASS}")
        slack.wait(lambda: {(s.who, s.where) for s in shares(database, "C00LAB")} >= {("alice", "papers")})
        for who in ("alice", "bob", "carol"):
            home = shown(slack, bot, who)
            assert "Shared lately" in home
            assert "shared by alice in #papers" in home
            assert "2401.00077" not in home
        slack.retract(said)
        assert "Shared lately" not in shown(slack, bot, "bob")


@pytest.mark.parametrize("kind", ["none", "read"])
def test_when_papers_were_last_fetched_is_told(tmp_path: Path, kind: str) -> None:
    """The moment of the last fetch, in the zone of the settings, and the last day that was read; else nothing of it."""
    app = application(tmp_path, BROADSHEET_TIMEZONE="Europe/Berlin")
    if kind == "read":
        moment = datetime(2026, 11, 21, 5, 12, tzinfo=UTC)
        Days(app.database).read("huggingface", date(2026, 11, 20), 3, moment, True)
        Days(app.database).read("huggingface", date(2026, 11, 19), 3, moment.replace(hour=4), True)
    with LocalSlack(manifest()) as slack, serving(app, slack) as bot:
        told = "Last fetched on 21 Nov 2026 at 06:12, up to 20 Nov 2026." in shown(slack, bot)
        assert told == (kind == "read")
        assert ("Last fetched" in str(slack.home("alice"))) == told
