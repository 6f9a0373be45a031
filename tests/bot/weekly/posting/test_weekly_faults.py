"""One bad destination or one lost answer: what it must not do to the others, nor to the rest of the post."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Run
from mail_server import mail_server
from weekly_made import MONDAY, WEEK, Routed, open_app
from weekly_memory import BEFORE, CHANNEL, Memory, states, turn

from bot.settings.weekly import Destination
from bot.weekly.posting import Round, run_due
from bot.weekly.posting.delivery import RefusedError, UnknownError
from bot.weekly.posting.ledger import Ledger
from bot.weekly.posting.resolve import resolve
from retrieval.errors import ArchiveError

FILE = Destination("file", "team")


def test_one_bad_address_keeps_nobody_waiting(tmp_path: Path) -> None:
    """A subscriber an older version took is told to the maintainer; the later ones get their mail."""
    with mail_server() as (box, url):
        app = open_app(tmp_path, smtp=url, mail_from="p@example.org")
        for address in ("a:b@example.org", "jörg@example.org", "zoe@example.org"):
            row = ["mail", address, "glacier radar", BEFORE.isoformat()]
            with app.database.write() as db:
                db.execute("INSERT INTO subscriptions (sink, channel, words, since) VALUES (?, ?, ?, ?)", row)
        told: list[str] = []
        run_due(app, app.sinks, MONDAY, told.append)
        assert [mail["To"] for mail in box.mails] == ["zoe@example.org"]
        assert len([line for line in told if "can be mailed" in line]) == 2


def test_a_sender_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A wrong BROADSHEET_MAIL_FROM is a refusal with its cure: nothing was sent, and it is tried again."""
    with mail_server() as (box, url):
        app = open_app(tmp_path, weekly_to="mail:t@example.org", smtp=url, mail_from="jörg@example.org")
        told: list[str] = []
        run_due(app, app.sinks, MONDAY, told.append)
        assert "BROADSHEET_MAIL_FROM" in told[0]
        assert states(app, Destination("mail", "t@example.org")) == ["planned"]
        assert not box.mails


@pytest.mark.parametrize("body", ["{bad", "[1]", "{}"])
def test_a_damaged_text_keeps_nobody_waiting(tmp_path: Path, body: str) -> None:
    """It is told once, the others are posted, and `weekly --week` makes the damaged one anew."""
    app, feed = open_app(tmp_path, weekly_to="feed, file"), Destination("feed", "team")
    told: list[str] = []
    Ledger(app.database).plan(feed, WEEK, [body], MONDAY)
    for minutes in (0, 10):
        Round(app, app.sinks, MONDAY + timedelta(minutes=minutes), told.append, timedelta(0)).run()
    assert len(told) == 1
    assert states(app, FILE) == ["sent"]
    ledger = Ledger(app.database)
    ledger.mark(ledger.parts(feed, WEEK)[0], "planned", MONDAY)
    again = Round(app, app.sinks, MONDAY, told.append, only=[feed])
    again.plan(feed, WEEK)
    again.send_open()
    assert states(app, feed) == ["sent"]


def test_a_fault_nobody_thought_of_keeps_nobody_waiting(tmp_path: Path) -> None:
    """Whatever a sink raises is told with its name; an archive that cannot be written stops the round."""
    app = open_app(tmp_path, weekly_to="slack:C1, slack:C2")
    told: list[str] = []
    bad, good = Memory(sending=RuntimeError("vendor")), Memory()
    both = Round(app, Routed(app.settings, lambda to: bad if to == CHANNEL else good), MONDAY, told.append)
    both.run()
    assert "RuntimeError: vendor" in told[0]
    assert set(states(app, Destination("slack", "C2"))) == {"sent"}
    bad.finding = ArchiveError("The disk is full.")
    both.settle = timedelta(0)
    with pytest.raises(ArchiveError):
        both.send_open()


@pytest.mark.parametrize("fault", [UnknownError("Nobody can read it."), RefusedError("missing_scope")])
def test_a_post_taken_for_sent_gets_no_thread(tmp_path: Path, fault: Exception) -> None:
    """Without its ts there is none: the rest is left out and said to be, not refused every ten minutes."""
    app, sink = open_app(tmp_path, weekly_to="slack:C1"), Memory(sending=UnknownError("Lost."))
    told: list[str] = []
    turn(app, sink).run()
    sink.finding, sink.sending = fault, None
    resolve(turn(app, sink), "sent")
    sink.finding = None
    turn(app, sink, MONDAY + timedelta(hours=1), told).run()
    assert states(app)[0] == "sent"
    assert set(states(app)[1:]) == {"skipped"}
    assert any("left out" in line for line in told)
    assert not sink.kept


def test_a_post_that_can_be_found_gets_its_thread(tmp_path: Path) -> None:
    """The maintainer's word counts only where the channel cannot be read."""
    app, sink = open_app(tmp_path, weekly_to="slack:C1"), Memory(sending=UnknownError("Lost."))
    turn(app, sink).run()
    sink.kept["weekly:2026-W46"], sink.sending = "7.7", None
    resolve(turn(app, sink), "sent")
    turn(app, sink).run()
    assert set(states(app)) == {"sent"}
    assert set(sink.under) == {"7.7"}


def test_a_message_given_up_for_lost_and_refused_is_tried_again(tmp_path: Path) -> None:
    """A refusal is no doubt."""
    app, sink = open_app(tmp_path, weekly_to="slack:C1"), Memory(sending=UnknownError("Lost."))
    turn(app, sink).run()
    sink.sending = RefusedError("not_in_channel")
    assert [part.state for part in resolve(turn(app, sink), "lost")] == ["planned"]
    sink.sending = None
    turn(app, sink).run()
    assert set(states(app)) == {"sent"}


def test_what_is_unknown_stays_so_while_it_cannot_be_looked_for(tmp_path: Path) -> None:
    """A rate limit on the looking is no answer, for however many days: then it is found, and the thread follows."""
    app, sink = open_app(tmp_path, weekly_to="slack:C1"), Memory(sending=UnknownError("Lost."))
    told: list[str] = []
    turn(app, sink, told=told).run()
    sink.kept["weekly:2026-W46"] = "7.7"
    sink.finding, sink.sending = RefusedError("ratelimited"), None
    for day in range(6):
        turn(app, sink, MONDAY + timedelta(days=day), told).run()
        assert states(app)[0] == "unknown"
    assert len(told) == 1
    sink.finding = None
    turn(app, sink, MONDAY + timedelta(days=6)).run()
    assert set(states(app)) == {"sent"}


def test_a_skipped_week_is_sent_when_it_is_asked_for(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`weekly --week` is the cure for whatever was given up; what was sent is not sent again."""
    monkeypatch.setenv("BROADSHEET_NOW", "2026-11-16T09:05")
    app = open_app(tmp_path / "data")
    Ledger(app.database).skip(FILE, WEEK, "It was missed.", BEFORE)
    app.close()
    asked = ("weekly", "--week", str(WEEK), "--to", "file", "--json")
    first = run(*asked).json
    assert [row["state"] for row in first] == ["sent"]
    assert run(*asked).json == first
