"""The local Slack refuses the blocks and views Slack refuses, and says where."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from local_app import button, field, modal, section

from bot.local_slack.checks.blocks import check_blocks, check_view, too_long


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}]}
IMAGE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"}


@pytest.mark.parametrize(
    "block",
    [
        section("x" * 3000, verbatim=True),
        {"type": "section", "fields": [plain("a")] * 10},
        section("a") | {"accessory": button("b", value="v" * 2000)},
        {"type": "header", "text": plain("x" * 150)},
        {"type": "divider", "block_id": "d"},
        {"type": "context", "elements": [plain("a")] * 10},
        actions(*(button(f"a{n}") for n in range(25))),
        IMAGE,
        field("question"),
        RICH,
        {"type": "markdown", "text": "x" * 12_000},
    ],
)
def test_good_blocks_pass(block: dict[str, Any]) -> None:
    """What Slack takes, up to its very limits, is taken."""
    assert check_blocks([block]) == []


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ({"type": "section"}, "missing required field: text or fields [json-pointer:/blocks/0]"),
        ({"type": "section", "fields": [plain("a")] * 11}, "no more than 10 items"),
        ({"type": "section", "text": "words"}, "must be an object [json-pointer:/blocks/0/text]"),
        ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "a"}}, "unsupported type: mrkdwn"),
        ({"type": "context", "elements": [plain("a")] * 11}, "no more than 10 items"),
        ({"type": "context", "elements": []}, "no fewer than 1 items"),
        ({"type": "context", "elements": [button("a")]}, "unsupported type: button"),
        (actions(*(button(f"a{n}") for n in range(26))), "no more than 25 items"),
        (actions(button("a", "x" * 76)), "must be less than 76 characters"),
        (actions(button("a", value="v" * 2001)), "must be less than 2001 characters"),
        (actions(button("a" * 256)), "must be less than 256 characters"),
        (actions(button("a"), button("a")), "action_id already exists: a"),
        (actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
        (actions(button("a", style="bold")), "must be one of primary, danger"),
        (actions(button("a", url="nowhere")), "must be a valid URL"),
        ({"type": "divider", "block_id": "d" * 256}, "must be less than 256 characters"),
        ({"type": "divider", "text": "a"}, "invalid additional property: text"),
        ({"type": "image", "image_url": "https://example.org/a.png"}, "missing required field: alt_text"),
        ({"type": "input", "label": plain("a")}, "missing required field: element"),
        (
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [plain("a")]}]},
            "unsupported type",
        ),
        ({"type": "markdown", "text": "x" * 12_001}, "must be less than 12001 characters"),
        ({"type": "marquee"}, "unsupported type: marquee [json-pointer:/blocks/0/type]"),
        ({"text": plain("a")}, "missing required field: type"),
        ("words", "must be an object"),
    ],
)
def test_bad_blocks_are_named(block: Any, problem: str) -> None:
    """A limit passed, a field missing, a type or key Slack does not know: told with its place."""
    assert any(problem in finding for finding in check_blocks([block])), check_blocks([block])


def test_limits_of_the_whole_message() -> None:
    """Fifty blocks and no more, a block_id once, and the undocumented room for all text."""
    assert check_blocks([{"type": "divider"}] * 50) == []
    assert "no more than 50 items allowed" in check_blocks([{"type": "divider"}] * 51)[0]
    assert "block_id already exists: a" in check_blocks([{"type": "divider", "block_id": "a"}] * 2)[0]
    assert not too_long([section("x" * 3000)] * 4)
    assert too_long([section("x" * 3000)] * 4 + [section("x" * 900)])
    assert not too_long([section("x" * 100)] * 50)


@pytest.mark.parametrize(
    ("view", "kind", "problem"),
    [
        (modal(field("q")) | {"submit": None}, "modal", "missing required field: submit"),
        (modal(title=plain("x" * 25)), "modal", "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(private_metadata="x" * 3001), "modal", "must be less than 3001"),
        (modal(*[{"type": "divider"}] * 101), "modal", "no more than 100 items"),
        (modal(), "home", "unsupported type: modal"),
        ({"type": "home"}, "home", "missing required field: blocks"),
        ({"type": "home", "blocks": [], "submit": plain("a")}, "home", "invalid additional property: submit"),
    ],
)
def test_bad_views_are_named(view: dict[str, Any], kind: str, problem: str) -> None:
    """Modals and Home tabs have limits of their own."""
    assert any(problem in finding for finding in check_view(view, kind)), check_view(view, kind)


def test_good_views_pass() -> None:
    """A modal with a question, and a Home tab of a hundred blocks."""
    assert check_view(modal(field("q"), private_metadata="", callback_id="c"), "modal") == []
    assert check_view({"type": "home", "blocks": [{"type": "divider"}] * 100}, "home") == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["section", "mrkdwn", "button", "actions", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "elements", "fields", "accessory", "url"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4))
def test_nonsense_is_refused_not_crashed_on(blocks: list[Any]) -> None:
    """Whatever JSON comes as blocks, there is an answer."""
    assert isinstance(check_blocks(blocks), list)
