"""The buttons under a reply: what can be done next, then what every answer has. Values begin with the job's token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.outcome import Outcome

if TYPE_CHECKING:
    from bot.render.slack_blocks import Button

QUOTED = "quotes"
"""What stands behind the token where the message shows its quotes."""
ALIKE = "alike"
"""The button for papers like the one a reply is about: whoever presses it sees them, and the reply stays."""
REST = "rest"
"""The button for what a long reply has left to say."""
_OF_A_PAPER = ((ALIKE, "More like this"), ("save", "Save"), ("follow", "Follow"), ("bibtex", "BibTeX"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How an answer's buttons stand: the *up* and *down* votes to be told, whether it is *shared* here already."""

    up: int = 0
    down: int = 0
    shared: bool = False


UNTOUCHED = Standing()


def value_of(token: str, rest: str = "") -> str:
    """A button's value: the job's token and what the button needs besides."""
    return f"{token}:{rest}" if rest else token


def read_value(value: str) -> tuple[str, str]:
    """The token in a button's value, and the rest."""
    token, _, rest = value.partition(":")
    return token, rest


def next_buttons(token: str, outcome: Outcome) -> list[Button]:
    """A button for everything that *outcome* offers."""
    from bot.render.slack_blocks import Button

    offers = enumerate(outcome.reply.offers)
    row = [Button(f"offer{n}", offer.label, value_of(token, str(n))) for n, offer in offers]
    return [*row, *(Button(action, label, token) for action, label in _OF_A_PAPER)] if outcome.reply.about else row


def rest_button(token: str, outcome: Outcome) -> Button:
    """The button for what comes after the part that is shown."""
    from bot.render.slack_blocks import Button

    return Button(REST, "Show more", value_of(token, str(outcome.part + 1)))


def answer_buttons(
    token: str, outcome: Outcome, quotes: bool, private: bool, standing: Standing = UNTOUCHED
) -> list[Button]:
    """👍 and 👎, the quotes if there are any, how it was made, and sharing what only its asker sees."""
    from bot.render.safe import unsaid
    from bot.render.slack_blocks import Button

    value, reply = value_of(token, QUOTED if quotes else ""), outcome.reply
    details = [Button("details", "Details", value)] if reply.details else []
    if not outcome.answer:
        return details
    row = [Button("up", _counted("👍", standing.up), value), Button("down", _counted("👎", standing.down), value)]
    if private and outcome.via != "channel" and not standing.shared:
        row.append(Button("share", "Share with channel", value))
    if any(unsaid(source, reply) for source in reply.sources):
        row.append(Button("hide", "Hide quotes", value) if quotes else Button("quotes", "Show quotes", value))
    return [*row, *details]


def _counted(thumb: str, votes: int) -> str:
    return f"{thumb} {votes}" if votes else thumb
