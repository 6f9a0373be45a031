"""Kill the bot again and again while people share papers, take some back and reply; then compare with the channels.

Usage: shared_kill_loop.py FOLDER SEED KILLS

The local Slack lives in this process and goes on, and so does a server that stands for arXiv. What was said while no
bot was up is read from the channels' past by the next one. In the end what is kept must be what stands in the channels,
each share once, and every paper must be in the archive.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(place) for place in (Path(__file__).parent, TESTS, TESTS / "helpers", TESTS.parent)]

from arxiv_feed import feed  # noqa: E402
from kill_loops import Bots, kill, stay  # noqa: E402
from servers import serving  # noqa: E402
from slackbot import access, application  # noqa: E402

from bot.local_slack import LocalSlack  # noqa: E402
from bot.local_slack.types import Message  # noqa: E402
from bot.slack.bot import Access, Bot  # noqa: E402
from bot.slack.manifest import manifest  # noqa: E402
from bot.talk import Share, shares  # noqa: E402
from retrieval.text.arxiv_ids import ids_in  # noqa: E402

PLACES = {"papers": ("alice", "bob", "carol"), "lab": ("alice", "bob")}
PAPERS = [f"2401.{n:05d}" for n in range(1, 25)]


def serve(folder: Path, access: Access, settings: dict[str, str], up: Any) -> None:
    """The bot, until it is killed."""
    stay(Bot(application(folder, **settings), access), up)


class Channels:
    """What people do in two channels."""

    def __init__(self, slack: LocalSlack, folder: Path, seed: int, arxiv: str) -> None:
        self.slack = slack
        self.folder = folder
        self.draw = random.Random(seed)
        self.settings = {
            "BROADSHEET_SHARED": "yes",
            "BROADSHEET_NOW": "",
            "BROADSHEET_FETCH_NAMED": "yes",
            "BROADSHEET_ARXIV_URL": arxiv,
        }
        self.bots = Bots(serve, ("bot.intake", "httpx"))
        self.said: dict[str, list[Message]] = {place: [] for place in PLACES}

    def bot(self) -> BaseProcess:
        """A bot that is up."""
        return self.bots.up(self.folder, access(self.slack), self.settings)

    def act(self) -> None:
        """Somebody shares a paper, replies, or takes something back."""
        place = self.draw.choice(list(PLACES))
        who, mine = self.draw.choice(PLACES[place]), self.said[place]
        kind = self.draw.random()
        if kind < 0.6 or not mine:
            text = f"look: https://arxiv.org/abs/{self.draw.choice(PAPERS)}"
            mine.append(self.slack.say(who, place, text, wait=False))
        elif kind < 0.8:
            mine.append(self.slack.say(who, place, "hm", self.draw.choice(mine), wait=False))
        else:
            message = mine.pop(self.draw.randrange(len(mine)))
            alone = not self.slack.workspace.replies(message) and not message.in_thread
            if kind < 0.9 and alone:
                self.slack.retract(message, wait=False)
            else:
                mine.append(self.slack.edit(message, f"rather {self.draw.choice(PAPERS)}", wait=False))

    def round(self) -> None:
        """Do a few things, and kill the bot in the middle of them; then a few while there is none."""
        process = self.bot()
        end = time.monotonic() + self.draw.uniform(0.02, 0.6)
        for _ in range(self.draw.randrange(4, 10)):
            self.act()
        time.sleep(max(0.0, end - time.monotonic()))
        kill(process)

    def standing(self) -> Counter[tuple[str, str, str]]:
        """(paper, channel, ts) of what stands in the channels."""
        messages = [m for m in self.slack.workspace.messages() if m.user != "U00BROAD" and not m.tombstone]
        return Counter((paper, m.channel, m.ts) for m in messages for paper in ids_in(m.text))

    def kept(self, app: Any) -> list[Share]:
        """What is kept of both channels: #lab may be told of #papers too."""
        return shares(app.database, "C00LAB")

    def settle(self) -> int:
        """0 if a last bot makes what is kept the same as what stands there, and has every paper."""
        process, app = self.bot(), application(self.folder, **self.settings)
        until = time.monotonic() + 120
        while True:
            kept = Counter((share.paper, share.channel, share.ts) for share in self.kept(app))
            wanted = {paper for paper, _, _ in kept}
            with app.database.read() as db:
                here = {row[0].removeprefix("arxiv:") for row in db.execute("SELECT name FROM aliases")}
            if (kept == self.standing() and wanted <= here) or time.monotonic() > until:
                break
            time.sleep(0.2)
        kill(process)
        print(f"  {sum(self.standing().values())} shares stand in the channels, {sum(kept.values())} are kept")
        print(f"  {len(wanted)} papers, {len(wanted - here)} of them not fetched")
        lost, ghosts = self.standing() - kept, kept - self.standing()
        print(
            f"  {len(lost)} lost, {len(ghosts)} that are there no more, {max(kept.values(), default=0)} times at most"
        )
        return int(bool(lost or ghosts or wanted - here or max(kept.values(), default=1) > 1))


def main() -> int:
    """Kill, restart, compare."""
    folder, seed, kills = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    application(folder).close()
    papers = feed(*((name, f"Paper {name}", f"We present the thing of {name}. It holds.") for name in PAPERS))
    with LocalSlack(manifest(), retry_scale=0.02) as slack, serving(papers) as arxiv:
        channels = Channels(slack, folder, seed, arxiv.url)
        for _ in range(kills):
            channels.round()
        print(f"seed {seed}, {kills} kills")
        return channels.settle()


if __name__ == "__main__":
    sys.exit(main())
