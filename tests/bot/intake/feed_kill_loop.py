"""Kill the feed with `kill -9` at random moments, day after day, and see that nothing is lost and nothing is made up.

    python tests/bot/intake/feed_kill_loop.py FOLDER SEED DAYS KILLS

The service is on loopback, a quarter of its answers are faults. On each simulated day workers start and are killed;
then one is left to finish, with a service that is well.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(place) for place in (TESTS, TESTS / "helpers", TESTS.parent)]

import httpx  # noqa: F401, E402 - imported before the forks, so that each worker starts at once
from feed_world import FIRST, World, serving  # noqa: E402
from loopback import in_fork  # noqa: E402

from bot.app import App  # noqa: E402
from bot.freshness import DAILY  # noqa: E402
from bot.intake.feeding import Feeding, only_feeder  # noqa: E402
from bot.intake.taking import end_of  # noqa: E402
from bot.settings import load  # noqa: E402
from retrieval.archive.days import Days  # noqa: E402
from retrieval.sources.http import PoliteClient  # noqa: E402

LONGEST = 0.3  # seconds a worker may live before it is killed


def open_app(folder: Path, world: World) -> App:
    """The application the workers run, at the world's time."""
    env = {"BROADSHEET_DATA": str(folder), "BROADSHEET_HUGGINGFACE_URL": world.url, "BROADSHEET_EMBEDDER": "hashing"}
    return App(load(env={**env, "BROADSHEET_NOW": world.now.isoformat()}))


def work(folder: Path, world: World) -> int:
    """One round, if no other worker is at it."""
    app = open_app(folder, world)
    with only_feeder(app, wait=1.0) as mine:
        if mine:
            Feeding(app, client=lambda interval: PoliteClient(sleep=lambda seconds: None)).run()
    app.close()
    return 0


def one_day(folder: Path, world: World, kills: int, draw: random.Random) -> int:
    """Kill *kills* workers, then let one finish; how many died."""
    world.faulty, died = 0.25, 0
    for _ in range(10 * kills):
        if died >= kills:
            break
        pid = in_fork(lambda: work(folder, world))
        time.sleep(draw.uniform(0.0, LONGEST))
        os.kill(pid, signal.SIGKILL)
        if os.WIFSIGNALED(os.waitpid(pid, 0)[1]):
            died += 1
        else:  # it was done before it was killed: the next one has work again when the next round is due
            world.now += timedelta(hours=13)
    world.faulty = 0.0
    world.now += timedelta(hours=13)  # whatever a failure waits for is over
    os.waitpid(in_fork(lambda: work(folder, world)), 0)
    return died


def check(folder: Path, world: World) -> None:
    """Every day that is over was read, with all its papers in the archive; empty is what the service said was."""
    app = open_app(folder, world)
    known, kept = Days(app.database).known(DAILY, world.now), {p.arxiv_id for p in app.archive.list()}
    app.close()
    for day in known.values():
        listed = world.listed.get(day.day, [])
        there = {each.arxiv_id for each in listed if day.read and each.since <= day.read}
        assert there <= kept, f"papers of {day.day} are lost"
        assert day.state != "empty" or not there, f"{day.day} is called empty"
        assert day.whole or end_of(day.day) > world.now, f"{day.day} is {day.state}"


def main() -> int:
    """Kill, check, print."""
    folder, seed, days, kills = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    draw, died = random.Random(seed), 0
    with serving(World(datetime(2026, 10, 20, 1, tzinfo=UTC), draw)) as world:
        assert world.now.date() > FIRST
        for n in range(days):
            died += one_day(folder, world, kills * (n + 1) // days - kills * n // days, draw)
            check(folder, world)
            world.now += timedelta(hours=11)
        print(f"seed {seed}: {days} days, {died} kills, {world.asked} requests, {len(world.given)} papers")
    return int(died < kills)


if __name__ == "__main__":
    sys.exit(main())
