"""Kill the weekly post while it mails and writes its feed: nobody gets a week twice, and what is unsure is said so.

    python tests/bot/weekly/posting/weekly_kill_mail.py FOLDER SEED WEEKS KILLS-A-WEEK

Five addresses and a feed. The mail server keeps every message it has read whole, and hangs up on one in ten before it
has said so.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(place) for place in (Path(__file__).parent, TESTS, TESTS / "helpers", TESTS.parent)]

import feedparser  # noqa: E402
from aiosmtpd.smtp import SMTP  # noqa: E402
from loopback import in_fork  # noqa: E402
from weekly_kill_loop import FIRST, LONGEST, SETTLE, fill  # noqa: E402

from bot.app import App  # noqa: E402
from bot.settings import load  # noqa: E402
from bot.settings.weekly import Destination  # noqa: E402
from bot.weekly.posting import Round, locked  # noqa: E402
from bot.weekly.posting.ledger import Ledger  # noqa: E402
from bot.weekly.week import Week  # noqa: E402

PEOPLE = [Destination("mail", f"{name}@example.org") for name in ("ada", "grace", "alan", "emmy", "kurt")]
FEED = Destination("feed", "team")
_HANGS_UP = 0.1


class Mailbox:
    """Writes down whom each message was for, as soon as it was read whole; then it may hang up."""

    def __init__(self, taken: Path, seed: int) -> None:
        self._taken, self._draw = taken, random.Random(seed)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a message."""
        with self._taken.open("a") as file:
            file.write(f"{envelope.rcpt_tos[0]} {envelope.content.decode().split('Message-ID: ')[1].split()[0]}\n")
        if self._draw.random() < _HANGS_UP:
            server.transport.abort()
        return "250 taken"


def serve(listening: socket.socket, taken: Path, seed: int) -> int:
    """The mail server, until it is killed."""
    loop = asyncio.new_event_loop()
    box = Mailbox(taken, seed)
    loop.run_until_complete(loop.create_server(lambda: SMTP(box, loop=loop), sock=listening))
    loop.run_forever()
    return 0


def open_app(folder: Path, port: int) -> App:
    """The application the workers run."""
    places = [str(place).replace(" ", ":") for place in (*PEOPLE, FEED)]
    environment = {
        "BROADSHEET_DATA": str(folder),
        "BROADSHEET_EMBEDDER": "hashing",
        "BROADSHEET_WEEKLY_TO": ", ".join(places),
        "BROADSHEET_SMTP": f"smtp://127.0.0.1:{port}",
        "BROADSHEET_MAIL_FROM": "papers@example.org",
    }
    return App(load(env=environment))


def work(folder: Path, port: int, week: Week) -> int:
    """What a worker does on the Monday after *week*."""
    app = open_app(folder, port)
    now = datetime.combine(week.end, datetime.min.time(), UTC) + timedelta(hours=9, minutes=1)
    with locked(app, wait=2.0) as mine:
        if mine:
            Round(app, app.sinks, now, lambda line: None, SETTLE).run()
    app.close()
    return 0


def one_monday(folder: Path, port: int, week: Week, kills: int, draw: random.Random) -> None:
    """Kill *kills* workers, then let one finish."""
    for _ in range(kills):
        pids = [in_fork(lambda: work(folder, port, week)) for _ in range(draw.choice((1, 2)))]
        for pid in pids:
            time.sleep(draw.uniform(0.0, LONGEST))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    for _ in range(3):
        os.waitpid(in_fork(lambda: work(folder, port, week)), 0)
        time.sleep(SETTLE.total_seconds())


def main() -> int:
    """Kill, count, print; 0 if nobody got a week twice and the ledger is right about every mail."""
    folder, seed, weeks, kills = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    fill(folder, weeks)
    listening = socket.create_server(("127.0.0.1", 0))
    taken, port = folder / "taken", listening.getsockname()[1]
    taken.touch()
    server = in_fork(lambda: serve(listening, taken, seed))
    draw = random.Random(seed)
    for n in range(weeks):
        one_monday(folder, port, FIRST.moved(n), kills, draw)
    os.kill(server, signal.SIGKILL)
    os.waitpid(server, 0)
    mails = Counter(taken.read_text().splitlines())
    app = open_app(folder, port)
    parts = [p for n in range(weeks) for to in PEOPLE for p in Ledger(app.database).parts(to, FIRST.moved(n))]
    states = Counter(part.state for part in parts)
    entries = Counter(entry.id for entry in feedparser.parse((folder / "weekly" / "team.xml").read_bytes()).entries)
    print(f"seed {seed}: {len(mails)} mails in {weeks} weeks, {dict(Counter(mails.values()))}; ledger {dict(states)}")
    print(f"feed: {len(entries)} entries, {dict(Counter(entries.values()))}")
    sure = states["sent"] <= len(mails) and states["sent"] + states["unknown"] == len(parts) == weeks * len(PEOPLE)
    return int(not sure or set(mails.values()) != {1} or set(entries.values()) != {1} or len(entries) != weeks)


if __name__ == "__main__":
    sys.exit(main())
