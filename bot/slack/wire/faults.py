"""What can come of a call to Slack, reduced to what it means: refused, later, or nobody knows."""

from __future__ import annotations

import http.client
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from urllib.error import URLError

from bot.slack.wire.remedies import remedy
from retrieval.errors import BroadsheetError

# Slack's own warning: with these “some aspect of the operation” may have succeeded.
_AMBIGUOUS = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}

TOKEN_FAULTS = frozenset(
    (
        *("not_authed", "invalid_auth", "token_revoked", "token_expired", "account_inactive"),
        *("user_removed_from_team", "team_disabled", "org_login_required", "ekm_access_denied"),
    )
)
"""What Slack says when it is the token that it does not take, whatever is asked with it."""
_MENDED = 10.0  # seconds until it is asked again whether somebody has mended it

_NAME = re.compile(r"[\w.:-]{1,80}", re.ASCII)  # of a reason, as Slack gives it

T = TypeVar("T")
_PATIENCE = 5.0  # seconds that are worth waiting for a rate limit to end
UNTOLD = 30.0
"""Seconds to wait where Slack limits the rate and does not say for how long."""

# What these are cured with is said to the bot's name; all others are about its token.
_PLACES = ("not_in_channel", "channel_not_found")


class DeliveryError(BroadsheetError):
    """Slack has certainly not taken the message. *fault* is Slack's name for the reason."""

    def __init__(self, fault: str) -> None:
        about = "@broadsheet" if fault in _PLACES else "SLACK_BOT_TOKEN"
        super().__init__(f"Slack refused: {fault}.", remedy(fault, about))
        self.fault = fault


class LaterError(DeliveryError):
    """Not taken, but it may be in so many *seconds*: a rate limit, or Slack cannot be reached."""

    def __init__(self, fault: str, seconds: float) -> None:
        super().__init__(fault)
        self.seconds = seconds


class TokenError(LaterError):
    """Slack takes our token no more: nothing is taken until somebody mends that, and then everything may be."""


class UnknownOutcomeError(BroadsheetError):
    """The connection or Slack failed in between: the message may have been taken or not.

    *settle*: seconds after which Slack will have decided, so that looking for the message tells.
    """

    def __init__(self, reason: str, settle: float = 1.0) -> None:
        self.settle = settle
        super().__init__(
            f"Nobody knows whether Slack took the message: {reason}.", "It is looked for before it is sent again."
        )


@contextmanager
def explained() -> Iterator[None]:
    """Turn what slack_sdk raises around one call into `DeliveryError`, `LaterError` or `UnknownOutcomeError`."""
    from slack_sdk.errors import SlackApiError, SlackClientError

    try:
        yield
    except SlackApiError as error:
        raise _meaning(error) from None
    except SlackClientError as error:
        raise UnknownOutcomeError(type(error).__name__) from None
    except (OSError, http.client.HTTPException) as error:
        raise _transport(error) from None


def patiently(call: Callable[[], T]) -> T:
    """What *call* gives, tried up to three times: for calls to Slack that may be made twice without harm."""
    for attempt in (1, 2):
        try:
            with explained():
                return call()
        except (LaterError, UnknownOutcomeError) as error:
            seconds = error.seconds if isinstance(error, LaterError) else attempt
            if seconds > _PATIENCE:
                raise
            time.sleep(seconds)
    with explained():
        return call()


def _meaning(error: object) -> BroadsheetError:
    response = getattr(error, "response", None)
    status = int(getattr(response, "status_code", 0) or 0)
    fault = str(response.get("error") or "") if response is not None else ""
    if not _NAME.fullmatch(fault):  # a proxy's page, say: nobody who asked is shown it
        fault = ""
    if status == 429 or fault in ("ratelimited", "rate_limited"):
        return LaterError("ratelimited", retry_after(getattr(response, "headers", {})))
    if fault in TOKEN_FAULTS:
        return TokenError(fault, _MENDED)
    if status >= 500 or fault in _AMBIGUOUS or not fault:
        return UnknownOutcomeError(fault or f"HTTP {status}")
    return DeliveryError(fault)


def _transport(error: Exception) -> BroadsheetError:
    """A connection that was never made carried nothing; one that broke may have."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, ConnectionRefusedError | socket.gaierror):
        return LaterError("unreachable", 5.0)
    # Whoever did not answer in time may still be at it.
    return UnknownOutcomeError(type(cause).__name__, 30.0 if isinstance(cause, TimeoutError) else 1.0)


def retry_after(headers: object) -> float:
    """Seconds Slack asks to wait; `UNTOLD` if it does not say."""
    get = getattr(headers, "get", lambda name: None)
    said = get("Retry-After") or get("retry-after")
    if isinstance(said, list):
        said = said[0] if said else None
    try:
        return min(max(float(said), 0.0), 3600.0) if said is not None else UNTOLD
    except ValueError:
        return UNTOLD
