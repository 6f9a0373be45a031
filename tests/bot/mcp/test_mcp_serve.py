"""`serve` with BROADSHEET_MCP=yes: agents are answered beside the Slack bot, and Slack notices nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from agents import over_http
from slackbot import ANSWER, QUESTION, application, serving

from bot.local_slack import LocalSlack
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
