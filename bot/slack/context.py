"""What the kinds of jobs have at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.library import Library
from bot.slack.agent_view import AgentView
from bot.slack.guard import Guard
from bot.slack.jobs import Jobs
from bot.slack.sign import Signs
from bot.slack.stream import Studio
from bot.slack.wire.poster import Poster
from bot.slack.wire.standing import Standing
from bot.types import Reply

if TYPE_CHECKING:
    from slack_sdk import WebClient


@dataclass(frozen=True, slots=True)
class Desk:
    """The application, its jobs, and Slack. *bot_user* is our own user id, *name* what people call us.

    *signs* tell those who wait in public that an answer is on its way; *standing*, whether Slack takes our token.
    In the *studio* answers are shown as they grow.
    """

    library: Library
    jobs: Jobs
    guard: Guard
    poster: Poster
    bot_user: str
    name: str
    signs: Signs
    agent: AgentView
    standing: Standing
    studio: Studio

    @property
    def client(self) -> WebClient:
        """Slack's Web API."""
        return self.poster.client

    @property
    def prefix(self) -> str:
        """What stands before the names of our slash commands."""
        return str(self.library.settings.slack_prefix)


def said(text: str) -> Reply:
    """A reply of one sentence."""
    return Reply(paragraphs=(text,))
