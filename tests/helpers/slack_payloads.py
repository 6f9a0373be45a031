"""Slack payloads read as Slack would read them: their texts, their limits, what is live in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.local_slack.checks.blocks import check_blocks
from bot.render.slack import Message


def text_objects(found: Any) -> Iterator[dict[str, Any]]:
    """Every text object anywhere in a payload, and every span of its rich text."""
    if isinstance(found, dict):
        if found.get("type") in ("plain_text", "mrkdwn", "text", "link") and isinstance(found.get("text"), str):
            yield found
        for value in found.values():
            yield from text_objects(value)
    elif isinstance(found, (list, tuple)):
        for value in found:
            yield from text_objects(value)


def length(text: str) -> int:
    """Characters as the strictest would count them: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def words_of(found: dict[str, Any]) -> str:
    """What Slack would show of a text object or a span; a span is not escaped."""
    if found["type"] in ("text", "link"):
        return str(found["text"])
    return as_read(re.sub(r"^<[^|]*\|(.*)>$", r"\1", found["text"]) if found["type"] == "mrkdwn" else found["text"])


def as_read(text: str) -> str:
    """What Slack would show of escaped text."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def check(message: Message, urls: tuple[str, ...]) -> None:
    """Fail unless Slack would take this message, and nothing in it is live but links to *urls*."""
    assert 0 < length(message.text) <= 3000
    assert not re.search(r"[<>]|&(?!(?:amp|lt|gt);)", message.text)
    assert 0 < len(message.blocks) <= 50
    assert sum(length(found["text"]) for found in text_objects(message.blocks)) <= 13_297 - 125 * len(message.blocks)
    assert check_blocks(list(message.blocks)) == []
    for block in message.blocks:
        limit = {"section": 3000, "header": 150, "context": 2000, "actions": 75, "rich_text": 3000}[block["type"]]
        for found in text_objects(block):
            assert 0 < length(found["text"]) <= limit
            check_text(found, urls)


def check_text(found: dict[str, Any], urls: tuple[str, ...]) -> None:
    """Fail if anything in a text object is live but a link to one of *urls*."""
    text = found["text"]
    if found["type"] == "mrkdwn":
        link = re.fullmatch(r"<([^|<>\s]+)\|([^|<>*_~`]+)>", text)
        assert found["verbatim"] is True
        assert link, text
        assert as_read(link[1]) in urls, text
    elif found["type"] in ("text", "link"):
        assert found["type"] == "text" or found["url"] in urls, found
        assert set(found) <= {"type", "text", "url", "style"}
    else:
        assert found["emoji"] is False
        assert not re.search(r"[<>]|&(?!(?:amp|lt|gt);)", text)
