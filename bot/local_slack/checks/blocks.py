"""Blocks and views as Slack checks them: required fields, limits, duplicates, unknown types and keys.

Limits: docs.slack.dev/reference/block-kit. A block type that is not in the table is refused, also where Slack knows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.local_slack.checks.charts import CHARTS, MOST_CHARTS, check_chart
from bot.local_slack.checks.elements import ELEMENTS, IN_ACTIONS, IN_INPUT, IN_SECTION, RICH, plain, text
from bot.local_slack.checks.schema import (
    Check,
    Findings,
    address,
    anything,
    boolean,
    items,
    one_of,
    record,
    report,
    string,
    typed,
)

MOST_IN_MESSAGE, MOST_IN_VIEW = 50, 100

# Not documented. Measured by users: 13,297 characters in one block, about 125 fewer for each further block
# (slackapi/bolt-js issue 2509); 11,341 characters in many blocks were refused (issue 2867).
_ROOM, _PER_BLOCK = 13_297, 125

_ID: dict[str, Check] = {"block_id": string(255)}
_CONTEXT = {**ELEMENTS, "plain_text": record({"text": string(3000)}, {"emoji": boolean})}
_CONTEXT["mrkdwn"] = record({"text": string(3000)}, {"verbatim": boolean})

_ALIGN = one_of("left", "center", "right")
_CELLS: dict[str, Check] = {
    "raw_text": record({"text": string(3000)}, {}),
    "rich_text": record({"elements": items(typed(RICH), 1000)}, _ID),
}

BLOCKS: dict[str, Check] = {
    "section": record(
        {},
        {
            **_ID,
            "text": text(3000),
            "fields": items(text(2000), 10),
            "accessory": typed(ELEMENTS, IN_SECTION),
            "expand": boolean,
        },
    ),
    "header": record({"text": plain(150)}, _ID),
    "divider": record({}, _ID),
    "context": record({"elements": items(typed(_CONTEXT, ("image", "plain_text", "mrkdwn")), 10)}, _ID),
    "context_actions": record({"elements": items(typed(ELEMENTS, ("feedback_buttons", "icon_button")), 5)}, _ID),
    "actions": record({"elements": items(typed(ELEMENTS, IN_ACTIONS), 25)}, _ID),
    "image": record(
        {"alt_text": string(2000)}, {**_ID, "image_url": address, "slack_file": anything, "title": plain(2000)}
    ),
    "input": record(
        {"label": plain(2000), "element": typed(ELEMENTS, IN_INPUT)},
        {**_ID, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": record({"elements": items(typed(RICH), 1000)}, _ID),
    "table": record(
        {"rows": items(items(typed(_CELLS), 20), 100)},
        {**_ID, "column_settings": items(record({}, {"align": _ALIGN, "is_wrapped": boolean}), 20)},
    ),
    "data_visualization": record({"title": string(50), "chart": typed(CHARTS)}, _ID),
    "markdown": record({"text": string(12_000)}, _ID),
}

_VIEW = {
    "blocks": items(typed(BLOCKS), MOST_IN_VIEW, 0),
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_MODAL = {
    **_VIEW,
    "submit": plain(24),
    "close": plain(24),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
    "submit_disabled": boolean,
}
_VIEWS: dict[str, Check] = {
    "modal": record({"title": plain(24), "blocks": _VIEW["blocks"]}, _MODAL),
    "home": record({"blocks": _VIEW["blocks"]}, {**_VIEW, "title": plain(24)}),
}


def check_blocks(blocks: list[Any]) -> Findings:
    """What is wrong with a message's blocks; nothing if Slack would take them."""
    findings: Findings = []
    items(typed(BLOCKS), MOST_IN_MESSAGE, 0)(blocks, "/blocks", findings)
    _check_rest(blocks, "/blocks", findings)
    return findings


def check_view(view: Any, kind: str) -> Findings:
    """What is wrong with a view of this *kind*: `modal` or `home`."""
    findings: Findings = []
    typed(_VIEWS, (kind,))(view, "/view", findings)
    if findings:
        return findings
    _check_rest(view["blocks"], "/view/blocks", findings)
    if kind == "modal" and not view.get("submit") and any(b["type"] == "input" for b in view["blocks"]):
        report(findings, "missing required field: submit (a modal with inputs needs it)", "/view")
    return findings


def too_long(blocks: list[Any]) -> bool:
    """True if Slack would answer `msg_blocks_too_long`."""
    room = _ROOM - _PER_BLOCK * max(len(blocks) - 1, 0)
    return sum(len(words) for words in _texts(blocks)) > room


def _check_rest(blocks: list[Any], where: str, findings: Findings) -> None:
    """What no table says: a section with something in it, ids used once."""
    seen: set[str] = set()
    if sum(isinstance(block, dict) and block.get("type") == "table" for block in blocks) > 1:
        report(findings, "only_one_table_allowed", where)
    if sum(isinstance(block, dict) and block.get("type") == "data_visualization" for block in blocks) > MOST_CHARTS:
        report(findings, f"no more than {MOST_CHARTS} charts allowed", where)
    for n, block in enumerate(b for b in blocks if isinstance(b, dict)):
        here = f"{where}/{n}"
        if block.get("type") == "section" and not (block.get("text") or block.get("fields")):
            report(findings, "missing required field: text or fields", here)
        if block.get("type") == "image" and not (block.get("image_url") or block.get("slack_file")):
            report(findings, "missing required field: image_url or slack_file", here)
        if block.get("type") == "data_visualization":
            check_chart(block.get("chart"), f"{here}/chart", findings)
        name = block.get("block_id")
        if name and name in seen:
            report(findings, f"block_id already exists: {name}", f"{here}/block_id")
        seen.add(str(name))
        actions = [element["action_id"] for element in elements_of(block) if element.get("action_id")]
        for action in dict.fromkeys(a for a in actions if actions.count(a) > 1):
            report(findings, f"action_id already exists: {action}", here)


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The interactive elements of a block: its actions, its accessory, its input."""
    inside = block.get("elements") if block.get("type") in ("actions", "context_actions", "context") else None
    found = [*(inside if isinstance(inside, list) else []), block.get("accessory"), block.get("element")]
    return [element for element in found if isinstance(element, dict)]


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _texts(child)
    elif isinstance(node, dict):
        for key, child in node.items():
            if key == "text" and isinstance(child, str):
                yield child
            else:
                yield from _texts(child)
