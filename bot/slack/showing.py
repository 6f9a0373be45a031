"""An outcome as the messages people see, with its buttons."""

from __future__ import annotations

from bot.render.slack import Message, messages
from bot.slack.buttons import UNTOUCHED, Standing, answer_buttons, next_buttons, rest_button
from bot.slack.outcome import Outcome


def shown(token: str, outcome: Outcome, quotes: bool, private: bool, standing: Standing = UNTOUCHED) -> list[Message]:
    """The messages of *outcome*, whose job is known by *token*."""
    row = answer_buttons(token, outcome, quotes, private, standing)
    rest = rest_button(token, outcome)
    return messages(outcome.reply, row, quotes, outcome.above, next_buttons(token, outcome), rest, outcome.part)
