"""Agents against the tool server: the SDK's own client in this process, over stdio and over HTTP."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from conftest import ROOT
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from bot.app import App
from bot.mcp.desk import Desk
from bot.mcp.http import beside
from bot.mcp.server import server_of
from bot.mcp.tokens import Tokens


def within(app: App, act: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:
    """What *act* gives with a client of a server over *app*, without a transport between them."""

    async def run() -> Any:
        desk = Desk(app)
        try:
            async with Client(server_of(desk)) as client:
                return await act(client)
        finally:
            desk.close()

    return asyncio.run(asyncio.wait_for(run(), 60))


@dataclass(frozen=True)
class Served:
    """A server over HTTP: its address and the token of a client called laptop."""

    address: str
    token: str

    @property
    def bearer(self) -> dict[str, str]:
        """The header that lets the client in."""
        return {"Authorization": f"Bearer {self.token}"}

    @asynccontextmanager
    async def client(self, mode: Any = "auto", token: str = "") -> AsyncIterator[Client]:
        """The SDK's client, with the token of another if one is given."""
        headers = {"Authorization": f"Bearer {token or self.token}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60) as wire,
            Client(streamable_http_client(self.address, http_client=wire), mode=mode) as client,
        ):
            yield client


@contextmanager
def over_http(app: App) -> Iterator[Served]:
    """A server over *app* on a free port; settings must say port 0."""
    token = Tokens(app.database).make("laptop", app.settings.clock())
    with beside(app) as address:
        yield Served(address, token)


def command(folder: Path, *arguments: str) -> StdioServerParameters:
    """`broadsheet mcp` over the archive in *folder*, as a client starts it."""
    env = {name: os.environ[name] for name in os.environ if name.startswith("BROADSHEET_")}
    env |= {"BROADSHEET_DATA": str(folder), "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    return StdioServerParameters(command=sys.executable, args=["-m", "bot.cli", "mcp", *arguments], env=env, cwd=folder)
