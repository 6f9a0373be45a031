"""Who is served: members of the app's own workspace, unless the settings say otherwise."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.settings import Settings
from bot.slack.wire.faults import DeliveryError, TokenError, UnknownOutcomeError, patiently

if TYPE_CHECKING:
    from slack_sdk import WebClient

_REMEMBERED = 600.0  # seconds a person's standing is believed


@dataclass(slots=True)
class Guard:
    """*team* is the workspace the app is installed in. Both checks give the reason of a refusal, or "" for welcome."""

    settings: Settings
    team: str
    client: WebClient
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[float, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def turned_away(self, team: str, user: str, channel: str) -> str:
        """What the payload alone tells: another team, or somebody or somewhere that is not on the lists."""
        lists = self.settings
        if team not in (lists.slack_teams or (self.team,)):
            return "This bot serves its own workspace only."
        if lists.slack_users and user not in lists.slack_users:
            return "This bot serves a list of people, and you are not on it; its maintainer can add you."
        if lists.slack_channels and channel not in lists.slack_channels and not channel.startswith("D"):
            return "This bot does not serve this channel; its maintainer can add it."
        return ""

    def away(self, body: dict[str, Any], event: dict[str, Any]) -> str:
        """Whether the lists, or a foreign author in a shared channel, keep an event from being answered."""
        team = event.get("user_team") or event.get("team") or body.get("team_id", "")
        return self.turned_away(team, event.get("user", ""), event.get("channel", "D"))

    def stranger(self, user: str) -> str:
        """What only Slack can tell: a guest, or somebody from another organization. Asked once in ten minutes."""
        with self._lock:
            seen, reason = self._known.get(user, (float("-inf"), ""))
        if self.clock() - seen < _REMEMBERED:
            return reason
        try:
            person = patiently(lambda: self.client.users_info(user=user)["user"])
        except TokenError:
            raise
        except (DeliveryError, UnknownOutcomeError) as error:
            # Who cannot be checked is not served: a fault must not open the door.
            return f"I could not check who you are ({error.message}) Please try again."
        reason = self._reason(person)
        with self._lock:
            self._known[user] = (self.clock(), reason)
        return reason

    def _reason(self, person: dict[str, object]) -> str:
        if person.get("deleted") or person.get("is_bot"):
            return "This bot answers people only."
        teams = self.settings.slack_teams or (self.team,)
        if person.get("is_stranger") or (person.get("team_id") and person["team_id"] not in teams):
            return "This bot serves its own workspace only."
        if (person.get("is_restricted") or person.get("is_ultra_restricted")) and not self.settings.slack_guests:
            return "This bot does not serve guests; its maintainer can allow them."
        return ""
