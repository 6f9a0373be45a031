"""JSON as models write it, read where no doubt is left about what was meant.

Understood beyond the standard: commas too many or missing, Chinese commas and colons, comments, single and typographic
quotation marks, marks inside a text that were not escaped, backslashes of LaTeX, line breaks in texts, Python's
literals, bare keys, and a text that ends before its brackets do.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

DEEPEST = 20
"""Brackets inside brackets. The forms asked for need four."""

_GAP = re.compile(r"(?:\s+|[,，]|//[^\n]*|#[^\n]*|/\*.{0,2000}?\*/)*", re.S)
_COLON = re.compile(r"\s*[:：=]\s*")
_BARE_KEY = re.compile(r"[A-Za-z_][\w-]{0,40}(?=\s*[:：])")
_KEY = re.compile(r"[^\n{}\[\]]{0,60}")
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?(?:[eE][-+]?\d{1,3})?")
_WORDS = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None}
_WORD = re.compile(r"true|false|null|True|False|None")
_CLOSING = {'"': '"', "'": "'", "“": "”", "‘": "’"}
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_HEX = re.compile(r"[0-9a-fA-F]{4}")

# What may follow the mark that ends a text; any other mark stands inside it.
_SOME = r"\s{0,50}"  # bounded, so that no run of blanks takes long
_ENDS_KEY = re.compile(rf"{_SOME}[:：]")
_ENDS_VALUE = re.compile(
    rf"{_SOME}(?:[}}\]]|\Z|[,，]?{_SOME}(?://|/\*|#)|[,，]{_SOME}(?:[}}\]]|\Z)"
    rf"|(?:[,，]{_SOME}|\n{_SOME})(?:[\"'“][\w -]{{1,40}}[\"'”]|\w{{1,40}})\s?[:：])"
)
_ENDS_ITEM = re.compile(rf"{_SOME}(?:[\]}}]|\Z|,?{_SOME}(?://|/\*|#)|,{_SOME}(?:[\"'“{{\[\]]|-?\d|\Z))")


class LooseJson:
    """Reads one value out of *text*. *cut* is true once a bracket or a text in it turned out to lack its end.

    An item of a list that was cut is left out. *reached* is how far the text has been looked at.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.cut = False
        self.reached = 0

    def read(self, at: int) -> tuple[Any, int]:
        """The object or list that begins at *at*, and where it ends. `ValueError` if nobody could say what it is."""
        return self._value(at, DEEPEST, _ENDS_VALUE)

    def _value(self, at: int, depth: int, ends: re.Pattern[str]) -> tuple[Any, int]:
        mark = self._text[at : at + 1]
        if depth == 0:
            raise ValueError("its brackets are nested too deeply")
        if mark == "{":
            return self._object(at + 1, depth)
        if mark == "[":
            return self._list(at + 1, depth)
        if mark in _CLOSING and mark:
            return self._string(at, ends)
        if number := _NUMBER.match(self._text, at):
            written = number[0]
            self._over(number.end())  # the next digit may be missing
            return (int(written) if written.lstrip("-").isdigit() else float(written)), number.end()
        if word := _WORD.match(self._text, at):
            return _WORDS[word[0]], word.end()
        raise ValueError("it holds something that is no value")

    def _object(self, at: int, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        while True:
            at = self._skip(at)
            if self._over(at):
                return found, at
            if self._text[at] == "}":
                return found, at + 1
            key, at = self._key(at)
            colon = _COLON.match(self._text, at)
            if colon is None and not self._over(at):
                raise ValueError("it holds a key without a value")
            if colon is None or self._over(colon.end()):
                return found, len(self._text)
            value, at = self._value(colon.end(), depth - 1, _ENDS_VALUE)
            found[key] = value

    def _key(self, at: int) -> tuple[str, int]:
        if bare := _BARE_KEY.match(self._text, at):
            return bare[0], bare.end()
        if self._text[at] not in _CLOSING:
            raise ValueError("it holds something that is no key")
        key, at = self._string(at, _ENDS_KEY)
        if not _KEY.fullmatch(key) and not self.cut:
            raise ValueError("it holds something that is no key")
        return key, at

    def _list(self, at: int, depth: int) -> tuple[list[Any], int]:
        found: list[Any] = []
        while True:
            at = self._skip(at)
            if self._over(at):
                return found, at
            if self._text[at] == "]":
                return found, at + 1
            if self._text[at] == "}" and found:  # its own end was forgotten
                return found, at
            value, at = self._value(at, depth - 1, _ENDS_ITEM)
            if not self.cut:
                found.append(value)

    def _string(self, at: int, ends: re.Pattern[str]) -> tuple[str, int]:
        marks = _end_or_escape(self._text[at])
        at, parts = at + 1, list[str]()
        self.reached = max(self.reached, at)
        while found := marks.search(self._text, at):
            parts.append(self._text[at : found.start()])
            if found[0] == "\\":
                part, at = self._escape(found.end())
                parts.append(part)
            elif ends.match(self._text, found.end()):
                self.reached = found.end()
                return "".join(parts), found.end()
            else:
                parts.append(found[0])
                at = found.end()
        self.cut = True
        self.reached = len(self._text)
        return "".join([*parts, self._text[at:]]), len(self._text)

    def _escape(self, at: int) -> tuple[str, int]:
        """What stands behind a backslash, and where the text goes on; a backslash that escapes nothing stays."""
        mark = self._text[at : at + 1]
        if mark == "u" and (code := _HEX.match(self._text, at + 1)):
            return chr(int(code[0], 16)), code.end()
        if mark in ('"', "'", "\\", "/"):
            return mark, at + 1
        return (_ESCAPED[mark], at + 1) if mark in _ESCAPED else ("\\", at)

    def _skip(self, at: int) -> int:
        gap = _GAP.match(self._text, at)
        return gap.end() if gap else at

    def _over(self, at: int) -> bool:
        """Whether the text ends here, with something still open."""
        over = at >= len(self._text)
        self.cut = self.cut or over
        return over


@cache
def _end_or_escape(mark: str) -> re.Pattern[str]:
    """What ends a text begun with *mark*, or escapes a character in it."""
    return re.compile(rf"\\|{_CLOSING[mark]}", re.S)
