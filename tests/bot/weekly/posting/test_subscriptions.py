"""Who may subscribe, and that nothing is sent to who has left."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from weekly_made import MONDAY, WEEK, open_app
from weekly_memory import BEFORE, Memory, states, turn

from bot.settings.weekly import places
from bot.sinks import check
from bot.weekly.posting.delivery import UnknownError
from bot.weekly.posting.ledger import Ledger
from bot.weekly.posting.subscriptions import subscribe, subscriber, unsubscribe
from retrieval.errors import UsageError


@pytest.mark.parametrize("address", ["jörg@example.org", "a:b@b.c", "a\u200bb@b.c", "=?utf-8?q?x?=@b.c", "a..b@b.c"])
def test_only_an_address_that_can_be_mailed_is_taken(tmp_path: Path, address: str) -> None:
    """It is told at once, for subscribers and in the settings; whoever came in earlier can still leave."""
    app = open_app(tmp_path)
    with pytest.raises(UsageError, match="address"):
        subscribe(app.database, subscriber(address), "ropes", BEFORE)
    with pytest.raises(ValueError, match="address"):
        check(places(f"mail:{address}"))
    assert unsubscribe(app.database, subscriber(address)) is False


def test_usual_addresses_are_taken(tmp_path: Path) -> None:
    """Tags, dots, hyphens, apostrophes, hosts without a dot."""
    for address in ("ada.l+papers@mail.example.org", "o'neil@x-y.org", "root@localhost"):
        assert subscribe(open_app(tmp_path).database, subscriber(address), "ropes", BEFORE).topics == ("ropes",)


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
