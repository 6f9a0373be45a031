"""`broadsheet mcp --http`: who has a token comes in, at a pace; web pages, strangers and floods do not."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from agents import Served, over_http
from conftest import Run
from slackbot import QUESTION, HeldModel, application

from bot.mcp.http import LARGEST
from bot.mcp.pace import Pace
from bot.mcp.tokens import Tokens
from bot.slack.wire import http_server

CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
JSON = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    app = application(tmp_path / "data", BROADSHEET_MCP_PORT="0", BROADSHEET_MCP_CALLS="400")
    with over_http(app) as found:
        yield found
    app.close()


def run_for(act: Any) -> Any:
    return asyncio.run(asyncio.wait_for(act, 60))


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_an_agent_over_http(served: Served, mode: str) -> None:
    """The SDK's client asks in the newest form of the protocol and in the one before, and hears of progress."""
    heard: list[str] = []

    async def progress(done: float, total: float | None, message: str | None) -> None:
        heard.append(message or "")

    async def talk() -> Any:
        async with served.client(mode) as client:
            assert len((await client.list_tools()).tools) == 7
            return await client.call_tool("ask", {"question": QUESTION}, progress_callback=progress)

    assert run_for(talk()).structured_content["state"] == "answered"
    assert len(heard) == 2


def test_strangers_and_web_pages_stay_out(served: Served) -> None:
    """Without a token, with a wrong one, under another host's name or from a page elsewhere nobody gets an answer."""

    def status(**headers: str) -> int:
        return httpx.post(served.address, json=CALL, headers=JSON | headers).status_code

    assert status() == 401
    assert status(Authorization="Bearer bst-wrong") == 401
    assert status(Authorization=f"Basic {served.token}") == 401
    assert status(**served.bearer, Host="rebound.example") == 421
    assert status(**served.bearer, Origin="https://page.example") == 403
    assert status(**served.bearer, Origin="null") == 403
    assert status(**served.bearer) == 400  # let in; the SDK wants a session first
    refusal = httpx.post(served.address, json=CALL, headers=JSON)
    assert refusal.headers["www-authenticate"].startswith("Bearer")
    assert "server" not in refusal.headers


def test_a_guesser_is_slowed_down(served: Served) -> None:
    """After so many wrong tokens a minute an address is told to wait; who has a good one is let in all the same."""
    with httpx.Client() as wire:
        codes = [wire.post(served.address, headers={"Authorization": f"Bearer {n}"}).status_code for n in range(60)]
    assert codes[0] == 401
    assert codes[-1] == 429
    assert httpx.post(served.address, json=CALL, headers=JSON | served.bearer).status_code == 400


def test_garbage_and_huge_requests_end_nothing(served: Served) -> None:
    """What is no JSON, no message, or too large is refused; the next client is answered."""
    for body in (b"", b"\xff\x00", b"[]", b"{}", b'{"jsonrpc":"2.0"}', b"[" * 100_000, b'{"id":' + b"9" * 5000 + b"}"):
        answer = httpx.post(served.address, content=body, headers=JSON | served.bearer)
        assert 400 <= answer.status_code < 500, body[:20]
        assert "Traceback" not in answer.text
    assert httpx.post(served.address, content=b"x" * (LARGEST + 1), headers=JSON | served.bearer).status_code == 413
    with socket.create_connection(("127.0.0.1", httpx.URL(served.address).port or 0)) as raw:
        raw.sendall(b"\x16\x03\x01 no request at all\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 400")
    assert httpx.get(served.address.replace("/mcp", "/etc/passwd"), headers=served.bearer).status_code == 404

    async def talk() -> Any:
        async with served.client() as client:
            huge = await client.call_tool("ask", {"question": "q" * 200_000})
            return huge, await client.call_tool("freshness", {})

    huge, fresh = run_for(talk())
    assert huge.is_error
    assert len(huge.content[0].text) < 300
    assert fresh.structured_content["papers"] == 3


def test_fifty_at_once_are_all_answered(served: Served) -> None:
    """Each gets the answer to its own question."""

    async def talk() -> list[Any]:
        async with served.client() as client:
            return await asyncio.gather(*(client.call_tool("show", {"paper": name}) for name in names))

    names = ["Compass Networks", "Ropes and Harbours", "The Drift of Deltas", "2611.00001", "no such paper"] * 10
    found = run_for(talk())
    assert [result.is_error for result in found] == [False, False, False, False, True] * 10
    assert [r.structured_content["title"] for r in found[:3]] == names[:3]


