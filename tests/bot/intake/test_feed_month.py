"""A month of the Daily Papers with every fault a service has: what is told of a day is true of it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from feed_world import FIRST, HOLIDAY, LATE, World, serving

from bot.app import App
from bot.freshness import DAILY
from bot.intake.feeding import Feeding
from bot.intake.taking import WINDOW, end_of
from bot.settings import load
from retrieval.archive.days import Day, Days
from retrieval.sources.http import PoliteClient


def at(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), UTC)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with serving(World(at(FIRST), random.Random(0))) as running:
        yield running


def wake(folder: Path, world: World) -> dict[date, Day]:
    """One round at the world's time; the ledger after it."""
    env = {"BROADSHEET_DATA": str(folder), "BROADSHEET_HUGGINGFACE_URL": world.url, "BROADSHEET_EMBEDDER": "hashing"}
    app = App(load(env={**env, "BROADSHEET_NOW": world.now.isoformat()}))
    with app.database.read() as db:
        db.execute("PRAGMA synchronous = OFF")  # nothing is killed here, and a disk is slow
    try:
        Feeding(app, client=lambda interval: PoliteClient(sleep=lambda seconds: None)).run()
        _nothing_is_lost(app, world)
        return Days(app.database).known(DAILY, world.now)
    finally:
        app.close()


def _nothing_is_lost(app: App, world: World) -> None:
    """What a good answer held is in the archive."""
    kept = {paper.arxiv_id for paper in app.archive.list()}
    assert world.given <= kept


def check_ledger(known: dict[date, Day], world: World) -> None:
    """Whatever the ledger says of a day, the service has said after that day was over."""
    for day in known.values():
        whole = [papers for d, when, papers, last in world.answers if d == day.day and last and when >= end_of(d)]
        if day.state == "empty":
            assert 0 in whole, f"{day.day} is called empty, and nobody has read it"
            assert not [papers for d, _, papers, _ in world.answers if d == day.day and papers]
        if day.state == "read":
            assert max(whole, default=0) > 0


def check_need(world: World) -> None:
    """A day that is over is read once a day while it lies in the window, and once at all beyond it."""
    ends = [(day, when) for day, when, _, last in world.answers if last]
    over = Counter((day, when.date()) for day, when in ends if when >= end_of(day))
    assert set(over.values()) <= {1}
    for day in {day for day, _ in ends}:
        whole = sorted(when for d, when in ends if d == day and when >= end_of(day))
        assert all(when.date() <= day + timedelta(days=WINDOW) for when in whole[1:])
        filling = sorted(when for d, when in ends if d == day and when < end_of(day))
        assert all(b - a >= timedelta(hours=2) for a, b in pairwise(filling))


def run(folder: Path, world: World, seed: int) -> None:
    """Wake at random over some days, with faults; then three times with none."""
    draw = random.Random(seed)
    world.reset(at(FIRST + timedelta(days=draw.randrange(16, 26)), draw.randrange(24)), seed, draw.uniform(0.1, 0.9))
    begun = world.now.date()
    for _ in range(draw.randrange(3, 7)):
        check_ledger(wake(folder, world), world)
        hours = draw.choice((1, 3, 9, 24, 30, 30 if draw.random() < 0.8 else 24 * 18))
        world.now += timedelta(hours=hours, minutes=draw.randrange(60))
    world.faulty = 0.0
    for _ in range(3):
        world.now += timedelta(hours=25)  # whatever a server asked for is over
        known = wake(folder, world)
        check_ledger(known, world)
    check_need(world)
    today = world.now.date()
    expected = [begun - timedelta(days=WINDOW) + timedelta(days=n) for n in range((today - begun).days + WINDOW)]
    assert {day: known[day].state for day in expected if not known[day].whole} == {}
    for day in expected:
        there = [each for each in world.listed.get(day, []) if each.since < at(today)]
        assert known[day].papers == len(there) or (day == LATE and known[day].papers)


@pytest.mark.parametrize("seeds", [range(12), pytest.param(range(12, 1012), marks=pytest.mark.full)])
def test_empty_is_never_said_of_an_unread_day(tmp_path: Path, world: World, seeds: range) -> None:
    """Whatever fails on the way: no paper is lost, no day read twice in full without need, and empty means read."""
    for seed in seeds:
        run(tmp_path / str(seed), world, seed)


def test_a_day_that_fills_up_late_is_had_whole(tmp_path: Path, world: World) -> None:
    """Papers that are put on a day's page after its end are found while the day lies in the window."""
    for days in (0, 1, 4):
        world.now = at(LATE + timedelta(days=days), 12)
        known = wake(tmp_path, world)
    assert (known[LATE].state, known[LATE].papers) == ("read", 4)
    assert (known[HOLIDAY].state if HOLIDAY in known else "") in ("", "empty")
