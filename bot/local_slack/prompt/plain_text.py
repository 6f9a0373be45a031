"""Messages and views as plain text: what a person would read, made from the very payloads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.local_slack.state.workspace import Workspace
from bot.local_slack.types import BOT_USER, Message, View

_TOKEN = re.compile(r"<([!@#]?)([^<>|]+)(?:\|([^<>]*))?>")
Json = dict[str, Any]


def message_text(workspace: Workspace, message: Message) -> str:
    """What a message says, one line or several; its blocks if it has any, its text if not."""
    lines = list(_blocks(workspace, list(message.blocks))) or [_mrkdwn(workspace, message.text)]
    if message.reactions:
        lines.append("  ".join(f":{name}: {len(who)}" for name, who in message.reactions))
    return "\n".join(lines)


def view_text(workspace: Workspace, view: View) -> str:
    """A modal or a Home tab: title, contents, objections, the button that sends it."""
    title, send = view.payload.get("title"), view.payload.get("submit")
    lines = [_text(workspace, title)] if title else []
    lines += _blocks(workspace, view.payload["blocks"])
    lines += [f"! {name}: {problem}" for name, problem in view.errors.items()]
    return "\n".join([*lines, f"[{_text(workspace, send)}]"] if send else lines)


def heading(workspace: Workspace, message: Message) -> str:
    """Where, who, and who sees it: `#papers broadsheet (only visible to alice)`."""
    channel = workspace.channel(message.channel)
    assert channel is not None
    others = [workspace.users[user].name for user in channel.members - {BOT_USER}]
    parts = [f"#{channel.name}" if channel.name else f"dm with {others[0]}"]
    parts += ["(in a thread)"] if message.in_thread else []
    parts.append(workspace.users[message.user].name)
    parts += [f"(only visible to {workspace.users[message.only_for].name})"] if message.only_for else []
    parts += ["(edited)"] if message.edited_ts else []
    return " ".join(parts)


def label(element: Json) -> str:
    """What stands on a button."""
    text = element.get("text")
    return _plain(text["text"]) if isinstance(text, dict) else str(element.get("action_id", ""))


def _blocks(workspace: Workspace, blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        yield from _block(workspace, block)


def _block(workspace: Workspace, block: Json) -> Iterator[str]:
    kind = block["type"]
    if kind == "table":
        yield from (" | ".join(_cell(workspace, cell) for cell in row) for row in block["rows"])
    elif kind == "data_visualization":
        yield f"(chart: {block['title']})"
        for series in block["chart"].get("series", ()):
            yield f"{series['name']}: " + ", ".join(f"{p['label']} {p['value']}" for p in series["data"])
    elif kind in ("context", "actions", "context_actions"):
        space = " " if kind == "context" else "  "
        yield space.join(_element(workspace, element) for element in block["elements"])
    elif kind in ("section", "header"):
        texts = [block.get("text"), *(block.get("fields") or [])]
        yield from (_text(workspace, text) for text in texts if text)
        if block.get("accessory"):
            yield _element(workspace, block["accessory"])
    else:
        yield _one(workspace, block)


def _one(workspace: Workspace, block: Json) -> str:
    """A block that is one text."""
    kind = block["type"]
    if kind == "divider":
        return "---"
    if kind == "rich_text":
        return "".join(_spans(workspace, block)).rstrip("\n")
    if kind == "image":
        return f"(picture: {block['alt_text']})"
    if kind == "input":
        return f"{_text(workspace, block['label'])}: {block['element'].get('initial_value', '')}"
    return str(block["text"])


def _cell(workspace: Workspace, cell: Json) -> str:
    told = cell["text"] if cell["type"] == "raw_text" else "".join(_spans(workspace, cell))
    return " ".join(told.split())


def _element(workspace: Workspace, element: Json) -> str:
    if element["type"] in ("plain_text", "mrkdwn"):
        return _text(workspace, element)
    if element["type"] == "image":
        return f"(picture: {element['alt_text']})"
    if element.get("options"):
        options = " | ".join(label(option) for option in element["options"])
        return f"[{_text(workspace, element['placeholder']) if 'placeholder' in element else '…'}: {options}]"
    address = f" {element['url']}" if element.get("url") else ""
    return f"[{label(element)}{address}]"


def _text(workspace: Workspace, text: Json) -> str:
    return _mrkdwn(workspace, text["text"]) if text["type"] == "mrkdwn" else _plain(text["text"])


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _mrkdwn(workspace: Workspace, text: str) -> str:
    return _plain(_TOKEN.sub(lambda m: _token(workspace, *m.groups()), text))


def _token(workspace: Workspace, sign: str, target: str, named: str | None) -> str:
    """A mention by its name, a link as its label and its address."""
    if sign == "@":
        user = workspace.users.get(target)
        return f"@{user.name}" if user else f"@{target}"
    if sign == "#":
        channel = workspace.channel(target)
        return f"#{channel.name if channel else target}"
    if sign == "!":
        return f"@{named or target}"
    return f"{named} ({target})" if named and named != target else target


def _spans(workspace: Workspace, node: Json) -> Iterator[str]:
    for element in node.get("elements", []):
        if "elements" in element:
            yield from _spans(workspace, element)
            yield "\n"
        elif element["type"] == "user":
            yield _token(workspace, "@", element["user_id"], None)
        elif element["type"] == "broadcast":
            yield f"@{element['range']}"
        elif element["type"] == "link" and element.get("text", element["url"]) != element["url"]:
            yield f"{element['text']} ({element['url']})"
        else:
            yield str(element.get("text") or element.get("url") or f":{element.get('name', '')}:")
