"""Many answers that grow at once: each question is acknowledged in time, each answer is one and whole."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from drafting import DraftingModel
from growing import growing, streamed, told
from slackbot import answers, application, serving

from bot.local_slack import LocalSlack
from bot.slack import stream

PEOPLE = ("alice", "bob", "carol")
SLACKS_LIMIT = 3.0


@pytest.mark.parametrize("questions", [8, *(pytest.param(many, marks=pytest.mark.full) for many in (100, 500))])
@pytest.mark.parametrize("mode", ["socket", "http"])
def test_many_answers_grow_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, questions: int) -> None:
    """Eight, a hundred, five hundred mentions and direct messages: none of their answers loses a claim that stood."""
    for wait in ("AFTER", "GAP"):
        monkeypatch.setattr(stream, wait, 0.02)
    free = threading.Event()

    def before(number: int) -> None:
        free.wait(120)
        time.sleep(0.03)

    app = application(tmp_path, DraftingModel(before=before), BROADSHEET_QUEUE=str(questions))
    timed = questions >= 100
    with LocalSlack(patience=SLACKS_LIMIT if timed else 120.0) as slack, serving(app, slack, mode) as bot:
        said = [
            slack.say(
                PEOPLE[n % 3],
                "dm" if n % 4 == 0 else "papers",
                f"@broadsheet Do longer ropes hold {n} times?",
                wait=False,
            )
            for n in range(questions)
        ]
        heard = [slack.deliveries_of(message)[0].wait(120).acked or 120.0 for message in said]
        print(f"{mode}: {questions} questions, worst acknowledgement {max(heard):.3f} s")
        assert not timed or max(heard) < SLACKS_LIMIT
        free.set()
        slack.wait(lambda: bot.jobs.unfinished() == 0, 600)
        for n, message in enumerate(said):
            [answer] = answers(slack.seen(PEOPLE[n % 3], message.channel, message))
            assert len(told(answer)) > 2
        grown, withdrawn = streamed(slack)
        print(f"{grown} streamed, {withdrawn} with a claim withdrawn")
        assert (grown > questions / 2, withdrawn, growing(slack)) == (True, 0, [])
