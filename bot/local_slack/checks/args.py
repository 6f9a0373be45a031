"""The arguments of a Web API call: form or JSON, read the way Slack reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.message import Message as Headers
from typing import Any
from urllib.parse import parse_qsl

from bot.local_slack.types import RefusalError

# The reads take no JSON body; backlot measured this against slack.com (its JSON_BODY_METHODS).
_JSON_METHODS = (
    *("chat.", "views.", "assistant.", "reactions.add", "reactions.remove"),
    *("conversations.open", "conversations.join"),
)


class Args(dict[str, Any]):
    """Arguments by name, with what Slack says when one is missing or of the wrong kind."""

    def need(self, *names: str) -> list[str]:
        """The texts of these arguments; `invalid_arguments` naming the first that is missing."""
        for name in names:
            if self.get(name) is None:
                raise bad_arguments(f"missing required field: {name}")
        return [str(self[name]) for name in names]

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes or no: true, 1, "true", "1"."""
        value = self.get(name)
        return default if value is None else str(value).lower() in ("true", "1")

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to *most*."""
        value = self.get(name)
        if value in (None, ""):
            return default
        if not str(value).isdigit() or int(str(value)) < 1:
            raise bad_arguments(f"must be a number greater than 0 [json-pointer:/{name}]")
        return min(int(str(value)), most)

    def parsed(self, name: str, kind: type, error: str) -> Any:
        """A JSON argument, as text or as itself; *error* if it is not of this *kind*. None if it is not there."""
        value = self.get(name)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise RefusalError(error) from None
        if not isinstance(value, kind):
            raise RefusalError(error)
        return value


def bad_arguments(problem: str) -> RefusalError:
    """`invalid_arguments` with the reason where Slack puts it."""
    return RefusalError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {problem}"]})


def read_args(method: str, query: str, headers: Mapping[str, str], body: bytes) -> Args:
    """The arguments of one call, from its address and its body."""
    args = Args(parse_qsl(query, keep_blank_values=True))
    kind = Headers()
    kind["content-type"] = headers.get("content-type", "")
    if kind.get_content_type() == "application/json" and body:
        if not method.startswith(_JSON_METHODS):
            return args
        try:
            document = json.loads(body)
        except ValueError:
            raise RefusalError("invalid_json") from None
        if not isinstance(document, dict):
            raise RefusalError("json_not_object")
        # A token in a JSON body is not one: Slack reads it from the header or from a form.
        args.update({k: v for k, v in document.items() if v is not None and k != "token"})
    elif body:
        args.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return args
