"""A month of the Daily Papers' API on loopback, with the faults such a service has, and a clock of its own."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from loopback import running

FIRST, DAYS = date(2026, 10, 5), 40
HOLIDAY, FULL, LATE = date(2026, 10, 14), date(2026, 10, 21), date(2026, 10, 28)
"""An empty weekday, a day of 103 papers, and one whose last papers came two days after it was over."""
_A_DAY = 4


@dataclass(frozen=True)
class Listed:
    """A paper of one day's listing, there from *since* (UTC) on."""

    arxiv_id: str
    day: date
    since: datetime

    def entry(self, now: datetime) -> dict[str, Any]:
        """As the API writes it: upvotes grow for two weeks."""
        title = f"Paper {self.arxiv_id} on {self.day:%A}s"
        paper = {
            "id": self.arxiv_id,
            "title": title,
            "summary": f"We study {title}. We find that it holds {self.arxiv_id[-2:]} times longer than before.",
            "authors": [{"name": "Ada Lovelace", "hidden": False}],
            "publishedAt": f"{self.day - timedelta(days=1)}T18:00:00.000Z",
            "submittedOnDailyAt": f"{self.since:%Y-%m-%dT%H:%M:%S}.000Z",
            "upvotes": min((now - self.since).days + 1, 15),
        }
        return {"paper": paper, "publishedAt": paper["publishedAt"], "title": title, "numComments": 0}


def month() -> dict[date, list[Listed]]:
    """What is listed on each day in the end; weekends and the holiday are empty."""
    found: dict[date, list[Listed]] = {}
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        count = 0 if day.weekday() > 4 or day == HOLIDAY else 103 if day == FULL else _A_DAY
        begin = datetime.combine(day, datetime.min.time(), UTC)
        late = [timedelta(days=3 if day == LATE and i > 1 else 0, hours=(i * 5) % 23) for i in range(count)]
        found[day] = [Listed(f"2610.{n:02d}{i:03d}", day, begin + late[i]) for i in range(count)]
    return found


@dataclass
class World:
    """The service. *now* is its clock; *faulty* is how often an answer is a fault; *answers* are the good ones."""

    now: datetime
    draw: random.Random
    faulty: float = 0.0
    url: str = ""
    listed: dict[date, list[Listed]] = field(default_factory=month)
    answers: list[tuple[date, datetime, int, bool]] = field(default_factory=list)
    """(the day, when, papers up to there, whether it was the last page)."""
    given: set[str] = field(default_factory=set)
    """Papers that were in a good answer."""
    asked: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def reset(self, now: datetime, seed: int, faulty: float) -> None:
        """Begin anew."""
        self.now, self.draw, self.faulty, self.asked = now, random.Random(seed), faulty, 0
        self.answers, self.given = [], set()

    def page(self, day: date, page: int) -> list[dict[str, Any]]:
        """One page of *day*, as far as it has filled up."""
        there = [each for each in self.listed.get(day, []) if each.since <= self.now]
        part = there[100 * page : 100 * page + 100]
        self.given |= {each.arxiv_id for each in part}
        self.answers.append((day, self.now, 100 * page + len(part), len(part) < 100))
        return [each.entry(self.now) for each in part]

    def answer(self, query: dict[str, list[str]]) -> tuple[int, dict[str, str], bytes, bool]:
        """(status, headers, body, whether it is cut half-way)."""
        with self.lock:
            self.asked += 1
            day, page = date.fromisoformat(query["date"][0]), int(query.get("p", ["0"])[0])
            if day > self.now.date():
                return 400, {}, b'{"error": "the date lies in the future"}', False
            if self.draw.random() < self.faulty:
                return self.draw.choice(FAULTS)
            return 200, {}, json.dumps(self.page(day, page)).encode(), False


FAULTS: tuple[tuple[int, dict[str, str], bytes, bool], ...] = (
    (429, {"Retry-After": "1"}, b"slow down", False),
    (429, {"Retry-After": "3600"}, b"slow down", False),
    (500, {}, b"oops", False),
    (503, {}, b"<html>maintenance</html>", False),
    (404, {}, b"nothing", False),
    (200, {}, b'[{"paper": {"id": "2610.00001"', True),
    (200, {}, b'[{"paper": {"id": "2610.0', False),
    (200, {}, b'{"error": "internal"}', False),
    (200, {}, b"<html>Please sign in</html>", False),
    (200, {}, b'[{"paper": {}}]', False),
    (200, {}, b"", False),
)


@contextmanager
def serving(world: World) -> Iterator[World]:
    """*world* on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body, cut = world.answer(parse_qs(urlsplit(self.path).query))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body) * (2 if cut else 1)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Tests print nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    world.url = f"http://127.0.0.1:{http.server_port}"
    with running(http):
        yield world
