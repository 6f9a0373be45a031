"""“What you talked about” in the weekly post: of the channel it goes to, and of those everybody may read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from weekly_made import WEEK, open_app
from weekly_memory import Memory, turn

from bot.app import App
from bot.talk.keeping import Kind, Said, delete, keep
from bot.weekly.digest.talked import HEADING, talked


def share(app: App, channel: str, kind: Kind, paper: str, replies: int = 0) -> str:
    """Somebody posts *paper* on the Wednesday of the week; the message's ts."""
    with app.database.read() as db:
        count = db.execute("SELECT count(*) FROM talk_messages").fetchone()[0]
    ts = f"{datetime(2026, 11, 11, 12, tzinfo=UTC).timestamp() + 60 * count:.6f}"
    keep(app.database, kind, Said(channel, ts, ts, "U1", (paper,)))
    for n in range(replies):
        keep(app.database, kind, Said(channel, f"{float(ts) + n + 1:.6f}", ts, "U2"))
    return ts


def test_the_post_tells_what_its_channel_talked_about(tmp_path: Path) -> None:
    """The most talked about first; what a private channel said stands in no other channel's post, and in no mail."""
    app = open_app(tmp_path, weekly_to="slack:C1, slack:C2, mail:team@example.org", shared="yes", smtp="smtp://x:25")
    share(app, "C1", "open", "2611.00011")
    share(app, "C1", "open", "2611.00012", replies=3)
    share(app, "C2", "private", "2611.00021")
    gone = share(app, "C2", "private", "2611.00022")
    delete(app.database, "C2", gone)
    assert [source.title for source in talked(app, WEEK, "C1")] == ["arXiv 2611.00012", "arXiv 2611.00011"]
    assert {source.title for source in talked(app, WEEK, "C2")} == {f"arXiv 2611.000{n}" for n in (11, 12, 21)}
    assert not talked(app, WEEK.moved(1), "C2")
    ledger = turn(app, Memory()).ledger
    turn(app, Memory()).run()
    first, second, mail = (ledger.parts(to, WEEK)[0].body for to in app.settings.weekly_to)
    assert HEADING in first
    assert "2611.00021" not in first
    assert "2611.00021" in second
    assert HEADING not in mail


def test_nothing_is_told_unless_it_is_kept(tmp_path: Path) -> None:
    """Without the setting the post is as it was."""
    app = open_app(tmp_path, weekly_to="slack:C1")
    share(app, "C1", "open", "2611.00011")
    assert talked(app, WEEK, "C1") == ()
