"""Kill the bot again and again with questions in flight, and count afterwards.

Usage: slack_kill_loop.py FOLDER SEED KILLS

The local Slack lives in this process and goes on. The bot is a process of its own, killed with SIGKILL at a random
moment and started again, KILLS times, with up to twenty questions in flight. Slack keeps the books: every command it
saw acknowledged must have led to exactly one terminal message, private or direct, and every mention to one.
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

from kill_loops import Bots, kill, settle, stay  # noqa: E402
from slackbot import access, answers, application  # noqa: E402

from bot.local_slack import LocalSlack  # noqa: E402
from bot.local_slack.delivery import Delivery  # noqa: E402
from bot.local_slack.types import Message  # noqa: E402
from bot.models.extractive import ExtractiveModel  # noqa: E402
from bot.slack.bot import Access, Bot  # noqa: E402

IN_FLIGHT = 20
PEOPLE = ("alice", "bob", "carol")


class SlowModel(ExtractiveModel):
    """The extractive model, but it takes its time."""

    def complete(self, *args: Any, **kwargs: Any) -> Any:
        time.sleep(random.uniform(0.0, 0.15))
        return super().complete(*args, **kwargs)


def serve(folder: Path, access: Access, up: Any) -> None:
    """The bot, until it is killed."""
    stay(Bot(application(folder, SlowModel(), BROADSHEET_QUEUE="10000"), access), up)


class Books:
    """What was asked, by the people of the local Slack."""

    def __init__(self, slack: LocalSlack, folder: Path, seed: int) -> None:
        self.slack = slack
        self.folder = folder
        self.draw = random.Random(seed)
        self.bots = Bots(serve)
        self.commands: list[Delivery] = []
        self.mentions: list[Message] = []

    def bot(self) -> BaseProcess:
        """A bot that is up."""
        return self.bots.up(self.folder, access(self.slack))

    def round(self) -> None:
        """Ask up to twenty things, and kill the bot in the middle of it."""
        process = self.bot()
        end = time.monotonic() + self.draw.uniform(0.02, 0.5)
        for _ in range(self.draw.randrange(IN_FLIGHT // 2, IN_FLIGHT + 1)):
            who = self.draw.choice(PEOPLE)
            if self.draw.random() < 0.7:
                asked = f"Do longer ropes hold {len(self.commands)} times?"
                self.commands.append(self.slack.command(who, "papers", "/ask", asked, wait=False))
            else:
                asked = f"@broadsheet Do longer ropes hold {len(self.mentions)} times?"
                self.mentions.append(self.slack.say(who, "papers", asked, wait=False))
        time.sleep(max(0.0, end - time.monotonic()))
        kill(process)

    def finish(self) -> None:
        """Let a last bot finish: until Slack has heard nothing for a while."""
        settle(self.slack, self.bot(), self.folder, 300)

    def count(self) -> int:
        """0 if everybody got what they should; asks Slack alone."""
        acknowledged = [d for d in self.commands if d.acked is not None]
        private = sum(len([m for m in answers(self.slack.seen(who, "papers")) if not m.in_thread]) for who in PEOPLE)
        direct = sum(len(answers(self.slack.seen(who, "dm"))) for who in PEOPLE)
        taken = Counter(c.path for c in self.slack.calls if c.where == "response_url" and c.outcome == "ok")
        unanswered = [d for d in acknowledged if not any(path in d.payload["response_url"] for path in taken)]
        repeated = sum(n - 1 for n in taken.values())
        # An event that found no bot up at any of its repetitions was never taken, and Slack gives it up.
        taken_up = [m for m in self.mentions if any(d.acked is not None for d in self.slack.deliveries_of(m))]
        threads = Counter(len(answers(self.slack.seen(m.user, "papers", m))) for m in taken_up)
        print(
            f"  {len(self.commands)} commands, {len(acknowledged)} acknowledged: {private} private and {direct} direct"
        )
        print(f"  answers, {len(unanswered)} without a private one, {repeated} sent again in their place after a kill")
        print(f"  {len(taken_up)} of {len(self.mentions)} mentions acknowledged, by number of answers: {dict(threads)}")
        # What was written down but not acknowledged in time is answered too.
        fine = len(acknowledged) <= private + direct <= len(self.commands) and len(unanswered) <= direct
        return int(not fine or set(threads) - {1} != set())


def main() -> int:
    """Kill, restart, count."""
    folder, seed, kills = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    application(folder).close()
    with LocalSlack(retry_scale=0.02) as slack:
        books = Books(slack, folder, seed)
        for _ in range(kills):
            books.round()
        books.finish()
        print(f"seed {seed}, {kills} kills")
        return books.count()


if __name__ == "__main__":
    sys.exit(main())
