"""Slack's agent view, where there is one.

What is asked for there is a courtesy: a workspace without it, or an app without `assistant:write`, has no place for it,
and is not asked again until the bot starts anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.slack.wire.faults import DeliveryError, LaterError, explained

# What Slack says where it is not there at all; anything else is about the one conversation.
_NOT_HERE = {"missing_scope", "unknown_method", "no_permission", "not_allowed_token_type", "access_denied"}

log = logging.getLogger("broadsheet.slack.agent")


class AgentView:
    """Whether Slack has an agent view for us; *ask* it for something there."""

    def __init__(self) -> None:
        self._absent = False

    def ask(self, call: Callable[[], object]) -> None:
        """Make *call*, unless Slack said once that there is no such thing here. `LaterError` is the caller's."""
        if self._absent:
            return
        try:
            with explained():
                call()
        except LaterError:
            raise
        except DeliveryError as error:
            self._absent = error.fault in _NOT_HERE
            log.info("the agent view takes nothing: %s", error.message)
