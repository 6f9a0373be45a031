"""A call that is given up ends there and then: the model is hung up on, and nothing more is asked for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from agents import command, over_http, within
from mcp import Client, StdioServerParameters
from model_server import Exchange, ModelServer, chunk, model_server, says, streams
from slackbot import application

from bot.app import App
from bot.models.tokens import estimate
from retrieval.archive.database import Database

QUOTE = "longer ropes hold 3 times better"
ANSWER = json.dumps({"claims": [{"text": f"{QUOTE}.", "evidence": [{"source": 1, "quote": QUOTE}]}]})
WORKERS = 4
Connect = Callable[[], AbstractAsyncContextManager[Client]]


@dataclass
class Moody:
    """Answers a question, unless it is about something slow: then it is silent until it is hung up on."""

    begin: tuple[Any, ...] = ()
    slow: list[Exchange] = field(default_factory=list)
    hung_up: list[Exchange] = field(default_factory=list)

    def __call__(self, to: Exchange) -> None:
        if "slowly" not in json.dumps(to.request["messages"][-1]):
            says(ANSWER)(to)
            return
        self.slow.append(to)
        streams(*self.begin)(to)
        to.handler.connection.settimeout(60)
        with suppress(ConnectionError):
            to.handler.connection.recv(1)
        self.hung_up.append(to)


def settings(model: ModelServer, **more: str) -> dict[str, str]:
    """Those with which *model* is asked."""
    env = {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": model.url, "BROADSHEET_MODEL": "openai:some"}
    return {**env, "BROADSHEET_WORKERS": str(WORKERS), "BROADSHEET_MCP_PORT": "0", **more}


@contextmanager
def over(transport: str, folder: Path, model: ModelServer) -> Iterator[Connect]:
    """Where clients come in."""
    with ExitStack() as stack:
        if transport == "stdio":
            application(folder).close()
            started = command(folder)
            env = {**(started.env or {}), **settings(model)}
            yield lambda: Client(StdioServerParameters(**{**started.model_dump(), "env": env}))
            return
        app = application(folder, **settings(model))
        stack.callback(app.close)
        served = stack.enter_context(over_http(app))
        yield lambda: served.client("legacy" if transport == "http, before" else "auto")


async def until(held: Callable[[], bool]) -> None:
    """Wait for it, for as long as the slowest machine may need."""
    for _ in range(3000):
        if held():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


@pytest.mark.parametrize("transport", ["stdio", "http", "http, before"])
def test_half_of_fifty_calls_are_given_up(tmp_path: Path, transport: str) -> None:
    """Twenty-five wait for a model that is silent. They are given up; the other twenty-five are answered."""

    async def talk(connect: Connect, moody: Moody) -> list[Any]:
        async with connect() as client:
            asked = [f"Do {n} longer ropes hold better{' slowly' if n % 2 == 0 else ''}?" for n in range(50)]
            calls = [asyncio.ensure_future(client.call_tool("ask", {"question": question})) for question in asked]
            await until(lambda: len(moody.slow) == WORKERS)  # nobody else can have a turn now
            for call in calls[::2]:
                call.cancel()
            found = await asyncio.gather(*calls, return_exceptions=True)
            await until(lambda: len(moody.hung_up) == len(moody.slow))
            return found

    moody = Moody()
    with model_server(moody) as model, over(transport, tmp_path / "data", model) as connect:
        found = asyncio.run(asyncio.wait_for(talk(connect, moody), 90))
        assert len(model.requests) == len(moody.slow) + 25
    assert all(isinstance(one, asyncio.CancelledError) for one in found[::2])
    assert [one.structured_content["state"] for one in found[1::2]] == ["answered"] * 25


def spent(database: Database) -> list[tuple[str, int, int]]:
    """(purpose, whether it is settled, tokens) of every call to a model."""
    with database.read() as db:
        return [tuple(row) for row in db.execute("SELECT purpose, settled, tokens FROM calls ORDER BY call")]


@pytest.mark.parametrize("begun", [(), (chunk('{"claims": ['),)], ids=["silent", "in mid-answer"])
def test_what_was_asked_is_paid_for_and_no_more(tmp_path: Path, begun: tuple[Any, ...]) -> None:
    """A call that is given up costs what was sent and what had come, not all that was set aside for it."""
    moody = Moody(begin=begun)
    with model_server(moody) as model:
        app = application(tmp_path / "data", **settings(model))
        within(app, lambda client: _given_up(client, lambda: len(moody.slow) == 1, app))
        (request,) = model.requests
    sent = estimate("".join(message["content"] for message in request["messages"]))
    (call,) = spent(app.database)
    assert call == ("answer", 1, sent + (estimate('{"claims": [') if begun else 0))
    app.close()


def test_a_wait_for_another_try_ends_at_once(tmp_path: Path) -> None:
    """An endpoint that asks to come back in a minute is not asked again for somebody who has gone."""

    def busy(to: Exchange) -> None:
        to.head(429, "application/json", Retry_After="40")
        to.send(b'{"error": {"message": "slow down"}}')

    with model_server(busy) as model:
        app = application(tmp_path / "data", **settings(model))
        within(app, lambda client: _given_up(client, lambda: model.served == 1, app))
        assert len(model.requests) == 1
    app.close()


async def _given_up(client: Client, begun: Callable[[], bool], app: App) -> None:
    """Ask, go away once the model was asked, and wait until nothing of it is left."""
    call = asyncio.ensure_future(client.call_tool("ask", {"question": "Do longer ropes hold better, slowly?"}))
    await until(begun)
    call.cancel()
    await until(lambda: all(settled for _, settled, _ in spent(app.database)) and bool(spent(app.database)))
    fresh = await client.call_tool("freshness", {})
    assert fresh.structured_content["papers"] == 3
