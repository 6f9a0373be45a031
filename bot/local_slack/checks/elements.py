"""What stands inside blocks: text objects, buttons, selects, inputs, rich text.

Limits: docs.slack.dev/reference/block-kit.
"""

from __future__ import annotations

from bot.local_slack.checks.schema import (
    Check,
    Fields,
    address,
    anything,
    boolean,
    integer,
    items,
    one_of,
    record,
    string,
    typed,
)

_PLAIN = "plain_text"


def text(most: int, *kinds: str) -> Check:
    """A text object of these *kinds* (both if none is named) with 1 to *most* characters."""
    table = {
        _PLAIN: record({"text": string(most)}, {"emoji": boolean}),
        "mrkdwn": record({"text": string(most)}, {"verbatim": boolean}),
    }
    return typed(table, kinds or tuple(table))


def plain(most: int) -> Check:
    """A plain_text object."""
    return text(most, _PLAIN)


_ACTION: Fields = {"action_id": string(255)}
_CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
_OPTION = record({"text": text(75), "value": string(150)}, {"description": text(75), "url": address})
_GROUP = record({"label": plain(75), "options": items(_OPTION, 100)}, {})
_ASKS: Fields = {**_ACTION, "confirm": _CONFIRM, "focus_on_load": boolean}
_SELECT: Fields = {**_ASKS, "placeholder": plain(150), "response_url_enabled": boolean}
_WRITES: Fields = {
    **_ACTION,
    "placeholder": plain(150),
    "initial_value": string(3000, 0),
    "focus_on_load": boolean,
    "dispatch_action_config": anything,
}
_CHOICE: Fields = {**_SELECT, "options": items(_OPTION, 100), "option_groups": items(_GROUP, 100)}
_BUTTON = record(
    {"text": plain(75)},
    {
        **_ACTION,
        "value": string(2000),
        "url": address,
        "style": one_of("primary", "danger"),
        "confirm": _CONFIRM,
        "accessibility_label": string(75),
    },
)
_FEEDBACK = record({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})

ELEMENTS: dict[str, Check] = {
    "button": _BUTTON,
    "image": record({"alt_text": string(2000)}, {"image_url": address, "slack_file": anything}),
    "overflow": record({"options": items(_OPTION, 5)}, {**_ACTION, "confirm": _CONFIRM}),
    "static_select": record({}, {**_CHOICE, "initial_option": _OPTION}),
    "multi_static_select": record(
        {}, {**_CHOICE, "initial_options": items(_OPTION, 100), "max_selected_items": integer}
    ),
    "users_select": record({}, {**_SELECT, "initial_user": string(255)}),
    "channels_select": record({}, {**_SELECT, "initial_channel": string(255)}),
    "conversations_select": record(
        {},
        {
            **_SELECT,
            "initial_conversation": string(255),
            "default_to_current_conversation": boolean,
            "filter": anything,
        },
    ),
    "checkboxes": record({"options": items(_OPTION, 10)}, {**_ASKS, "initial_options": items(_OPTION, 10)}),
    "radio_buttons": record({"options": items(_OPTION, 10)}, {**_ASKS, "initial_option": _OPTION}),
    "datepicker": record({}, {**_ASKS, "initial_date": string(10), "placeholder": plain(150)}),
    "plain_text_input": record({}, {**_WRITES, "multiline": boolean, "min_length": integer, "max_length": integer}),
    "url_text_input": record({}, _WRITES),
    "number_input": record(
        {"is_decimal_allowed": boolean}, {**_WRITES, "min_value": string(50), "max_value": string(50)}
    ),
    "feedback_buttons": record({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ACTION),
    "icon_button": record(
        {"icon": string(50), "text": plain(75)},
        {
            **_ACTION,
            "value": string(2000),
            "confirm": _CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": anything,
        },
    ),
}

_INPUTS = ("plain_text_input", "url_text_input", "number_input", "checkboxes", "radio_buttons", "datepicker")
_SELECTS = tuple(name for name in ELEMENTS if name.endswith("select"))
IN_ACTIONS = ("button", "overflow", "checkboxes", "radio_buttons", "datepicker", *_SELECTS)
IN_SECTION = (*IN_ACTIONS, "image")
IN_INPUT = (*_INPUTS, *_SELECTS)

_STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "unlink"), boolean))
_SPANS: dict[str, Check] = {
    "text": record({"text": string(13_000)}, {"style": _STYLE}),
    "link": record({"url": address}, {"text": string(3000), "unsafe": boolean, "style": _STYLE}),
    "user": record({"user_id": string(255)}, {"style": _STYLE}),
    "channel": record({"channel_id": string(255)}, {"style": _STYLE}),
    "usergroup": record({"usergroup_id": string(255)}, {"style": _STYLE}),
    "broadcast": record({"range": one_of("here", "channel", "everyone")}, {"style": _STYLE}),
    "emoji": record({"name": string(255)}, {"unicode": string(255), "style": _STYLE}),
    "date": record(
        {"timestamp": integer, "format": string(255)}, {"url": address, "fallback": string(255), "style": _STYLE}
    ),
    "color": record({"value": string(20)}, {"style": _STYLE}),
}
_LINE: Fields = {"elements": items(typed(_SPANS), 1000, 0)}
_SECTION_OF_RICH = record(_LINE, {})
RICH: dict[str, Check] = {
    "rich_text_section": _SECTION_OF_RICH,
    "rich_text_preformatted": record(_LINE, {"border": integer, "language": string(50)}),
    "rich_text_quote": record(_LINE, {"border": integer}),
    "rich_text_list": record(
        {"style": one_of("bullet", "ordered"), "elements": items(typed({"rich_text_section": _SECTION_OF_RICH}), 1000)},
        {"indent": integer, "offset": integer, "border": integer},
    ),
}
