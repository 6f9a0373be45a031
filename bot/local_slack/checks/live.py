"""What of a message is live: what Slack would turn into a mention, a link or a fetch when it shows it.

The rules are those of docs.slack.dev/messaging/formatting-message-text and of the text object's `verbatim`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

LiveKind = Literal["broadcast", "user", "channel", "group", "date", "link", "image"]

_TOKEN = re.compile(r"<([!@#]?)([^<>|\n]+)(?:\|([^<>\n]*))?>")
_URL = re.compile(r"\b(?:https?://|mailto:)[^\s<>|]+", re.IGNORECASE)
# Slack also links bare domains; the list is the top-level domains one meets in abstracts, not all there are.
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|ai|co|dev|edu|gov|app|info|me|uk|de|fr|ch|cn|jp)\b(?:/[^\s<>|]*)?",
    re.IGNORECASE,
)
_LINKED = re.compile(r"[a-z][a-z0-9+.-]*:\S|" + _DOMAIN.pattern, re.IGNORECASE)
_AT = re.compile(r"(?<!\w)@(channel|here|everyone)\b")
_MARKDOWN = re.compile(r"!?\[[^\[\]]*\]\(([^()\s]+)[^()]*\)")
_BROADCASTS = ("channel", "here", "everyone")


@dataclass(frozen=True, slots=True)
class Live:
    """One live thing: its *target* is a user id, a channel, an address…; *where* is its place in the payload.

    *auto* is True where nobody wrote a link and Slack makes one.
    """

    kind: LiveKind
    target: str
    where: str
    auto: bool = False


def live_in(payload: Mapping[str, Any], channels: Collection[str] = ()) -> tuple[Live, ...]:
    """Everything live in a message or view *payload*. *channels* are the names that `#name` may mean."""
    found: list[Live] = []
    blocks = payload.get("blocks") or []
    text = payload.get("text")
    if isinstance(text, str):
        # Beside blocks the text is only what notifications show: tokens in it work, bare addresses do not.
        found += _tokens(text, "/text")
        found += [] if blocks else _addresses(text, "/text")
    for n, block in enumerate(blocks):
        found += _walk(block, f"/blocks/{n}", channels)
    return tuple(found)


def mentions(text: str) -> tuple[str, ...]:
    """The ids of the users a person's text mentions."""
    return tuple(dict.fromkeys(live.target for live in _tokens(text, "") if live.kind == "user"))


def _walk(node: Any, where: str, channels: Collection[str]) -> Iterator[Live]:
    if isinstance(node, list):
        for n, child in enumerate(node):
            yield from _walk(child, f"{where}/{n}", channels)
    if not isinstance(node, dict):
        return
    yield from _own(node, where, channels)
    for key, child in node.items():
        yield from _walk(child, f"{where}/{key}", channels)


def _own(node: Mapping[str, Any], where: str, channels: Collection[str]) -> Iterator[Live]:
    """What is live in this very object, not in those inside it."""
    kind, text = node.get("type"), node.get("text")
    if kind == "mrkdwn" and isinstance(text, str):
        yield from _tokens(text, f"{where}/text")
        if not node.get("verbatim"):
            yield from _addresses(text, f"{where}/text")
            yield from _names(text, f"{where}/text", channels)
    elif kind == "markdown" and isinstance(text, str):
        yield from _tokens(text, f"{where}/text")
        yield from (Live("link", m[1], f"{where}/text") for m in _MARKDOWN.finditer(text))
        yield from _addresses(_MARKDOWN.sub(" ", text), f"{where}/text")
    elif kind in ("user", "channel", "usergroup") and f"{kind}_id" in node:
        yield Live("group" if kind == "usergroup" else kind, str(node[f"{kind}_id"]), where)
    elif kind == "broadcast":
        yield Live("broadcast", str(node.get("range")), where)
    if isinstance(node.get("url"), str):
        yield Live("link", node["url"], f"{where}/url")
    if isinstance(node.get("image_url"), str):
        yield Live("image", node["image_url"], f"{where}/image_url")


def _tokens(text: str, where: str) -> Iterator[Live]:
    for sign, target, _ in (m.groups() for m in _TOKEN.finditer(text)):
        head = target.split("^")[0]
        if sign == "@":
            yield Live("user", target, where)
        elif sign == "#":
            yield Live("channel", target, where)
        elif sign == "!" and head in _BROADCASTS:
            yield Live("broadcast", head, where)
        elif sign == "!":
            yield Live("date" if head == "date" else "group", target, where)
        elif _LINKED.match(target):
            yield Live("link", target, where)


def _addresses(text: str, where: str) -> Iterator[Live]:
    bare = _TOKEN.sub(" ", text)
    yield from (Live("link", m[0], where, auto=True) for m in _URL.finditer(bare))
    yield from (Live("link", m[0], where, auto=True) for m in _DOMAIN.finditer(_URL.sub(" ", bare)))


def _names(text: str, where: str, channels: Collection[str]) -> Iterator[Live]:
    bare = _TOKEN.sub(" ", text)
    yield from (Live("broadcast", m[1], where, auto=True) for m in _AT.finditer(bare))
    for name in channels:
        if re.search(rf"(?<!\w)#{re.escape(name)}\b", bare):
            yield Live("channel", name, where, auto=True)
