"""Slack's views: the Home tab, and the window that asks about a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.render.slack import ROOM, groups, packs, room
from bot.render.slack_blocks import Part
from bot.types import Reply, Section, Source
from retrieval.text.clean import clean_text

# docs.slack.dev, "Views". Nothing says that a view has more room than a message.
_BLOCKS = 100
# The most a plain-text input can hold.
_INPUT = 3000


def home_view(counts: str, latest: Sequence[Source], budget: str, how_to_ask: Sequence[str]) -> dict[str, Any]:
    """The Home tab: what is in the archive, how to ask, what is left, the latest papers with their one-liners.

    What is empty is left out with its heading. As many papers are shown as fit, and the budget always.
    """
    sections = (Section("How to ask", ("\n".join(how_to_ask),)), Section("Latest papers", (), tuple(latest)))
    reply = Reply("Broadsheet", (counts,), sections=tuple(s for s in sections if any(s.paragraphs) or s.sources))
    tail: list[Part] = [part for group in groups(Reply(notes=(budget,))) for part in group]
    shown = next(packs(groups(reply), _BLOCKS - len(tail), ROOM - room(tail)))
    return _view(type="home", blocks=[part.block for part in (*shown, *tail)])


def question_modal(question: str, private_metadata: str) -> dict[str, Any]:
    """A window with *question* ready to be changed and sent; it comes back as the view submission `ask_about`.

    *private_metadata*, at most 3,000 characters, comes back with it unseen.
    """
    from slack_sdk.models.blocks import InputBlock, PlainTextInputElement

    given = clean_text(question)[:_INPUT]
    entry = PlainTextInputElement(action_id="question", multiline=True, initial_value=given or None, max_length=_INPUT)
    block = InputBlock(block_id="question", label="Your question", element=entry)
    return _view(
        type="modal",
        callback_id="ask_about",
        title="Ask the papers",
        submit="Ask",
        close="Cancel",
        blocks=[block.to_dict()],
        private_metadata=private_metadata,
    )


def _view(**known: Any) -> dict[str, Any]:
    from slack_sdk.models.views import View

    made: dict[str, Any] = View(**known).to_dict()
    return made
