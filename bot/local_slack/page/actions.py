"""What a person can do on the page: a table of deeds, each one thing done in the local Slack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.local_slack.delivery import Delivery
from bot.local_slack.page.faults_panel import bring_about
from bot.local_slack.page.state import Stage
from bot.local_slack.people import sight
from bot.local_slack.types import Message, View
from retrieval.errors import UsageError

Given = Mapping[str, Any]
"""What the page sent: `do` names the deed, `as` the person; the rest is the deed's own."""


def act(stage: Stage, given: Given) -> None:
    """Do what *given* says. Raises `UsageError` for what cannot be done, as a person should read it."""
    deed = DEEDS.get(word(given, "do"))
    if deed is None:
        raise UsageError("The page asked for something unknown.", "Load it again.")
    deed(stage, given)


def word(given: Given, name: str, otherwise: str | None = None) -> str:
    """The text called *name*; `UsageError` if it is none, or not there and there is no *otherwise*."""
    value = given.get(name, otherwise)
    if not isinstance(value, str):
        raise UsageError(f"The page did not say {name}.", "Load it again.")
    return value


def message(stage: Stage, given: Given) -> Message:
    """The message that `channel` and `ts` name, as it now is; `as` must see it."""
    workspace = stage.slack.workspace
    who = sight.person(workspace, word(given, "as"))
    channel = sight.channel_of(workspace, who, word(given, "channel"))
    found = sight.message_of(workspace, channel, word(given, "ts"))
    if found.only_for not in (None, who.id):
        raise UsageError(f"{who.name} does not see this message.", "It is for somebody else.")
    return found


def view(stage: Stage, given: Given) -> View:
    """The modal or the Home tab that `view` names."""
    user, kind = word(given, "as"), word(given, "view")
    found = stage.slack.home(user) if kind == "home" else stage.slack.modal(user)
    if found is None:
        raise UsageError("That is no longer open.", "Open it again.")
    return found


def _command(stage: Stage, given: Given) -> None:
    _ = stage.running
    name, _, text = word(given, "text").partition(" ")
    stage.slack.command(word(given, "as"), word(given, "channel"), name, text.strip(), wait=False)


def _say(stage: Stage, given: Given) -> None:
    _ = stage.running
    thread = word(given, "thread", "")
    stage.slack.say(word(given, "as"), word(given, "channel"), word(given, "text"), thread or None, wait=False)


def _click(stage: Stage, given: Given) -> None:
    place = view(stage, given) if given.get("view") else message(stage, given)
    value = given.get("value")
    wanted = value if isinstance(value, str) else None
    _taken(stage.slack.click(word(given, "as"), place, word(given, "action"), wanted))


def _submit(stage: Stage, given: Given) -> None:
    values = given.get("values")
    if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
        raise UsageError("The page did not say what was entered.", "Load it again.")
    _taken(stage.slack.submit(word(given, "as"), view(stage, given), values))


def _close(stage: Stage, given: Given) -> None:
    stage.slack.dismiss(word(given, "as"))


def _home(stage: Stage, given: Given) -> None:
    _ = stage.running
    stage.slack.open_home(word(given, "as"), wait=False)


def _agent(stage: Stage, given: Given) -> None:
    _ = stage.running
    stage.slack.open_agent(word(given, "as"), word(given, "beside", ""), wait=False)


def _shortcut(stage: Stage, given: Given) -> None:
    _taken(stage.slack.shortcut(word(given, "as"), message(stage, given), word(given, "id")))


def _react(stage: Stage, given: Given) -> None:
    found, who = message(stage, given), sight.person(stage.slack.workspace, word(given, "as"))
    if found.only_for:
        raise UsageError("This message takes no reactions.", "Only you see it.")
    name = word(given, "name")
    on = who.id not in dict(found.reactions).get(name, ())
    stage.slack.react(who.id, found, name, on, wait=False)


def _invite(stage: Stage, given: Given) -> None:
    stage.slack.invite(word(given, "as"), word(given, "channel"), "broadsheet", wait=False)


def _trouble(stage: Stage, given: Given) -> None:
    bring_about(stage, word(given, "name"))


def _taken(delivery: Delivery) -> None:
    """What Slack shows when the app did not take a click: that it failed, and the modal stays."""
    if delivery.error:
        raise UsageError(f"The bot did not take this: {delivery.error}.", "Slack shows it like this, too.")


DEEDS: dict[str, Callable[[Stage, Given], None]] = {
    "command": _command,
    "say": _say,
    "click": _click,
    "submit": _submit,
    "close": _close,
    "home": _home,
    "agent": _agent,
    "shortcut": _shortcut,
    "react": _react,
    "invite": _invite,
    "trouble": _trouble,
}
