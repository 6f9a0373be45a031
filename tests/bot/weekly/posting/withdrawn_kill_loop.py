"""Kill the telling of withdrawals at random moments, and see that each place is told of each paper once.

    python tests/bot/weekly/posting/withdrawn_kill_loop.py FOLDER SEED WEEKS KILLS

Each simulated week is posted; then a paper of it, which was also shown in a thread and to one person, is withdrawn.
Workers wake and are killed with `kill -9`; then one is left to finish. A quarter of Slack's answers is lost.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

TESTS = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(place) for place in (Path(__file__).parent, TESTS, TESTS / "helpers", TESTS.parent)]

from loopback import in_fork  # noqa: E402
from weekly_kill_loop import CHANNEL, FIRST, LONGEST, SETTLE, fill, open_app  # noqa: E402
from weekly_made import Routed, answered  # noqa: E402
from weekly_slack import FakeSlack  # noqa: E402

from bot.sinks.slack import sink_of  # noqa: E402
from bot.slack.wire.pace import Pace  # noqa: E402
from bot.slack.wire.poster import Poster, web_client  # noqa: E402
from bot.weekly.posting import Round, locked  # noqa: E402
from bot.weekly.posting.ledger import Ledger  # noqa: E402
from bot.weekly.week import Week  # noqa: E402

PLACES = (CHANNEL.channel, "C0000000002", "DU0000000001")
"""Where each withdrawal is to be told: the post's channel, a thread, a person."""


def work(folder: Path, url: str, week: Week, days: int) -> int:
    """What a worker does so many *days* after the Monday on which *week* is posted."""
    app = open_app(folder)
    poster = Poster(web_client("xoxb-test", url), Pace(0.0), sleep=lambda seconds: None)
    now = datetime.combine(week.end, datetime.min.time(), UTC) + timedelta(days=days, hours=9, minutes=1)
    with locked(app, wait=2.0) as mine:
        if mine:
            Round(
                app, Routed(app.settings, lambda to: sink_of(poster, to.channel)), now, lambda line: None, SETTLE
            ).run()
    app.close()
    return 0


def withdraw(folder: Path, week: Week) -> str:
    """A paper of *week* is shown twice more, then withdrawn; its id."""
    app = open_app(folder)
    paper = app.archive.list(week.window)[0]
    answered(app, paper, "U0000000002", PLACES[1], f"{week.number}.5")
    answered(app, paper, "U0000000001", PLACES[0], via="url")
    app.archive.put([replace(paper, withdrawn=True)])
    app.close()
    return paper.id


def kill(folder: Path, url: str, week: Week, kills: int, draw: random.Random) -> int:
    """Kill up to *kills* workers, then let them finish; how many died."""
    died = 0
    for _ in range(kills):
        pid = in_fork(lambda: work(folder, url, week, 1))
        time.sleep(draw.uniform(0.0, LONGEST))
        os.kill(pid, signal.SIGKILL)
        died += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
    settle(folder, url, week, 1)
    return died


def settle(folder: Path, url: str, week: Week, days: int) -> None:
    """Wake until nothing is open, and once more."""
    app = open_app(folder)
    for more in (True, False):
        while True:
            time.sleep(SETTLE.total_seconds())
            os.waitpid(in_fork(lambda: work(folder, url, week, days)), 0)
            if not (more and Ledger(app.database).open_parts()):
                break
    app.close()


def main() -> int:
    """Kill, count, print; 0 if every place was told of every paper exactly once."""
    folder, seed, weeks, kills = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    fill(folder, weeks)
    draw, died, gone = random.Random(seed), 0, []
    slack = FakeSlack(seed, lost=0.25, lies=0.05)
    slack.slow = 0.01
    server = in_fork(lambda: slack.serve_forever() or 0)
    for n in range(weeks):
        settle(folder, slack.url, FIRST.moved(n), 0)
        gone.append(withdraw(folder, FIRST.moved(n)))
        died += kill(folder, slack.url, FIRST.moved(n), kills * (n + 1) // weeks - kills * n // weeks, draw)
    with urlopen(f"{slack.url}everything") as answer:
        messages = json.load(answer)["messages"]
    os.kill(server, signal.SIGKILL)
    os.waitpid(server, 0)
    told = Counter((m["key"], m["channel"]) for m in messages if m["key"].startswith("withdrawn:"))
    wanted = {(f"withdrawn:{paper}", place) for paper in gone for place in PLACES}
    print(f"seed {seed}: {weeks} withdrawals, {died} kills, {told.total()} notices for {len(wanted)} places")
    return int(told != Counter(wanted))


if __name__ == "__main__":
    sys.exit(main())
