"""One bad destination, one lost answer, one wrong clock: what it must not do to the others and to later weeks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Run
from test_weekly_sinks import mail_server
from weekly_made import MONDAY, WEEK, open_app

from bot.app import App
from bot.subscriptions import subscribe, subscriber, unsubscribe
from bot.weekly.delivery import Delivery, RefusedError, Sink, UnknownError
from bot.weekly.ledger import Ledger, Part
from bot.weekly.options import Destination, places
from bot.weekly.post import Round, run_due
from bot.weekly.resolve import resolve
from retrieval.errors import ArchiveError, UsageError

CHANNEL, FILE = Destination("slack", "C1"), Destination("file", "team")
BEFORE = MONDAY - timedelta(days=3)


@dataclass
class Memory:
    """A sink that keeps what it is sent, by key. *finding* and *sending* are raised instead, if they are set."""

    kept: dict[str, str] = field(default_factory=dict)
    under: list[str] = field(default_factory=list)
    finding: Exception | None = None
    sending: Exception | None = None
    meanwhile: Callable[[], object] = lambda: None

    def find(self, part: Part, first: str) -> str | None:
        """The ref of what was kept."""
        if self.finding:
            raise self.finding
        self.meanwhile()
        return self.kept.get(part.key)

    def send(self, part: Part, first: str) -> str:
        """Keep it."""
        if self.sending:
            raise self.sending
        assert part.key not in self.kept
        self.under.append(first)
        return self.kept.setdefault(part.key, f"{len(self.kept)}.5")


def turn(app: App, sink: Sink, now: datetime = MONDAY, told: list[str] | None = None) -> Round:
    """A waking at *now* that sends to *sink*, with nothing to wait for."""
    said = [] if told is None else told
    return Round(app, now, said.append, timedelta(0), open_sink=lambda app, to: sink)


def states(app: App, destination: Destination = CHANNEL) -> list[str]:
    """The states of the week's parts."""
    return [part.state for part in Ledger(app.database).parts(destination, WEEK)]


@pytest.mark.parametrize("address", ["jörg@example.org", "a:b@b.c", "a\u200bb@b.c", "=?utf-8?q?x?=@b.c", "a..b@b.c"])
def test_only_an_address_that_can_be_mailed_is_taken(tmp_path: Path, address: str) -> None:
    """It is told at once, for subscribers and in the settings; whoever came in earlier can still leave."""
    app = open_app(tmp_path)
    with pytest.raises(UsageError, match="address"):
        subscribe(app.database, subscriber(address), "ropes", BEFORE)
    with pytest.raises(ValueError, match="address"):
        places(f"mail:{address}")
    assert unsubscribe(app.database, subscriber(address)) is False


def test_usual_addresses_are_taken(tmp_path: Path) -> None:
    """Tags, dots, hyphens, apostrophes, hosts without a dot."""
    for address in ("ada.l+papers@mail.example.org", "o'neil@x-y.org", "root@localhost"):
        assert subscribe(open_app(tmp_path).database, subscriber(address), "ropes", BEFORE).topics == ("ropes",)


def test_one_bad_address_keeps_nobody_waiting(tmp_path: Path) -> None:
    """A subscriber an older version took is told to the maintainer; the later ones get their mail."""
    with mail_server() as (box, url):
        app = open_app(tmp_path, smtp=url, mail_from="p@example.org")
        for address in ("a:b@example.org", "jörg@example.org", "zoe@example.org"):
            row = ["mail", address, "glacier radar", BEFORE.isoformat()]
            with app.database.write() as db:
                db.execute("INSERT INTO subscriptions VALUES (?, ?, ?, ?)", row)
        told: list[str] = []
        run_due(app, MONDAY, told.append)
        assert [mail["To"] for mail in box.mails] == ["zoe@example.org"]
        assert len([line for line in told if "can be mailed" in line]) == 2


