"""What was shared in one channel and who hears of it: many channels, people and askers, in any order of events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slackbot import application

from bot.app import App
from bot.shared.reply import shared
from bot.slack.hearing import Hearing
from bot.talk import shares

OPEN, PRIVATE, OUTSIDE = ("C1", "C2"), ("C3", "C4", "C5"), ("C6",)
CHANNELS = (*OPEN, *PRIVATE, *OUTSIDE)
PEOPLE = ("U1", "U2", "U3")
QUESTIONS = ("", "what did we talk about?", "papers shared this year", "who posted 2401.00003?", "what did U2 share?")
Event = dict[str, Any]
Deed = tuple[str, int, int, int]
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(("say", "say", "say", "reply", "edit", "delete", "leave", "return", "react")),
        st.integers(0, len(CHANNELS) - 1),
        st.integers(0, len(PEOPLE) - 1),
        st.integers(0, 40),
    ),
    max_size=30,
)


@dataclass
class Workspace:
    """Channels as they are; every paper is named in one message only, so that it tells where it is from."""

    heard: Hearing
    clock: int = 0
    said: dict[tuple[str, str], str] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)

    def ts(self) -> str:
        self.clock += 1
        return f"{1_750_000_000 + self.clock}.000000"

    def paper(self) -> str:
        return f"2401.{self.clock:05d}"

    def do(self, deed: Deed) -> None:
        what, c, p, n = deed
        channel, user, ts = CHANNELS[c], PEOPLE[p], self.ts()
        mine = sorted(place for place in self.said if place[0] == channel)
        old = mine[n % len(mine)] if mine else None
        if what == "leave":
            self.away.add(channel)
            self.said = {place: paper for place, paper in self.said.items() if place[0] != channel}
            self.heard.left({"channel": channel, "event_ts": ts})
        elif what == "return":
            self.away.discard(channel)
        elif channel in self.away or (old is None and what in ("reply", "edit", "delete", "react")):
            return
        elif what in ("say", "reply"):
            self.said[channel, ts] = self.paper()
            thread = {"thread_ts": old[1]} if what == "reply" and old else {}
            self.hear(channel, {"user": user, "ts": ts, "text": f"see {self.paper()}", **thread})
        elif old and what == "edit":
            self.said[old] = self.paper()
            message = {"user": user, "ts": old[1], "text": f"rather {self.paper()}", "edited": {"ts": ts}}
            self.hear(channel, {"subtype": "message_changed", "ts": ts, "message": message})
        elif old and what == "delete":
            del self.said[old]
            self.hear(channel, {"subtype": "message_deleted", "ts": ts, "deleted_ts": old[1]})
        elif old:
            item = {"type": "message", "channel": channel, "ts": old[1]}
            self.heard.reaction({}, {"type": "reaction_added", "user": user, "reaction": "eyes", "item": item})

    def hear(self, channel: str, event: Event) -> None:
        kind = "group" if channel in PRIVATE else "channel"
        body = {"is_ext_shared_channel": channel in OUTSIDE}
        self.heard.hear(body, {"type": "message", "channel": channel, "channel_type": kind, **event})

    def may_be_told(self, place: str) -> set[str]:
        """What the rules allow: a place's own, and of open channels, unless strangers are listening there."""
        return {
            paper
            for (channel, _), paper in self.said.items()
            if channel == place or (channel in OPEN and place not in OUTSIDE)
        }


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    return application(tmp_path_factory.mktemp("shared"), BROADSHEET_SHARED="yes")


def workspace(app: App) -> Workspace:
    from bot.talk.keeping import forget

    forget(app.database)
    return Workspace(Hearing(app.database, "UBOT", lambda body, event: "", lambda channel, thread: False))


@given(DEEDS, st.sampled_from(QUESTIONS), st.sampled_from(PEOPLE))
def test_nothing_crosses(app: App, deeds: Sequence[Deed], question: str, user: str) -> None:
    """Whoever asks, wherever, in whatever words: of private channels they are told in these alone, and only what stands
    there still.
    """
    there = workspace(app)
    there.hear("C6", {"user": "U1", "ts": there.ts(), "text": "hello"})
    for deed in deeds:
        there.do(deed)
    asked = "2401.00003"  # what a question itself names is said again
    for place in ("", "D9", "C7", *CHANNELS):
        allowed = there.may_be_told(place)
        assert {share.paper for share in shares(app.database, place)} == allowed
        told = shared(app, question, user, place)
        assert set(re.findall(r"2401\.\d{5}", str((told.sources, told.paragraphs)))) <= allowed | {asked}
        assert {source.title for source in told.sources} <= {f"arXiv {paper}" for paper in allowed}


@given(st.permutations(range(4)), st.integers(0, 3))
def test_late_and_repeated_events_come_to_the_same(app: App, order: Sequence[int], again: int) -> None:
    """A message, its edits and its end, delivered in any order and one of them twice: it is gone."""
    there = workspace(app)
    first = {"user": "U1", "ts": "1750000001.000000", "text": "2401.00001"}
    edits: list[Event] = [
        {
            "subtype": "message_changed",
            "message": {**first, "text": f"2401.0000{n}", "edited": {"ts": f"17500000{n}.0"}},
        }
        for n in (20, 21)
    ]
    events = [first, *edits, {"subtype": "message_deleted", "deleted_ts": first["ts"]}]
    for n in (*order, again):
        there.hear("C3", events[n])
    assert shares(app.database, "C3") == []


def test_a_channel_that_becomes_private_is_closed_at_once(app: App) -> None:
    """What was said while it was open is told nowhere else as soon as anything shows that it is private now."""
    there = workspace(app)
    there.do(("say", 0, 0, 0))
    assert shares(app.database, "")
    event = {"type": "message", "channel": "C1", "channel_type": "group", "user": "U1", "ts": there.ts(), "text": "hm"}
    there.heard.hear({}, event)
    assert shares(app.database, "") == []
    assert len(shares(app.database, "C1")) == 1
