"""The page of `broadsheet local --web` for tests: served over a few papers, and asked by a plain HTTP client."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import three_papers

from bot.app import opened
from bot.local_slack.page.access import TOKEN_HEADER
from bot.local_slack.page.serve import page, start_bot
from bot.local_slack.page.server import PageServer
from bot.local_slack.page.stalled_model import Stall
from bot.settings import load
from retrieval.ingest import embed_pending
from retrieval.types import Paper


@contextmanager
def served(
    folder: Path, papers: Sequence[Paper] | None = None, bot: bool = True, embedder: str = "hashing"
) -> Iterator[PageServer]:
    """The page over *papers* (three by default), with the bot connected unless *bot* is False."""
    env = {
        "BROADSHEET_DATA": str(folder / "data"),
        "BROADSHEET_EMBEDDER": embedder,
        "BROADSHEET_INDEX": "exact",
        "BROADSHEET_NOW": "2026-11-22T09:00",
    }
    stall = Stall()
    with opened(load(env=env), before_model=stall.hold) as library, page(library, stall) as server:
        stage = server.stage
        given = three_papers() if papers is None else papers
        if given:
            stage.library.archive.put(given)
            embed_pending(stage.library.vectors, stage.library.embedder)
            stage.papers = len(given)
        if bot:
            start_bot(stage)
        yield server


@dataclass(frozen=True)
class Got:
    """An HTTP answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Client:
    """A browser's manners without the browser: the token as a header, an Origin with every POST."""

    server: PageServer

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str | None) -> Got:
        """*path* comes after the token; *headers* set to None are left out, with _ for -."""
        return self.ask_whole(method, f"/{self.server.door.token}/{path}", body, **headers)

    def ask_whole(self, method: str, path: str, body: bytes | None = None, **headers: str | None) -> Got:
        sent = {"Host": self.host, TOKEN_HEADER: self.server.door.token}
        sent |= {"Origin": f"http://{self.host}"} if method == "POST" else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}  # type: ignore[dict-item]
        with closing(http.client.HTTPConnection(self.host, timeout=20)) as connection:
            connection.request(method, path, body, {n: v for n, v in sent.items() if v is not None})
            answer = connection.getresponse()
            return Got(answer.status, dict(answer.headers), answer.read())

    def act(self, do: str, **given: Any) -> Got:
        return self.ask("POST", "api/act", json.dumps({"do": do, "as": "alice", **given}).encode())

    @contextmanager
    def events(self, user: str = "alice") -> Iterator[Iterator[tuple[str, Any]]]:
        """The stream of a page seen as *user*: pairs of an event's name and its document; each change by itself."""
        with closing(http.client.HTTPConnection(self.host, timeout=20)) as connection:
            path = f"/{self.server.door.token}/api/events?as={user}"
            connection.request("GET", path, headers={TOKEN_HEADER: self.server.door.token})
            answer = connection.getresponse()
            assert answer.status == 200, answer.read()
            yield _events(answer)


def _events(answer: http.client.HTTPResponse) -> Iterator[tuple[str, Any]]:
    name = ""
    for line in answer:
        kind, _, rest = line.decode().rstrip("\n").partition(": ")
        if line.startswith(b":"):
            yield "pulse", None  # so that whoever waits in vain can give up
        elif kind == "event":
            name = rest
        elif kind == "data":
            document = json.loads(rest)
            yield from ((name, one) for one in (document if name == "changes" else [document]))
