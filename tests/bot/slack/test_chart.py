"""How a topic moves, in Slack: a chart where the workspace draws one, the same as text where it does not."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import paper
from local_app import refusal, web
from slackbot import answers, application, serving

from bot.app import App
from bot.local_slack import LocalSlack
from bot.local_slack.checks import blocks as checks
from bot.local_slack.checks.blocks import check_blocks
from bot.local_slack.prompt.plain_text import message_text
from bot.local_slack.types import Message
from bot.render.slack import messages
from bot.slack.manifest import manifest
from bot.slack.outcome import Outcome
from bot.types import Chart, Reply, Section


def harbour(folder: Path) -> App:
    """Two weeks with papers on rope, one between them that nobody read, and the papers there are."""
    app = application(folder)
    days = (date(2026, 10, 13), date(2026, 10, 27))
    app.archive.put([paper(f"Rope {n}", "We splice rope.", listed_on=day) for n, day in enumerate(days)])
    return app


def asked(slack: LocalSlack) -> Message:
    question = slack.say("alice", "papers", "@broadsheet trend of rope, compass by week")
    slack.wait(lambda: answers(slack.seen("alice", "papers", question)))
    return answers(slack.seen("alice", "papers", question))[-1]


def posts(slack: LocalSlack) -> list[str]:
    """What came of each message the bot posted."""
    return [call.outcome for call in slack.calls if call.where == "chat.postMessage"]


def test_a_trend_is_a_chart_and_a_gap_is_no_zero(tmp_path: Path) -> None:
    """A group of bars a week, a bar a topic; the week that nobody read says so. Behind it stand the numbers as text."""
    with LocalSlack(manifest()) as slack, serving(harbour(tmp_path), slack):
        shown = asked(slack)
        [block] = [block for block in shown.blocks if block["type"] == "data_visualization"]
        rope, compass = block["chart"]["series"]
        assert [point["label"] for point in rope["data"]][:3] == ["2026-W42", "2026-W43 not read", "2026-W44"]
        assert [point["value"] for point in rope["data"]][:3] == [100.0, 0.0, 100.0]
        assert compass["name"] == "compass"
        assert "1 of 1" in shown.text
        assert "rope: 2026-W42 100.0, 2026-W43 not read 0.0" in message_text(slack.workspace, shown)


def test_a_workspace_without_charts_gets_even_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused for the chart, it comes again, once, as it was before there were charts: in type of one width."""
    monkeypatch.delitem(checks.BLOCKS, "data_visualization")
    with LocalSlack(manifest()) as slack, serving(harbour(tmp_path), slack):
        shown = asked(slack)
        assert "rich_text_preformatted" in str(shown.blocks)
        assert "1 of 1" in message_text(slack.workspace, shown)
        slack.wait(lambda: posts(slack) == ["invalid_blocks", "ok"])


LONG = "on-policy distillation of very large language models"


@pytest.mark.parametrize(
    ("names", "weeks", "drawn"),
    [
        ((LONG, "x"), 20, True),
        ((LONG, LONG + " too"), 20, False),
        (("x",), 21, False),
        (("",), 2, False),
        ((), 2, False),
    ],
)
def test_a_chart_is_within_slack_s_limits(names: tuple[str, ...], weeks: int, drawn: bool) -> None:
    """Names are cut; what Slack would refuse (too many times, two names alike) is told as text."""
    times = tuple(f"{date(2026, 1, 5) + timedelta(weeks=n):%Y-W%W} not read at all" for n in range(weeks))
    made = Chart("Share of the papers, " * 9, "% " * 90, times, tuple((name, (0.5,) * weeks) for name in names))
    [message] = messages(Reply(sections=(Section("“x”", ("2026-W01  50.0%",), lined=True),), chart=made))
    assert check_blocks(list(message.blocks)) == []
    assert ("data_visualization" in str(message.blocks)) == drawn
    assert "50.0%" in message.text
    assert Outcome.from_json(asdict(Outcome(Reply(chart=made), "url"))).reply.chart == made


def test_the_local_slack_refuses_what_slack_refuses_of_a_chart() -> None:
    """Three charts, a name of 21 characters, two alike, a value that is no number, a point too few."""

    def chart(name: str = "x", value: Any = 1, label: str = "a", more: tuple[str, ...] = ()) -> dict[str, Any]:
        series = [{"name": each, "data": [{"label": label, "value": value}]} for each in (name, *more)]
        inside = {"type": "bar", "series": series, "axis_config": {"categories": ["a"]}}
        return {"type": "data_visualization", "title": "t", "chart": inside}

    def fault(*blocks: dict[str, Any]) -> str:
        client = web(slack)
        return str(refusal(lambda: client.chat_postMessage(channel="C00PAPERS", text="x", blocks=list(blocks))))

    with LocalSlack(manifest()) as slack:
        assert web(slack).chat_postMessage(channel="C00PAPERS", text="x", blocks=[chart(), chart()])["ok"]
        assert "no more than 2 charts" in fault(chart(), chart(), chart())
        assert "less than 21 characters" in fault(chart("y" * 21))
        assert "must be unique" in fault(chart(more=("x",)))
        assert "must be a number" in fault(chart(value=True))
        assert "must match the categories" in fault(chart(label="b"))
