"""The buttons under an answer. Their value is the job's token; what they do is in `gesture_jobs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.outcome import Outcome

if TYPE_CHECKING:
    from bot.render.slack_blocks import Button


def answer_buttons(token: str, outcome: Outcome, quotes: bool, private: bool) -> list[Button]:
    """👍 and 👎, the quotes if there are any, and sharing what only its asker sees."""
    from bot.render.slack_blocks import Button

    if not outcome.answer:
        return []
    row = [Button("up", "👍", token), Button("down", "👎", token)]
    if private:
        row.append(Button("share", "Share with channel", token))
    if any(source.quotes for source in outcome.reply.sources):
        row.append(Button("hide", "Hide quotes", token) if quotes else Button("quotes", "Show quotes", token))
    return row
