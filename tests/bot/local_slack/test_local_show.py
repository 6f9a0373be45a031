"""The local Slack prints what a person would read: names instead of ids, labels with their addresses, no mark-up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from local_app import button, field, modal, section, web

from bot.local_slack import LocalSlack
from bot.local_slack.prompt.commands import run
from bot.local_slack.prompt.plain_text import heading, message_text, view_text
from bot.local_slack.prompt.session import Session
from bot.local_slack.prompt.transcript import play
from retrieval.errors import UsageError


class Nobody:
    """An app that does nothing."""

    def idle(self) -> bool:
        return True

    def restart(self) -> None:
        raise AssertionError("there is nothing to restart")


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(retry_scale=0.001) as running:
        yield running


@pytest.fixture
def session(slack: LocalSlack) -> Session:
    return Session(slack, Nobody(), lambda line: None, patience=5)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a &lt; b &amp;&amp; c", "a < b && c"),
        ("<@U00BOB> in <#C00PAPERS|papers>", "@bob in #papers"),
        ("<!channel> <!subteam^S1|@group>", "@channel @@group"),
        ("<https://a.example|the paper>", "the paper (https://a.example)"),
        ("<https://a.example>", "https://a.example"),
    ],
)
def test_texts(slack: LocalSlack, text: str, shown: str) -> None:
    """Tokens become words; an address is never hidden behind its label."""
    web(slack).chat_postMessage(channel="C00PAPERS", text=text)
    assert message_text(slack.workspace, slack.seen("bob", "papers")[0]) == shown


def test_blocks(slack: LocalSlack) -> None:
    """Every kind of block leaves a line."""
    plain: dict[str, Any] = {"type": "plain_text", "text": "Head"}
    span = {"type": "link", "url": "https://a.example", "text": "rich"}
    blocks = [
        {"type": "header", "text": plain},
        section("body") | {"accessory": button("q", "Quote")},
        {"type": "context", "elements": [plain, plain]},
        {"type": "divider"},
        {"type": "image", "image_url": "https://a.example/x", "alt_text": "a plot"},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [span]}]},
        {"type": "actions", "elements": [button("a", "Yes"), button("b", "More", url="https://b.example")]},
    ]
    web(slack).chat_postEphemeral(channel="C00PAPERS", user="U00BOB", text="fallback", blocks=blocks)
    (message,) = slack.seen("bob", "papers")
    assert heading(slack.workspace, message) == "#papers broadsheet (only visible to bob)"
    lines = ["Head", "body", "[Quote]", "Head Head", "---", "(picture: a plot)", "rich (https://a.example)"]
    assert message_text(slack.workspace, message).split("\n") == [*lines, "[Yes]  [More https://b.example]"]


def test_views(slack: LocalSlack) -> None:
    """A modal shows its title, its fields with what is in them, and the button that sends it."""
    view = slack.parts.views.open("U00BOB", modal(field("Question")))
    assert view_text(slack.workspace, view) == "A modal\nQuestion: \n[A modal]"


def test_a_prompt_knows_its_place(session: Session) -> None:
    """Who one is and where, and what cannot be done is said."""
    run(session, "as bob")
    run(session, "in #random")
    run(session, "hello")
    run(session, "thread 1")
    assert session.place == "bob #random thread 1"
    for line in ("/ask hi", "as dora", "in #board", "thread 9", "click Share", "submit", "edit 9 a"):
        with pytest.raises(UsageError):
            run(session, line)


def test_expectations(session: Session, slack: LocalSlack) -> None:
    """A transcript knows what the app wrote from what people wrote, and goes on after a failure."""
    script = "hello\n>!\n> hello\nas dora\n/ask hi\n> dispatch_failed\n>! unicorn\n>! dispatch_failed\n"
    assert [failure.line for failure in play(session, script)] == [3, 4, 8]
