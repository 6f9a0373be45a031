"""Abstracts as publishers mark them up, in JATS or HTML, as plain text.

Only elements that mark up prose are taken for markup: `<think>`, `<image>` and "x < y" are what a paper is about.
"""

from __future__ import annotations

import html
import re

from retrieval.text.accents import accents

_BLOCKS = "p|div|sec|section|title|abstract|li|ul|ol|list|list-item|h[1-6]|br|hr|blockquote|break|disp-formula"
_INLINE = "b|i|u|em|strong|small|big|font|span|italic|bold|sc|tt|a|xref|ext-link|inline-formula|styled-content|label"
_REST = r"(?:\s[^<>]{0,1000})?/?\s?>"
_BLOCK = re.compile(rf"</?(?:jats:)?(?:{_BLOCKS}){_REST}", re.I)
_RAISED = re.compile(r"<(?:jats:)?sup>", re.I)
_LOWERED = re.compile(r"(?<=\d)<(?:jats:)?sub>", re.I)
_WITHIN = re.compile(rf"</?(?:(?:jats|mml|m):[a-z0-9-]{{1,40}}|{_INLINE}|sub|sup){_REST}|<!--[^<>]{{0,1000}}-->", re.I)
_HEADING = re.compile(r"<(?:jats:)?(title|h[1-6])>\s*(?:abstract|summary)[.:]?\s*</(?:jats:)?\1>", re.I)
# Only with its semicolon: "AT&T" and "R&D" are no entities.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ANNOUNCED = re.compile(r"\s*(?:arXiv:\S{1,40}\s+)?Announce Type:\s*[\w-]{1,30}\s+Abstract:\s*", re.I)
_ROUNDS = 3


def plain(text: str) -> str:
    """*text* without markup: entities are characters, blocks paragraphs, a raised 5 is "^5", accents are letters."""
    for _ in range(_ROUNDS):  # some pack markup into markup: "&amp;lt;p&amp;gt;"
        before = text
        text = (
            _ENTITY.sub(lambda found: html.unescape(found[0]), _without_tags(text)) if re.search("[<&]", text) else text
        )
        if text == before:
            break
    return accents(text)


def announced(text: str) -> str:
    """*text* without the words that arXiv's feeds of new papers put before an abstract."""
    found = _ANNOUNCED.match(text)
    return text[found.end() :] if found else text


def _without_tags(text: str) -> str:
    text = _BLOCK.sub("\n\n", _HEADING.sub("", text))
    return _WITHIN.sub("", _LOWERED.sub("_", _RAISED.sub("^", text)))
