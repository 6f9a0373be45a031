"""The buttons under an answer. Their value is the job's number; what they do is in `gestures`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.outcome import Outcome

if TYPE_CHECKING:
    from bot.render.slack_blocks import Button


def answer_buttons(job: int, outcome: Outcome, quotes: bool, private: bool) -> list[Button]:
    """👍 and 👎, the quotes if there are any, and sharing what only its asker sees."""
    from bot.render.slack_blocks import Button

    if not outcome.answer:
        return []
    value = str(job)
    row = [Button("up", "👍", value), Button("down", "👎", value)]
    if private:
        row.append(Button("share", "Share with channel", value))
    if any(source.quotes for source in outcome.reply.sources):
        row.append(Button("hide", "Hide quotes", value) if quotes else Button("quotes", "Show quotes", value))
    return row