def test_a_long_answer_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who dawdles is let go; who has asked and waits for a model, however long, is not taken for one of them."""
    monkeypatch.setattr(http_server, "IDLE", 0.3)
    model = HeldModel()
    app = application(tmp_path / "data", model, BROADSHEET_MCP_PORT="0")

    async def talk(served: Served) -> Any:
        async with served.client() as client:
            call = asyncio.ensure_future(client.call_tool("ask", {"question": QUESTION}))
            while not model.prompts:
                await asyncio.sleep(0.01)
            await asyncio.sleep(1.5)
            model.free.set()
            return await call

    with over_http(app) as served, socket.create_connection(("127.0.0.1", httpx.URL(served.address).port or 0)) as idle:
        assert run_for(talk(served)).structured_content["state"] == "answered"
        with suppress(ConnectionResetError):
            assert idle.recv(1) == b""
    app.close()


def test_cancelled_calls_give_their_place_back(tmp_path: Path) -> None:
    """Calls given up before their turn are never begun; more than may wait are told so, and later ones are answered."""
    model = HeldModel()
    settings = {"BROADSHEET_MCP_PORT": "0", "BROADSHEET_WORKERS": "1", "BROADSHEET_QUEUE": "3"}
    app = application(tmp_path / "data", model, **settings)

    async def talk(served: Served) -> tuple[Any, Any]:
        async with served.client() as client:
            questions = [f"Do {n} longer ropes hold better?" for n in range(4)]
            waiting = [asyncio.ensure_future(client.call_tool("ask", {"question": q})) for q in questions]
            while not model.prompts:
                await asyncio.sleep(0.01)
            busy = await client.call_tool("freshness", {})
            for call in waiting:
                call.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            model.free.set()
            for _ in range(200):
                later = await client.call_tool("freshness", {})
                if not later.is_error:
                    break
                await asyncio.sleep(0.02)
            return busy, later

    with over_http(app) as served:
        busy, later = run_for(talk(served))
    assert busy.content[0].text == "Too many calls are waiting.\nWait a few seconds, then call again."
    assert later.structured_content["papers"] == 3
    assert len(model.prompts) == 1
    app.close()


def test_a_client_keeps_to_its_pace(tmp_path: Path) -> None:
    """A flood from one client is told to wait; the client beside it is not slowed down."""
    app = application(tmp_path / "data", BROADSHEET_MCP_PORT="0", BROADSHEET_MCP_CALLS="10")
    with over_http(app) as served:
        other = {"Authorization": f"Bearer {Tokens(app.database).make('other', app.settings.clock())}"}
        with httpx.Client(headers=JSON | served.bearer) as wire:
            flood = [wire.post(served.address, json=CALL) for _ in range(20)]
        assert [answer.status_code for answer in flood[:10]] == [400] * 10
        assert flood[-1].status_code == 429
        assert 1 <= int(flood[-1].headers["retry-after"]) <= 60
        assert httpx.post(served.address, json=CALL, headers=JSON | other).status_code == 400
    app.close()


def test_pace_fills_up_again() -> None:
    """Whoever waits as long as was said comes in, and not before; nobody saves up more than a minute's worth."""
    pace = Pace(2)
    assert [pace.wait("a", 0.0) for _ in range(2)] == [0.0, 0.0]
    wait = pace.wait("a", 0.0)
    assert wait == 30.0
    assert pace.wait("a", 29.0) > 0
    assert pace.wait("a", 31.0) == 0.0
    assert [bool(pace.wait("a", 10_000.0)) for _ in range(3)] == [False, False, True]
    assert pace.wait("b", 10_000.0) == 0.0


def test_usage_is_counted_by_token(tmp_path: Path, run: Callable[..., Run]) -> None:
    """What a client's questions cost stands under the name its token was made for, whatever it calls itself."""
    model = HeldModel()
    model.free.set()
    app = application(tmp_path / "data", model, BROADSHEET_MCP_PORT="0")

    async def talk(served: Served) -> Any:
        async with served.client("legacy") as client:
            return await client.call_tool("ask", {"question": QUESTION})

    with over_http(app) as served:
        assert not run_for(talk(served)).is_error
    assert {row["user"] for row in run("usage", "--json").json} == {"mcp:laptop"}
    app.close()


def test_a_token_is_shown_once_and_ends_at_once(served: Served, run: Callable[..., Run], tmp_path: Path) -> None:
    """It is made, listed and revoked by a command; the archive's file holds no token; a revoked one opens nothing."""
    made = run("mcp", "token", "desk", "--json").json["token"]
    assert run("mcp", "token", "desk").code == 2
    assert run("mcp", "token", "no/name").code == 2
    assert [row["name"] for row in run("mcp", "tokens", "--json").json] == ["desk", "laptop"]
    assert made not in run("mcp", "tokens").out
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir() if path.is_file())
    assert made.encode() not in kept

    async def talk() -> Any:
        async with served.client(token=made) as client:
            return await client.call_tool("freshness", {})

    assert not run_for(talk()).is_error
    assert run("mcp", "revoke", "desk").code == 0
    assert run("mcp", "revoke", "desk").code == 2
    bearer = {"Authorization": f"Bearer {made}"}
    assert httpx.post(served.address, json=CALL, headers=JSON | bearer).status_code == 401


def test_a_session_is_its_owners(served: Served, tmp_path: Path, run: Callable[..., Run]) -> None:
    """Another client cannot go on with a session, even if it learns its id."""
    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}}
    begin = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}
    begun = httpx.post(served.address, json=begin, headers=JSON | served.bearer)
    session = {"Mcp-Session-Id": begun.headers["mcp-session-id"]}
    other = {"Authorization": f"Bearer {run('mcp', 'token', 'other', '--json').json['token']}"}
    assert httpx.post(served.address, json=CALL, headers=JSON | served.bearer | session).status_code == 200
    assert httpx.post(served.address, json=CALL, headers=JSON | other | session).status_code == 404


def test_it_does_not_start_open(tmp_path: Path, run: Callable[..., Run], jsonl: Path, monkeypatch: Any) -> None:
    """Without a token for anybody it does not start, nor where another listens; both say what to do."""
    run("ingest", str(jsonl))
    told = run("mcp", "--http")
    assert told.code == 2
    assert "broadsheet mcp token laptop" in told.err
    run("mcp", "token", "laptop")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("BROADSHEET_MCP_PORT", str(taken.getsockname()[1]))
        told = run("mcp", "--http")
    assert told.code == 1
    assert "BROADSHEET_MCP_PORT" in told.err
    assert told.out == ""
