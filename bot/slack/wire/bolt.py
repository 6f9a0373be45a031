"""Bolt, set up so that its listener path makes no call: who we are is known from the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.slack.wire.redaction import vendor_logger

if TYPE_CHECKING:
    import slack_bolt
    import slack_sdk


def bolt_app(client: slack_sdk.WebClient, me: Mapping[str, Any]) -> slack_bolt.App:
    """A Bolt app for the bot that auth.test described as *me*. Its requests must be verified before it sees them."""
    from slack_bolt import App
    from slack_bolt.authorization import AuthorizeResult
    from slack_sdk import WebClient

    identity = AuthorizeResult(
        enterprise_id=None,
        team_id=me["team_id"],
        bot_user_id=me["user_id"],
        bot_id=me.get("bot_id"),
        bot_token=client.token,
    )
    return App(
        client=WebClient(base_url=client.base_url, retry_handlers=[], timeout=15, logger=vendor_logger()),
        authorize=lambda **context: identity,
        signing_secret="unused: see bot.slack.http",
        logger=vendor_logger(),
        request_verification_enabled=False,
        # Otherwise Bolt acknowledges an event before its listener has written it down.
        process_before_response=True,
    )