def test_a_sender_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A wrong BROADSHEET_MAIL_FROM is a refusal with its cure: nothing was sent, and it is tried again."""
    with mail_server() as (box, url):
        app = open_app(tmp_path, weekly_to="mail:t@example.org", smtp=url, mail_from="jörg@example.org")
        told: list[str] = []
        run_due(app, MONDAY, told.append)
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
        Round(app, MONDAY + timedelta(minutes=minutes), told.append, timedelta(0)).run()
    assert len(told) == 1
    assert states(app, FILE) == ["sent"]
    ledger = Ledger(app.database)
    ledger.mark(ledger.parts(feed, WEEK)[0], "planned", MONDAY)
    again = Round(app, MONDAY, told.append, only=[feed])
    again.plan(feed, WEEK)
    again.send_open()
    assert states(app, feed) == ["sent"]


def test_a_fault_nobody_thought_of_keeps_nobody_waiting(tmp_path: Path) -> None:
    """Whatever a sink raises is told with its name; an archive that cannot be written stops the round."""
    app = open_app(tmp_path, weekly_to="slack:C1, slack:C2")
    told: list[str] = []
    bad, good = Memory(sending=RuntimeError("vendor")), Memory()
    both = Round(app, MONDAY, told.append, open_sink=lambda app, to: bad if to == CHANNEL else good)
    both.run()
    assert "RuntimeError: vendor" in told[0]
    assert set(states(app, Destination("slack", "C2"))) == {"sent"}
    bad.finding = ArchiveError("The disk is full.")
    both.settle = timedelta(0)
    with pytest.raises(ArchiveError):
        both.send_open()


def test_who_unsubscribes_while_posts_are_made_is_sent_nothing(tmp_path: Path) -> None:
    """The round began with their name on the list; it is looked up again when their post is written down."""
    app, who = open_app(tmp_path, weekly_to="slack:C1"), subscriber("U0000000001")
    subscribe(app.database, who, "glacier radar", BEFORE)
    sink = Memory()
    turn(app, sink).ledger.plan(who, WEEK, ["x"], MONDAY, subscriber=True)
    assert states(app, who) == ["planned"]
    unsubscribe(app.database, who)
    turn(app, sink).plan(who, WEEK, ["glacier radar"])
    turn(app, sink).send_open()
    assert not sink.kept
    assert states(app, who) == ["skipped"]


def test_who_unsubscribes_at_the_last_moment_is_sent_nothing(tmp_path: Path) -> None:
    """Even between looking for their message and sending it."""
    app, who = open_app(tmp_path), subscriber("U0000000001")
    subscribe(app.database, who, "glacier radar", BEFORE)
    sink = Memory(meanwhile=lambda: unsubscribe(app.database, who))
    turn(app, sink).run()
    assert not sink.kept
    assert states(app, who) == ["skipped"]


def test_a_message_in_doubt_is_not_sent_again_to_who_has_left(tmp_path: Path) -> None:
    """Unsubscribing ends what is planned, on its way or unknown, also when the answer comes afterwards."""
    app, who = open_app(tmp_path), subscriber("U0000000001")
    subscribe(app.database, who, "glacier radar", BEFORE)
    sink = Memory(sending=UnknownError("Lost."))
    turn(app, sink).run()
    assert states(app, who) == ["unknown"]
    (part,) = Ledger(app.database).open_parts()
    unsubscribe(app.database, who)
    assert not Ledger(app.database).mark(part, "unknown", MONDAY)
    sink.sending = None
    turn(app, sink, MONDAY + timedelta(hours=1)).run()
    assert not sink.kept
    assert states(app, who) == ["skipped"]


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


def wake_on(folder: Path, sink: Sink, *moments: datetime) -> None:
    """Wake at each of the *moments*, with a clock that shows them."""
    for now in moments:
        app = open_app(folder, [], now=now.strftime("%Y-%m-%dT%H:%M"), weekly_to="slack:C1")
        turn(app, sink, now).run()
        app.close()


MONDAYS = [MONDAY + timedelta(weeks=n) for n in range(8)]


@pytest.mark.parametrize("refused", [False, True])
def test_a_clock_that_was_a_year_ahead_costs_no_week(tmp_path: Path, refused: bool) -> None:
    """What it skipped, or planned and could not send, is made when it is due in its own time; once."""
    sink = Memory(sending=RefusedError("not now") if refused else None)
    wake_on(tmp_path, sink, MONDAY, MONDAY + timedelta(days=364))
    sink.sending = None
    wake_on(tmp_path, sink, *MONDAYS)
    early = [] if refused else ["weekly:2027-W45"]
    assert sorted(sink.kept) == [f"weekly:{WEEK.moved(n)}" for n in range(8)] + early


def test_a_clock_set_back_sends_nothing_twice(tmp_path: Path) -> None:
    """Weeks that stand in the ledger as sent stay so, whenever that was."""
    sink = Memory()
    wake_on(tmp_path, sink, *MONDAYS)
    assert len(sink.kept) == 8
    sink.kept.clear()
    wake_on(tmp_path, sink, *MONDAYS[::-1])
    assert not sink.kept


def test_a_clock_far_behind_posts_no_week_of_long_ago(tmp_path: Path) -> None:
    """A machine that wakes in 1970 is told about its clock, and goes on when it is right."""
    sink, then = Memory(), datetime(1970, 1, 5, 9, 5, tzinfo=UTC)
    told: list[str] = []
    wake_on(tmp_path, sink, MONDAY)
    turn(open_app(tmp_path, [], weekly_to="slack:C1"), sink, then, told).run()
    assert "by the clock" in told[0]
    wake_on(tmp_path, sink, MONDAYS[1])
    assert sorted(sink.kept) == ["weekly:2026-W46", "weekly:2026-W47"]


def test_a_sending_begun_by_a_wrong_clock_is_looked_for_soon(tmp_path: Path) -> None:
    """A minute from now, not when that time comes."""
    app, sink, now = open_app(tmp_path), Memory(), [MONDAY]
    ledger = Ledger(app.database)
    ledger.plan(CHANNEL, WEEK, ["x"], MONDAY)
    ledger.mark(ledger.parts(CHANNEL, WEEK)[0], "sending", MONDAY + timedelta(days=30))
    delivery = Delivery(ledger, lambda: now[0])
    for seconds, sent in ((0, False), (59, False), (61, True)):
        now[0] = MONDAY + timedelta(seconds=seconds)
        assert delivery.deliver(ledger.parts(CHANNEL, WEEK), sink) is sent


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
