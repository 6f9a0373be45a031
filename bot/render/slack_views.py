"""Slack's views: the Home tab, and the window that asks about a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.render.slack_blocks import Button, Part, actions, beside, context, header
from bot.render.slack_parts import ROOM, groups, packs, room
from bot.render.slack_rich import typed
from bot.types import Reply, Section, Source
from retrieval.text.clean import clean_text

# docs.slack.dev, "Views". Nothing says that a view has more room than a message.
_BLOCKS = 100
# The most a plain-text input can hold.
_INPUT = 3000


@dataclass(frozen=True, slots=True)
class Home:
    """What a Home tab tells: paragraphs of what is here, *buttons*, what is followed and how often that comes (each
    with the button that ends it), papers under headings, how to ask, and small print.
    """

    paragraphs: tuple[str, ...]
    buttons: Sequence[Button] = ()
    follows: Sequence[tuple[str, Button]] = ()
    often: str = ""
    papers: Sequence[tuple[str, Sequence[Source]]] = ()
    how_to_ask: Sequence[tuple[str, str]] = ()
    notes: tuple[str, ...] = ()


def home_view(home: Home) -> dict[str, Any]:
    """The Home tab. What is empty is left out with its heading; as many papers are shown as fit, all else always."""
    top = [part for group in groups(Reply("Broadsheet", home.paragraphs)) for part in group]
    top += [actions(home.buttons)] if home.buttons else []
    if home.follows:
        top += [*header("What you follow"), *(beside(told, button) for told, button in home.follows)]
        top += context(home.often)
    tail = [*header("How to ask"), *typed(home.how_to_ask)] if home.how_to_ask else []
    tail += [part for group in groups(Reply(notes=home.notes)) for part in group]
    papers = Reply(sections=tuple(Section(heading, (), tuple(found)) for heading, found in home.papers if found))
    fixed = [*top, *tail]
    shown = next(packs(groups(papers), _BLOCKS - len(fixed), ROOM - room(fixed)), [])
    return _view(type="home", blocks=[part.block for part in (*top, *shown, *tail)])


def modal(title: str, parts: Sequence[Part]) -> dict[str, Any]:
    """A window that only tells something."""
    return _view(type="modal", title=title, close="Close", blocks=[part.block for part in parts])


def topics_modal() -> dict[str, Any]:
    """A window that asks for topics; it comes back as the view submission `subscribe_to`."""
    from slack_sdk.models.blocks import InputBlock, PlainTextInputElement

    entry = PlainTextInputElement(action_id="question", placeholder="agents, state space models", max_length=_INPUT)
    block = InputBlock(block_id="question", label="Topics, with commas between", element=entry)
    hint = context("Once a week you get the papers on them. “daily:” before them sends them every day.")
    return _view(
        type="modal",
        callback_id="subscribe_to",
        title="Subscribe",
        submit="Subscribe",
        close="Cancel",
        blocks=[block.to_dict(), *(part.block for part in hint)],
    )


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
