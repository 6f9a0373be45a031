"""The local Slack knows what of a text Slack would make live."""

from __future__ import annotations

from typing import Any

import pytest
from local_app import button, section

from bot.local_slack.checks.live import live_in


def kinds(payload: dict[str, Any]) -> list[tuple[str, str]]:
    """Kind and target of everything live."""
    return [(live.kind, live.target) for live in live_in(payload, ["papers"])]


@pytest.mark.parametrize(
    ("text", "live"),
    [
        ("<!channel> read", [("broadcast", "channel")]),
        ("<!here|here>", [("broadcast", "here")]),
        ("<!subteam^S123|group>", [("group", "subteam^S123")]),
        ("<!date^1^{date}|x>", [("date", "date^1^{date}")]),
        ("<@U123|bob> and <#C1>", [("user", "U123"), ("channel", "C1")]),
        ("<https://a.example/x|words>", [("link", "https://a.example/x")]),
        ("see https://a.example/x.", [("link", "https://a.example/x.")]),
        ("see github.com/a/b", [("link", "github.com/a/b")]),
        ("in #papers, @here", [("broadcast", "here"), ("channel", "papers")]),
        ("`<!channel>` in code", [("broadcast", "channel")]),
        ("&lt;!channel&gt; &lt;@U1&gt;", []),
        ("a < b and c > d, e.g. 3.5, Fig. 2, #1", []),
    ],
)
def test_mrkdwn(text: str, live: list[tuple[str, str]]) -> None:
    """In mrkdwn, tokens work, and so do bare addresses and names unless the text is verbatim."""
    assert kinds({"blocks": [section(text)]}) == live


def test_verbatim_stops_only_what_nobody_wrote() -> None:
    """`verbatim` keeps Slack from linking by itself; tokens stay live."""
    blocks = [section("<!channel> https://a.example #papers github.com", verbatim=True)]
    assert kinds({"blocks": blocks}) == [("broadcast", "channel")]


def test_plain_text_is_dead() -> None:
    """plain_text and the text of rich_text are shown as they are."""
    text = "<!channel> <https://a.example> https://a.example"
    header = {"type": "header", "text": {"type": "plain_text", "text": text}}
    rich = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }
    assert kinds({"text": "", "blocks": [header, rich]}) == []


def test_what_is_live_without_any_text() -> None:
    """Links of buttons and of rich text, images, broadcasts of rich text."""
    spans = [{"type": "link", "url": "https://b.example"}, {"type": "broadcast", "range": "here"}]
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": spans}]}
    image = {"type": "image", "image_url": "https://i.example/x", "alt_text": "a"}
    pressed = {"type": "actions", "elements": [button("a", url="https://a.example")]}
    assert kinds({"blocks": [rich, image, pressed]}) == [
        ("link", "https://b.example"),
        ("broadcast", "here"),
        ("image", "https://i.example/x"),
        ("link", "https://a.example"),
    ]


def test_markdown_blocks() -> None:
    """Markdown links, bare addresses and Slack's own tokens are live in markdown blocks too."""
    block = {"type": "markdown", "text": "<!everyone> [a](https://a.example) and https://b.example"}
    assert kinds({"blocks": [block]}) == [
        ("broadcast", "everyone"),
        ("link", "https://a.example"),
        ("link", "https://b.example"),
    ]


def test_the_text_beside_blocks() -> None:
    """It is only for notifications: its tokens work, its bare addresses do not."""
    payload = {"text": "<@U1> https://a.example"}
    assert kinds(payload) == [("user", "U1"), ("link", "https://a.example")]
    assert kinds({**payload, "blocks": [{"type": "divider"}]}) == [("user", "U1")]
