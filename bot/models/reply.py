"""Which part of a model's words is its answer: what it thought aloud is set aside, and the object asked for is found.

Models think aloud in many marks, some served with their opening cut off, and write prose, drafts and code fences
around what was asked. Answers, one-liners, themes, the order of papers and verdicts are all read here.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from bot.models.loose_json import LooseJson

T = TypeVar("T")

_MARK = r"(?:[a-z]{1,10}:)?(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflection|scratchpad)"
_OPENS = re.compile(
    rf"<{_MARK}>|\[{_MARK}\]|◁{_MARK}▷|<\|(?:begin_of_thought|start_thinking|begin_of_thinking)\|>", re.I
)
_CLOSES = re.compile(rf"</{_MARK}>|\[/{_MARK}\]|◁/{_MARK}▷|<\|(?:end_of_thought|end_thinking|end_of_thinking)\|>", re.I)
_JSON_BEGINS = re.compile(r"\s{0,50}(?:```\w{0,20}\s{0,50})?(?:\{|\[\s{0,50}[{\]\d\"])")
# The channels of gpt-oss, with their marks or, from servers that drop special tokens, without.
_FINAL = re.compile(
    r"<\|channel\|>\s?final\b(?:[^<]{0,40}<\|constrain\|>)?[^<]{0,40}<\|message\|>|(?<=assistant)final(?=[\s{\[\"A-Z])"
)
_CHANNELS = re.compile(r"<\|(?:channel|start)\|>|analysis(?=[\"A-Z])")
_SPECIAL = re.compile(r"<\|[a-z_]{1,30}\|>.*", re.S)

_LINE_LABEL = re.compile(r"^\W{0,10}(?:tl;?\s?dr|one[- ]liner?|summary|answer|line)\b\W{0,4}[:：][\s*_]{0,4}", re.I)
_LEAD_IN = re.compile(r"[^\n]{1,120}:[*_]{0,2}[ \t]{0,20}\n\s{0,20}(?=\S)")
_QUOTATION = {'"': '"', "“": "”", "„": "“", "«": "»", "'": "'", "‘": "’", "`": "`", "**": "**", "*": "*", "_": "_"}

_STRICT = json.JSONDecoder(strict=False)  # models do put line breaks into strings
_TRIES = 300
"""Brackets looked at for the beginning of an object; none of the forms asked for has nearly as many before it."""
_TIMES = 4
"""How often a text is read over in search of an object that can be read."""


def spoken(text: str) -> str:
    """*text* without what was thought aloud; "" as long as all of it is thoughts."""
    if _CHANNELS.match(text.lstrip()):
        finals = list(_FINAL.finditer(text))
        return _SPECIAL.sub("", text[finals[-1].end() :]).strip() if finals else ""
    rest = _after_opened(text.strip())
    return _after_stray(rest, bare=not _JSON_BEGINS.match(rest))


def _after_opened(text: str) -> str:
    """*text* behind the thoughts it opens with; what opens and does not close is thoughts to the end."""
    while opened := _OPENS.match(text):
        closed = _CLOSES.search(text, opened.end())
        if closed is None:
            return ""
        text = text[closed.end() :].lstrip()
    return text


def _after_stray(text: str, *, bare: bool) -> str:
    """*text* behind a mark that closes what was never opened: an object behind it, or else, if *bare*, all there is."""
    ends = [found.end() for found in _CLOSES.finditer(text)]
    if bare and ends:
        ends = [end for end in ends if not any(a < end < b for a, b in _whole_objects(text))]
    for end in ends:
        if _JSON_BEGINS.match(text, end):
            return text[end:].strip()
    if bare and ends and text[ends[-1] :].strip():
        return text[ends[-1] :].strip()
    if bare and ends and (opened := _OPENS.search(text)):
        return text[: opened.start()].strip()
    return text


def _whole_objects(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the first JSON objects in *text*: marks inside them are words of the papers."""
    at = 0
    for _ in range(_TRIES):
        at = text.find("{", at)
        if at == -1:
            return
        try:
            end = _STRICT.raw_decode(text, at)[1]
            yield at, end
            at = end
        except (ValueError, RecursionError):
            at += 1


