"""What a channel follows: posted there, each paper once with its reason, beside or inside the post it gets anyway."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from weekly_made import MONDAY, WEEK, open_app, week_of_papers
from weekly_memory import BEFORE, Memory, turn

from bot.app import App
from bot.settings.weekly import Destination
from bot.weekly.follows import follow, followed, unfollow
from bot.weekly.period import Day
from bot.weekly.posting.ledger import Ledger
from bot.weekly.posting.subscriptions import subscribe, subscriber

HERE = Destination("slack", "C0000000001")


def bodies(app: App) -> str:
    """The week's post of the channel."""
    return "\n".join(part.body for part in Ledger(app.database).parts(HERE, WEEK))


def ready(folder: Path, **settings: str) -> App:
    """An archive whose channel has followed glaciers since before the week was over."""
    app = open_app(folder, **settings)
    subscribe(app.database, subscriber(HERE.channel), "glacier radar", BEFORE - timedelta(days=30))
    return app


def test_what_a_channel_follows_is_posted_there_once(tmp_path: Path) -> None:
    """A channel without a weekly post gets its own, with the reason for each paper, however often we wake."""
    app, sink = ready(tmp_path), Memory()
    turn(app, sink).run()
    turn(app, sink, MONDAY + timedelta(hours=1)).run()
    assert len(sink.kept) == 1
    assert "Papers for this channel" in bodies(app)
    assert "“glacier radar”" in bodies(app)
    assert "Harbour Robots" not in bodies(app)


def test_a_channel_with_a_weekly_post_gets_one_post(tmp_path: Path) -> None:
    """What it follows is a section of that post: no paper stands in it twice, and its topics file counts as before."""
    app, sink = ready(tmp_path, weekly_to=f"slack:{HERE.channel}", weekly_top="4"), Memory()
    turn(app, sink).run()
    main = Ledger(app.database).parts(HERE, WEEK)[0].body
    assert "What this channel follows" in main
    assert "“glacier radar”" in main
    for each in week_of_papers(WEEK):
        assert bodies(app).count(f'"text": "{each.title}"') <= 1, each.title


def test_a_channel_may_follow_daily(tmp_path: Path) -> None:
    """Asked for every day, it comes every day; unfollowed, nothing comes any more."""
    app = open_app(tmp_path)
    told = follow(app, "glacier radar", HERE.channel, Day)
    assert told.paragraphs == (
        "This channel follows papers on glacier radar. What is new comes once a day, here in the channel.",
    )
    assert [str(item) for item in followed(app, HERE.channel)] == ["glacier radar"]
    assert "no more" in unfollow(app, "1", HERE.channel).paragraphs[0]
    assert not followed(app, HERE.channel)


@pytest.mark.parametrize("workers", [2])
def test_two_workers_post_it_once(tmp_path: Path, workers: int) -> None:
    """Two rounds at the same time over one archive: the ledger lets one of them send."""
    ready(tmp_path).close()
    sink = Memory()
    for _ in range(workers):
        turn(open_app(tmp_path), sink).run()
    assert len(sink.kept) == 1
