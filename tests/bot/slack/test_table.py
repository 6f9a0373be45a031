"""Papers side by side in Slack: a table where the workspace draws one, the same as text where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from local_app import refusal, web
from slackbot import answers, application, serving

from bot.local_slack import LocalSlack
from bot.local_slack.checks import blocks as checks
from bot.local_slack.prompt.plain_text import message_text
from bot.local_slack.types import Message
from bot.slack.manifest import manifest

COMPARE = "compare Compass Networks, Ropes and Harbours by method, code"


def asked(slack: LocalSlack) -> Message:
    """The answer to a comparison asked for in a channel."""
    question = slack.say("alice", "papers", f"@broadsheet {COMPARE}")
    slack.wait(lambda: answers(slack.seen("alice", "papers", question)))
    return answers(slack.seen("alice", "papers", question))[-1]


def posts(slack: LocalSlack) -> list[str]:
    """What came of each message the bot posted."""
    return [call.outcome for call in slack.calls if call.where == "chat.postMessage"]


def test_papers_side_by_side_are_a_table(tmp_path: Path) -> None:
    """A header and a row a paper; its title leads to it, each cell is a quote or "not said"."""
    with LocalSlack(manifest()) as slack, serving(application(tmp_path), slack):
        shown = asked(slack)
        [table] = [block for block in shown.blocks if block["type"] == "table"]
        assert [len(row) for row in table["rows"]] == [3, 3, 3]
        assert "not said" in message_text(slack.workspace, shown)
        assert "paper | method | code" in message_text(slack.workspace, shown)
        assert "Compass Networks" in shown.text  # what notifications and screen readers get


def test_a_workspace_without_tables_gets_the_same_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused for its blocks, the answer comes again without the table, once, in public and in private."""
    monkeypatch.delitem(checks.BLOCKS, "table")
    with LocalSlack(manifest()) as slack, serving(application(tmp_path), slack):
        shown = asked(slack)
        assert "method: “We introduce a compass network with 12 needles.”" in message_text(slack.workspace, shown)
        slack.wait(lambda: posts(slack) == ["invalid_blocks", "ok"])
        slack.command("alice", "papers", "/compare", "Compass Networks, Ropes and Harbours")
        slack.wait(lambda: "method: “" in message_text(slack.workspace, slack.seen("alice", "papers")[-1]))


def test_the_local_slack_refuses_what_slack_refuses_of_a_table() -> None:
    """Two tables, more than twenty cells, a cell that is a section, one without words, a setting nobody knows."""
    cell = {"type": "raw_text", "text": "x"}

    def fault(*tables: dict[str, object]) -> str:
        client = web(slack)
        blocks = [{"type": "table", **table} for table in tables]
        return str(refusal(lambda: client.chat_postMessage(channel="C00PAPERS", text="x", blocks=blocks)))

    with LocalSlack(manifest()) as slack:
        assert web(slack).chat_postMessage(
            channel="C00PAPERS", text="x", blocks=[{"type": "table", "rows": [[cell] * 20] * 100}]
        )["ok"]
        assert "only_one_table_allowed" in fault({"rows": [[cell]]}, {"rows": [[cell]]})
        assert "no more than 20" in fault({"rows": [[cell] * 21]})
        assert "no more than 100" in fault({"rows": [[cell]] * 101})
        assert "unsupported type" in fault({"rows": [[{"type": "section", "text": "x"}]]})
        assert "more than 0 characters" in fault({"rows": [[{"type": "raw_text", "text": ""}]]})
        assert "additional property" in fault({"rows": [[cell]], "column_settings": [{"width": 3}]})
