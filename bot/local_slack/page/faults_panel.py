"""What can go wrong on purpose: a button each, and still there is one answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.local_slack.page.state import Stage
from retrieval.errors import UsageError

TIMES = 3
"""How often a delivery is repeated."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """*run* brings it about; *help* says what is to be seen then."""

    name: str
    label: str
    help: str
    run: Callable[[Stage], object]


def _repeat(stage: Stage) -> None:
    stage.slack.faults.next("delivery", "repeat_parallel", amount=TIMES)


def _again(stage: Stage) -> None:
    done = stage.slack.deliveries
    if not done:
        raise UsageError("Nothing was delivered yet.", "Ask something first.")
    stage.slack.redeliver(done[-1], TIMES, parallel=True)


def _lose(stage: Stage) -> None:
    for where in ("chat.postMessage", "chat.update", "response_url"):
        stage.slack.faults.next(where, "drop_after")


TROUBLES = (
    Trouble("stall", "Stall the model", "Questions wait until you let it go on.", lambda s: s.stall.set(True)),
    Trouble("resume", "Let the model go on", "What waits is answered.", lambda s: s.stall.set(False)),
    Trouble("repeat", "Repeat the next delivery", f"What you do next reaches the bot {TIMES + 1} times.", _repeat),
    Trouble("again", "Repeat the last delivery", f"The last thing reaches the bot {TIMES} times more.", _again),
    Trouble("cut", "Cut the socket", "The bot must connect again.", lambda s: s.slack.cut("rst")),
    Trouble("lose", "Lose the next replies", "Slack takes them, but the bot never hears that it did.", _lose),
    Trouble("restart", "Restart the bot", "What it was doing is taken up again.", lambda s: s.running.restart()),
    Trouble("bad_day", "A bad day", "A few per cent of everything fail.", lambda s: s.slack.faults.bad_day()),
    Trouble("clear", "All is well", "Nothing more goes wrong on purpose.", lambda s: s.slack.faults.clear()),
)


def bring_about(stage: Stage, name: str) -> None:
    """Do what the button *name* says."""
    found = next((trouble for trouble in TROUBLES if trouble.name == name), None)
    if found is None:
        raise UsageError(f"There is no trouble “{name}”.", f"There are: {', '.join(t.name for t in TROUBLES)}.")
    found.run(stage)
