"""The parts of the local Slack that work together, in one hand."""

from __future__ import annotations

from dataclasses import dataclass

from bot.local_slack.delivery import PATIENCE, Dispatcher
from bot.local_slack.delivery.sockets import Sockets
from bot.local_slack.state.faults import Faults
from bot.local_slack.state.installation import Installation
from bot.local_slack.state.response_urls import Hooks
from bot.local_slack.state.views import Views
from bot.local_slack.state.workspace import Workspace


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
