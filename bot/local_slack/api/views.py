"""Web API: modals and Home tabs."""

from __future__ import annotations

import json
from typing import Any

from bot.local_slack.api.lookup import user_of
from bot.local_slack.checks.args import Args, bad_arguments
from bot.local_slack.checks.blocks import check_view
from bot.local_slack.context import Parts
from bot.local_slack.state.json_forms import view_json
from bot.local_slack.types import RefusalError

_MOST_BYTES = 250_000


def open_modal(parts: Parts, args: Args) -> dict[str, Any]:
    """views.open: show a modal to whoever has just done something."""
    payload = view_of(args, "modal")
    (trigger,) = args.need("trigger_id")
    return {"view": view_json(parts.views.open(parts.views.redeem(trigger), payload))}


def push(parts: Parts, args: Args) -> dict[str, Any]:
    """views.push: one more modal on top."""
    payload = view_of(args, "modal")
    (trigger,) = args.need("trigger_id")
    return {"view": view_json(parts.views.open(parts.views.redeem(trigger), payload, push=True))}


def publish(parts: Parts, args: Args) -> dict[str, Any]:
    """views.publish: set somebody's Home tab."""
    user = user_of(args, "user_id")
    payload = view_of(args, "home")
    if user not in parts.workspace.users:
        raise bad_arguments("user not found [json-pointer:/user_id]")
    return {"view": view_json(parts.views.publish(user, payload, str(args.get("hash") or "")))}


def update(parts: Parts, args: Args) -> dict[str, Any]:
    """views.update: other contents for an open view."""
    view = parts.views.view(str(args.get("view_id") or ""), str(args.get("external_id") or ""))
    payload = view_of(args, str(view.payload["type"]))
    return {"view": view_json(parts.views.update(view, payload, str(args.get("hash") or "")))}


def view_of(args: Args, kind: str) -> dict[str, Any]:
    """The view argument, checked."""
    args.need("view")
    payload: dict[str, Any] = args.parsed("view", dict, "invalid_arguments")
    if len(json.dumps(payload)) > _MOST_BYTES:
        raise RefusalError("view_too_large")
    findings = check_view(payload, kind)
    if findings:
        raise RefusalError(
            "invalid_arguments", response_metadata={"messages": [f"[ERROR] {finding}" for finding in findings]}
        )
    return payload
