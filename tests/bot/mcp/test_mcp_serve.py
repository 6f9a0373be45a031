"""`serve` with BROADSHEET_MCP=yes: agents are answered beside the Slack bot, and Slack notices nothing."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import httpx
import pytest
from agents import over_http
from slackbot import ANSWER, QUESTION, application, serving

from bot.cli.slack import agents_beside
from bot.local_slack import LocalSlack
from bot.mcp.tokens import Tokens
from bot.slack.manifest import manifest


def test_slack_and_agents_are_answered_by_one_process(tmp_path: Path) -> None:
    """A person and an agent ask at once; both are answered; what an agent names is not fetched."""
    app = application(tmp_path / "data", BROADSHEET_MCP_PORT="0", BROADSHEET_FETCH_NAMED="yes")
    theirs = app.reading()
    assert app.settings.fetch_named
    assert not theirs.settings.fetch_named
    assert theirs.searcher is app.searcher

    async def talk(served: Any) -> Any:
        async with served.client() as client:
            asked = await client.call_tool("ask", {"question": QUESTION})
            return asked, await client.call_tool("show", {"paper": "2405.21060"})

    with LocalSlack(manifest()) as slack, serving(app, slack) as bot, over_http(theirs) as served:
        slack.command("alice", "papers", "/ask", QUESTION)
        asked, named = asyncio.run(asyncio.wait_for(talk(served), 60))
        slack.wait(lambda: bot.jobs.unfinished() == 0, 20)
        assert ANSWER in slack.seen("alice", "papers")[-1].text
    assert asked.structured_content["state"] == "answered"
    assert named.is_error
    app.close()


def test_serve_answers_agents_only_if_it_is_told_to(tmp_path: Path) -> None:
    """BROADSHEET_MCP=yes opens the door while the bot serves, and no longer; without it nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/mcp"
    app = application(tmp_path / "data", BROADSHEET_MCP_PORT=str(port))
    Tokens(app.database).make("laptop", app.settings.clock())
    with agents_beside(app), pytest.raises(httpx.ConnectError):
        httpx.post(address)
    app = application(tmp_path / "data", BROADSHEET_MCP_PORT=str(port), BROADSHEET_MCP="yes")
    with agents_beside(app):
        assert httpx.post(address).status_code == 401
    with pytest.raises(httpx.ConnectError):
        httpx.post(address)
