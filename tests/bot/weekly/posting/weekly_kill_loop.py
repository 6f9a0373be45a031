"""Kill the weekly post at random moments, week after week, and see that every message stands in the channel once.

    python tests/bot/weekly/posting/weekly_kill_loop.py FOLDER SEED WEEKS KILLS

Each simulated Monday one or two workers wake and are killed with `kill -9`, again and again; then one is left to
finish. A quarter of Slack's answers is lost after the message was taken, one in twenty is a false `internal_error`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

TESTS = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(place) for place in (Path(__file__).parent, TESTS, TESTS / "helpers", TESTS.parent)]

import scipy.cluster.hierarchy  # noqa: F401, E402
import slack_sdk  # noqa: F401, E402
from loopback import in_fork  # noqa: E402
from weekly_made import Routed  # noqa: E402
from weekly_slack import FakeSlack  # noqa: E402

import bot.sinks  # noqa: F401, E402 - imported before the forks, so that each worker starts at once
from bot.app import App  # noqa: E402
from bot.settings import load  # noqa: E402
from bot.settings.weekly import Destination  # noqa: E402
from bot.sinks.slack import SlackSink  # noqa: E402
from bot.slack.wire.pace import Pace  # noqa: E402
from bot.slack.wire.poster import Poster, web_client  # noqa: E402
from bot.weekly.posting import Round, locked  # noqa: E402
from bot.weekly.posting.ledger import Ledger, post_key  # noqa: E402
from bot.weekly.week import Week  # noqa: E402
from retrieval.embed import HashingEmbedder  # noqa: E402
from retrieval.identity import paper_id  # noqa: E402
from retrieval.ingest import embed_pending  # noqa: E402
from retrieval.types import Paper  # noqa: E402

CHANNEL = Destination("slack", "C0000000001")
FIRST = Week(2023, 1)
A_WEEK = 6
LONGEST = 0.1  # seconds a worker may live before it is killed; left alone it needs about as long
SETTLE = timedelta(seconds=0.1)  # far longer than the fake needs for a request
_SUBJECTS = "harbour compass river glacier orchard".split()


def open_app(folder: Path) -> App:
    """The application the workers run."""
    environment = {
        "BROADSHEET_DATA": str(folder),
        "BROADSHEET_EMBEDDER": "hashing",
        "BROADSHEET_WEEKLY_TO": f"slack:{CHANNEL.channel}",
        "BROADSHEET_WEEKLY_TOP": "2",
    }
    return App(load(env=environment))


def fill(folder: Path, weeks: int) -> None:
    """A few papers for each week."""
    app = open_app(folder)
    papers = []
    for n in range(weeks):
        week = FIRST.moved(n)
        for i in range(A_WEEK):
            subject = _SUBJECTS[(n + i) % len(_SUBJECTS)]
            title = f"A {subject} of week {n}, number {i}"
            text = f"We study the {subject}. We find that the {subject} of week {n} holds {i + 2} times longer."
            listed = week.start + timedelta(days=i % 5)
            papers.append(Paper(paper_id(title), title, text, listed_on=listed, upvotes=i, sources=("jsonl",)))
    app.archive.put(papers)
    embed_pending(app.vectors, HashingEmbedder())
    app.close()


def work(folder: Path, url: str, week: Week) -> int:
    """What a worker does on the Monday after *week*."""
    app = open_app(folder)
    poster = Poster(web_client("xoxb-test", url), Pace(0.0), sleep=lambda seconds: None)
    now = datetime.combine(week.end, datetime.min.time(), UTC) + timedelta(hours=9, minutes=1)
    with locked(app, wait=2.0) as mine:
        if mine:
            Round(app, Routed(app.settings, lambda to: SlackSink(poster, to.channel)), now, print, SETTLE).run()
    app.close()
    return 0


def one_monday(folder: Path, url: str, week: Week, kills: int, draw: random.Random) -> dict[int, int]:
    """Kill *kills* workers, then let one finish; 0: how many died, 1: how many with a message on its way."""
    app = open_app(folder)
    ledger = Ledger(app.database)
    died = {0: 0, 1: 0}
    for _ in range(10 * kills):
        if died[0] >= kills:
            break
        pids = [in_fork(lambda: work(folder, url, week)) for _ in range(draw.choice((1, 2)))]
        for pid in pids:
            time.sleep(draw.uniform(0.0, LONGEST))
            os.kill(pid, signal.SIGKILL)
            died[0] += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        if any(part.state == "sending" for part in ledger.parts(CHANNEL, week)):
            died[1] += 1
            time.sleep(SETTLE.total_seconds())
    while not (parts := ledger.parts(CHANNEL, week)) or any(part.state != "sent" for part in parts):
        os.waitpid(in_fork(lambda: work(folder, url, week)), 0)
        time.sleep(SETTLE.total_seconds() / 5)
    app.close()
    return died


def main() -> int:
    """Kill, count, print; 0 if every message of every week is there exactly once."""
    folder, seed, weeks, kills = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    fill(folder, weeks)
    draw = random.Random(seed)
    killed: Counter[int] = Counter()
    slack = FakeSlack(seed, lost=0.25, lies=0.05)
    slack.slow = 0.01
    server = in_fork(lambda: slack.serve_forever() or 0)  # a process of its own: forks of threads may never wake
    for n in range(weeks):
        share = kills * (n + 1) // weeks - kills * n // weeks
        killed.update(one_monday(folder, slack.url, FIRST.moved(n), share, draw))
    with urlopen(f"{slack.url}everything") as answer:
        counts = Counter(message["key"] for message in json.load(answer)["messages"])
    os.kill(server, signal.SIGKILL)
    os.waitpid(server, 0)
    mains = [counts[post_key(FIRST.moved(n), 0)] for n in range(weeks)]
    parts = [count for key, count in counts.items() if "/" in key]
    told = f"{killed[0]} kills, {killed[1]} with a message on its way, {counts.total()} messages"
    print(f"seed {seed}: {weeks} weeks, {told}")
    print(f"main posts: {dict(Counter(mains))}, thread parts: {len(parts)}, {dict(Counter(parts))}")
    return int(set(mains) != {1} or set(parts) != {1} or killed[0] < kills)


if __name__ == "__main__":
    sys.exit(main())
