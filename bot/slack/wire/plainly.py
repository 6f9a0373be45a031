"""A message whose blocks Slack refuses goes as plain text, whichever way it is sent: whoever asked gets the answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from bot.slack.wire.faults import DeliveryError

if TYPE_CHECKING:
    from bot.render.slack import Message

REFUSED = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
"""Slack's names for blocks that it does not take: of a kind a workspace does not have, or too many."""

T = TypeVar("T")
log = logging.getLogger("broadsheet.slack.wire")


def plainly(send: Callable[[Message], T], message: Message) -> T:
    """What *send* gives for *message*, or for a simpler one where its blocks are refused. Raises what *send* raises."""
    from bot.render.slack import simpler

    for plainer in simpler(message):
        try:
            return send(message)
        except DeliveryError as error:
            if error.fault not in REFUSED:
                raise
            log.warning("Slack refused the blocks of a message (%s); it goes without them", error.fault)
            message = plainer
    return send(message)
