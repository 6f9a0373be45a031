"""The payloads of what people do, and what their screens show once the app has answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.local_slack.api.views import view_of
from bot.local_slack.checks.args import Args
from bot.local_slack.context import Parts
from bot.local_slack.delivery import Delivery
from bot.local_slack.state.json_forms import message_json, view_json
from bot.local_slack.types import APP, SLACKBOT, TEAM, Channel, Message, RefusalError, User, View
from retrieval.errors import UsageError

Json = dict[str, Any]
_ROOM_NAMES = {"im": "directmessage", "group": "privategroup"}
_CHOICES = ("static_select", "radio_buttons")


def command(parts: Parts, user: User, channel: Channel, name: str, text: str) -> Json:
    """The payload of a slash command; all its values are texts."""
    return {
        "token": "deprecated",
        "team_id": user.team,
        "team_domain": _domain(user.team),
        "channel_id": channel.id,
        "channel_name": _ROOM_NAMES.get(channel.kind, channel.name),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": parts.hooks.new("commands", user.id, channel.id),
        "trigger_id": parts.views.trigger(user.id),
    }


def after_command(parts: Parts, user: User, channel: Channel, done: Delivery) -> None:
    """What the command shows at once: the answer that came with the acknowledgement, or Slack's complaint."""
    if not done.error and done.ack:
        try:
            parts.hooks.show(done.payload["response_url"], done.ack)
        except RefusalError as error:
            done.error = error.error
    if done.error:
        told = f'{done.payload["command"]} failed with the error "{done.error}"'
        parts.workspace.post(channel.id, SLACKBOT, told, only_for=user.id)


def interaction(parts: Parts, user: User, kind: str) -> Json:
    """What every interaction tells."""
    return {
        "type": kind,
        "token": "deprecated",
        "api_app_id": APP,
        "team": {"id": user.team, "domain": _domain(user.team)},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": parts.views.trigger(user.id),
    }


def click(parts: Parts, user: User, place: Message | View, found: tuple[Json, Json], value: str | None) -> Json:
    """The payload of a click on an element of a message or a view."""
    block, element = found
    action: Json = {k: element[k] for k in ("type", "action_id", "text", "value", "style") if k in element}
    action |= {"block_id": block.get("block_id"), "action_ts": parts.workspace.next_ts(), **_chosen(element, value)}
    payload = interaction(parts, user, "block_actions") | {"actions": [action]}
    if isinstance(place, View):
        shown = view_json(place)
        return payload | {"container": {"type": "view", "view_id": place.id}, "view": shown, "state": shown["state"]}
    container: Json = {"type": "message", "message_ts": place.ts, "channel_id": place.channel}
    container |= {"is_ephemeral": place.only_for is not None}
    if place.in_thread:
        container["thread_ts"] = place.thread_ts
    payload |= _place(parts, user, place) | {"container": container, "state": {"values": {}}}
    if place.only_for is not None:
        del payload["message"]  # Slack keeps no ephemeral message it could send
    return payload


def shortcut(parts: Parts, user: User, message: Message | None, callback_id: str) -> Json:
    """The payload of a shortcut."""
    payload = interaction(parts, user, "message_action" if message else "shortcut")
    payload |= {"callback_id": callback_id, "action_ts": parts.workspace.next_ts()}
    return payload | (_place(parts, user, message) | {"message_ts": message.ts} if message else {})


def fill(parts: Parts, view: View, values: Mapping[str, str]) -> View:
    """The view with these values entered, by block_id. What must not be empty may not be."""
    state: dict[str, Json] = {}
    for block in (b for b in view.payload["blocks"] if b["type"] == "input"):
        name, element = str(block.get("block_id")), block["element"]
        given = values.get(name, element.get("initial_value"))
        if not given and not block.get("optional"):
            raise UsageError(f"The field {name} is empty.", "Slack does not send a modal with an empty required field.")
        entered = {"value": given} if "input" in element["type"] else _chosen(element, given)
        state[name] = {str(element.get("action_id")): {"type": element["type"], **entered}}
    return replace(view, values=state)


def after_submit(parts: Parts, view: View, done: Delivery) -> None:
    """What becomes of a modal: closed, corrected, replaced, covered by another, or all closed."""
    if done.error:
        return  # Slack shows that it had trouble connecting, and the modal stays
    action = done.ack.get("response_action")
    try:
        if action == "errors":
            parts.views.object(view, done.ack.get("errors") or {})
        elif action == "update":
            parts.views.update(view, view_of(Args(done.ack), "modal"))
        elif action == "push":
            parts.views.open(view.user, view_of(Args(done.ack), "modal"), push=True)
        else:
            parts.views.close(view.user, everything=action == "clear")
    except RefusalError as error:
        done.error = error.error


def _place(parts: Parts, user: User, message: Message) -> Json:
    channel = parts.workspace.channel(message.channel)
    assert channel is not None
    return {
        "channel": {"id": channel.id, "name": _ROOM_NAMES.get(channel.kind, channel.name)},
        "message": message_json(parts.workspace, message),
        "response_url": parts.hooks.new("actions", user.id, channel.id, message),
    }


def _chosen(element: Json, value: str | None) -> Json:
    """What a select or a list of boxes says of the choice."""
    options = [o for o in element.get("options", []) if value in (o.get("value"), o["text"]["text"])]
    if element["type"] in ("checkboxes", "multi_static_select"):
        return {"selected_options": options}
    if element["type"] in (*_CHOICES, "overflow"):
        return {"selected_option": options[0] if options else None}
    return {}


def _domain(team: str) -> str:
    return "local-lab" if team == TEAM else "elsewhere"
