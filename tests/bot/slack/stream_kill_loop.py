"""Kill the bot again and again while answers grow in Slack, and count afterwards.

Usage: stream_kill_loop.py FOLDER SEED KILLS

The local Slack lives in this process and keeps the books: how each answer stood at every change. The bot is killed with
SIGKILL while at least one answer is being streamed, at a random moment, and started again, KILLS times; its model
says the same in another order each time. In the end there must be one answer a question, whole, and whatever
stood in one at any time must stand in it still.
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

import drafting  # noqa: E402
from drafting import DraftingModel  # noqa: E402
from growing import growing, streamed  # noqa: E402
from kill_loops import Bots, kill, settle, stay  # noqa: E402
from slackbot import access, answers, application  # noqa: E402

from bot.local_slack import LocalSlack  # noqa: E402
from bot.local_slack.types import Message  # noqa: E402
from bot.slack import stream  # noqa: E402
from bot.slack.bot import Access, Bot  # noqa: E402

AT_ONCE = 6
PAPERS = ("Ropes and Harbours", "Compass Networks", "The Drift of Deltas")


class Moody(DraftingModel):
    """Takes its time, and begins anywhere."""

    def complete(self, *given: Any, **more: Any) -> Any:
        ordered = drafting.drafted

        def shuffled(evidence: Any) -> list[dict[str, Any]]:
            claims = ordered(evidence)
            random.shuffle(claims)
            return claims

        drafting.drafted = shuffled
        try:
            return super().complete(*given, **more)
        finally:
            drafting.drafted = ordered


def serve(folder: Path, access: Access, up: Any) -> None:
    """The bot, until it is killed."""
    stream.AFTER = stream.GAP = 0.02
    random.seed()
    model = Moody(before=lambda number: time.sleep(random.uniform(0.0, 0.1)))
    stay(Bot(application(folder, model, BROADSHEET_QUEUE="10000", BROADSHEET_WORKERS=str(AT_ONCE)), access), up)


class Books:
    """What was asked, and how it stood."""

    def __init__(self, slack: LocalSlack, folder: Path, seed: int) -> None:
        self.slack, self.folder, self.draw = slack, folder, random.Random(seed)
        self.bots = Bots(serve, ("drafting",))
        self.asked: list[Message] = []
        self.hit = 0

    def bot(self) -> BaseProcess:
        """A bot that is up."""
        return self.bots.up(self.folder, access(self.slack))

    def round(self) -> None:
        """Ask a few things, and kill the bot while an answer that it began grows."""
        process, old = self.bot(), {m.ts for m in growing(self.slack)}
        for _ in range(self.draw.randrange(1, AT_ONCE)):
            channel = self.draw.choice(["papers", "dm"])
            text = f"@broadsheet Do longer ropes hold {len(self.asked)} times?"
            self.asked.append(self.slack.say(self.draw.choice(["alice", "bob"]), channel, text, wait=False))
        until = time.monotonic() + 20
        while time.monotonic() < until and not {m.ts for m in growing(self.slack)} - old:
            time.sleep(0.002)
        time.sleep(self.draw.uniform(0.0, 0.15))
        kill(process)
        self.hit += len({m.ts for m in growing(self.slack)} - old)

    def finish(self) -> None:
        """Let a last bot finish: until Slack has heard nothing for a while."""
        settle(self.slack, self.bot(), self.folder, 600)

    def count(self) -> int:
        """0 if everybody got one whole answer, and nothing that stood was taken back."""
        taken = [m for m in self.asked if any(d.acked is not None for d in self.slack.deliveries_of(m))]
        seen = {m.ts: answers(self.slack.seen(self._who(m), m.channel, m)) for m in taken}
        number = Counter(map(len, seen.values()))
        grown, withdrawn = streamed(self.slack)
        unfinished = len(growing(self.slack))
        # Whoever is hit in all its starts before anything is shown is told so instead.
        owed = [m for found in seen.values() for m in found if not m.text.startswith("I failed at this several times")]
        parts = [m for m in owed if not any(name in str(m.blocks) for name in PAPERS)]
        for message in parts[:3]:
            print("   ", repr(message.text))
        print(f"  {self.hit} answers hit in mid-stream; {len(taken)} questions taken of {len(self.asked)}")
        print(f"  by number of answers: {dict(number)}; {grown} streamed, {withdrawn} with a claim withdrawn,")
        print(f"  {unfinished} never ended, {len(parts)} without their sources")
        return int(set(number) - {1} != set() or bool(withdrawn or unfinished or parts))

    def _who(self, message: Message) -> str:
        return self.slack.workspace.users[message.user].name


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