def answer_begins(text: str) -> int | None:
    """Where, behind closed thoughts, the JSON of an answer begins that is still being written; None if unknown.

    What begins with prose may be thoughts whose opening was cut off, and is read once it is whole.
    """
    at = len(text) - len(text.lstrip())
    if _CHANNELS.match(text, at):
        finals = list(_FINAL.finditer(text))
        at = finals[-1].end() if finals else len(text)
    while opened := _OPENS.match(text, at):
        closed = _CLOSES.search(text, opened.end())
        if closed is None:
            return None
        at = len(text) - len(text[closed.end() :].lstrip())
    begun = _JSON_BEGINS.match(text, at)
    return begun.start() if begun else None


def objects(text: str) -> Iterator[tuple[Any, bool]]:
    """(value, whether it was closed) of each object and list in the spoken part of *text*, none inside another."""
    return _values(_decoded(spoken(text)))


def last_object(text: str, wanted: Callable[[Any], T | None]) -> T | None:
    """What *wanted* makes of the last object or list in the spoken part of *text* that it takes; None if of none.

    One that is whole goes before one that was cut off.
    """
    found = [(closed, made) for value, closed in objects(text) if (made := wanted(value)) is not None]
    whole = [made for closed, made in found if closed]
    return next(reversed(whole or [made for _, made in found]), None)


def spoken_line(text: str) -> str:
    """The one line of *text*, without the thoughts, label, fence, JSON or quotation marks models put around it."""
    line = spoken(text)
    if _JSON_BEGINS.match(line):
        line = last_object(line, _only_text) or line
    if fenced := re.fullmatch(r"```\w{0,10}\n?([^`]*)```", line):
        line = fenced[1]
    line = _LEAD_IN.sub("", line.strip(), count=1)
    for _ in range(3):  # marks may stand inside marks, as in **TL;DR:** "…"
        line = _LINE_LABEL.sub("", line.strip(), count=1).strip()
        for opens, closes in _QUOTATION.items():
            inner = line[len(opens) : -len(closes)]
            if line.startswith(opens) and line.endswith(closes) and inner and closes not in inner:
                line = inner.strip()
    return line


def _only_text(value: Any) -> str | None:
    """The text of an object with one text in it, or of a list with one such item."""
    if isinstance(value, list):
        return _only_text(value[0]) if len(value) == 1 else None
    if isinstance(value, dict):
        texts = [item for item in value.values() if isinstance(item, str) and item.strip()]
        return texts[0] if len(texts) == 1 else None
    return value if isinstance(value, str) else None


def _decoded(text: str) -> str:
    """*text*, or the JSON in it if that was written as a JSON string or for a web page."""
    if '"' not in text and "&quot;" in text:
        text = html.unescape(text)
    bare = text.strip("`").removeprefix("json").strip()
    if bare.startswith('"'):
        try:
            inner = json.loads(bare, strict=False)
        except (ValueError, RecursionError):
            return text
        return inner if isinstance(inner, str) else text
    return text


def _values(text: str) -> Iterator[tuple[Any, bool]]:
    """(value, whether it was closed) of each object and list in *text* that can be read, none inside another."""
    at, to_look_at = 0, _TIMES * len(text)
    for _ in range(_TRIES):
        begun = _BRACKET.search(text, at)
        if begun is None:
            return
        at = begun.end()
        try:
            value, at = _STRICT.raw_decode(text, begun.start())
            yield mended(value), True
        except (ValueError, RecursionError):
            if to_look_at > 0:
                loose = LooseJson(text)
                with suppress(ValueError):
                    value, at = loose.read(begun.start())
                    yield mended(value), not loose.cut
                to_look_at -= max(0, loose.reached - begun.start())


_BRACKET = re.compile(r"[{\[]")
# JSON reads \beta as a backspace and "eta". No abstract holds a backspace, or a tab before "heta".
_EATEN = re.compile(
    r"\x08(?=[a-z])|\x0c(?=[a-z])|\t(?=(?:heta|ext[a-z]{0,3}|imes|au|o|ilde|riangle|op|anh?)(?![a-z]))"
    r"|\r(?=(?:ho|ight|m|angle|ceil|floor)(?![a-z]))|\n(?=(?:abla|u|eq|eg|ot|mid)(?![a-z]))"
)
_ESCAPES = {"\x08": "\\b", "\x0c": "\\f", "\t": "\\t", "\r": "\\r", "\n": "\\n"}


def mended(value: Any) -> Any:
    """*value* with the LaTeX in its texts that JSON took for escapes."""
    if isinstance(value, str):
        return _EATEN.sub(lambda found: _ESCAPES[found[0]], value)
    if isinstance(value, list):
        return [mended(item) for item in value]
    if isinstance(value, dict):
        return {key: mended(item) for key, item in value.items()}
    return value
