"""The parts of the local Slack that work together, in one hand."""

from __future__ import annotations

from dataclasses import dataclass

from bot.slack.local.delivery import PATIENCE, Dispatcher
from bot.slack.local.faults import Faults
from bot.slack.local.hooks import Hooks
from bot.slack.local.installation import Installation
from bot.slack.local.sockets import Sockets
from bot.slack.local.views import Views
from bot.slack.local.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything a Web API method may touch.

    *limit*: chat methods keep to one message a second and channel. *patience*: seconds to acknowledge something.
    """

    workspace: Workspace
    views: Views
    hooks: Hooks
    installation: Installation
    dispatcher: Dispatcher
    sockets: Sockets
    faults: Faults
    limit: bool = False
    patience: float = PATIENCE
