"""Many commands at once while the model stalls: all acknowledged in time, each answered exactly once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from slackbot import HeldModel, answers, application, serving

from bot.local_slack import LocalSlack

SLACKS_LIMIT = 3.0


def storm(folder: Path, mode: str, commands: int, stall: float) -> None:
    """*commands* from three people at once, the model silent for *stall* seconds, then let go."""
    model = HeldModel()
    app = application(folder, model, BROADSHEET_QUEUE=str(commands))
    with LocalSlack() as slack, serving(app, slack, mode) as bot:
        begun = time.monotonic()
        sent = [
            slack.command(
                ("alice", "bob", "carol")[n % 3], "papers", "/ask", f"Do longer ropes hold {n} times?", wait=False
            )
            for n in range(commands)
        ]
        waits = sorted(delivery.wait(30).acked or 99.0 for delivery in sent)
        print(f"{mode}: {commands} commands, p99 {waits[int(0.99 * len(waits))]:.3f} s, worst {waits[-1]:.3f} s")
        assert waits[-1] < SLACKS_LIMIT
        assert all(d.ack.get("text") == "Looking…" for d in sent)
        time.sleep(max(0.0, stall - (time.monotonic() - begun)))
        model.free.set()
        slack.wait(lambda: bot.jobs.unfinished() == 0, 120)
        got = [m for who in ("alice", "bob", "carol") for m in answers(slack.seen(who, "papers"))]
        assert len(got) == commands
        assert len({d.payload["response_url"] for d in sent}) == commands
        assert len(model.prompts) == commands


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_a_hundred_at_once_with_a_stalled_model(tmp_path: Path, mode: str) -> None:
    """A hundred commands are acknowledged within Slack's three seconds though the model says nothing for ten."""
    storm(tmp_path, mode, 100, stall=10)


@pytest.mark.full
@pytest.mark.parametrize("commands", [100, 500])
@pytest.mark.parametrize("mode", ["socket", "http"])
def test_five_hundred_at_once_with_a_stalled_model(tmp_path: Path, mode: str, commands: int) -> None:
    """So are five hundred, and the model may be silent for a minute."""
    storm(tmp_path, mode, commands, stall=60)
