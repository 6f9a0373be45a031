"""Many commands at once while the model stalls: all acknowledged in time, each answered exactly once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from slackbot import HeldModel, answers, application, serving

from bot.local_slack import LocalSlack

SLACKS_LIMIT = 3.0


def storm(folder: Path, mode: str, commands: int, stall: float, timed: bool) -> None:
    """*commands* from three people at once, the model silent until all are acknowledged and for *stall* seconds.

    *timed*: each is acknowledged in the time that Slack gives it, too, which a busy machine may not keep.
    """
    model = HeldModel()
    app = application(folder, model, BROADSHEET_QUEUE=str(commands))
    with LocalSlack(patience=SLACKS_LIMIT if timed else 120.0) as slack, serving(app, slack, mode) as bot:
        begun = time.monotonic()
        sent = [
            slack.command(
                ("alice", "bob", "carol")[n % 3], "papers", "/ask", f"Do longer ropes hold {n} times?", wait=False
            )
            for n in range(commands)
        ]
        waits = sorted(delivery.wait(120).acked or 120.0 for delivery in sent)
        print(f"{mode}: {commands} commands, p99 {waits[int(0.99 * len(waits))]:.3f} s, worst {waits[-1]:.3f} s")
        assert all(delivery.acked for delivery in sent)
        assert not timed or waits[-1] < SLACKS_LIMIT
        assert not model.free.is_set()
        assert all(d.ack.get("text") == "Looking…" for d in sent)
        time.sleep(max(0.0, stall - (time.monotonic() - begun)))
        model.free.set()
        slack.wait(lambda: bot.jobs.unfinished() == 0, 120)
        got = [m for who in ("alice", "bob", "carol") for m in answers(slack.seen(who, "papers"))]
        assert len(got) == commands
        assert len({d.payload["response_url"] for d in sent}) == commands
        assert len(model.prompts) == commands


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_many_at_once_with_a_stalled_model(tmp_path: Path, mode: str) -> None:
    """Forty commands are acknowledged while the model says nothing at all, and answered when it speaks."""
    storm(tmp_path, mode, 40, stall=0, timed=False)


@pytest.mark.full
@pytest.mark.parametrize("commands", [100, 500])
@pytest.mark.parametrize("mode", ["socket", "http"])
def test_hundreds_at_once_are_acknowledged_in_time(tmp_path: Path, mode: str, commands: int) -> None:
    """A hundred and five hundred within Slack's three seconds, and the model may be silent for a minute."""
    storm(tmp_path, mode, commands, stall=60, timed=True)
