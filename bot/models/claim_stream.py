"""Claims out of a model's answer: each one as soon as it is complete, and all of them once the answer is.

The wanted form is `{"claims": [{"text": …, "evidence": [{"source": 1, "quote": …}]}]}`. Around it models write
prose, code fences and what they think; a bare list of claims is understood too.
"""

from __future__ import annotations

import json
import re
from typing import Any

DEEPEST = 20
"""Brackets inside brackets in one claim. The form needs three; Python's own parser gives up near a thousand."""

_LIST = re.compile(r'"claims"\s*:\s*\[|\[(?=\s*\{)')
_NO_CLAIMS = re.compile(r"(?:```\w*\s*)?\[\s*\](?:\s*```)?")
_GAP = re.compile(r"[\s,]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\]]', re.S)  # a string that still lacks its end is a token too
_SOURCE = re.compile(r"\[?([0-9]{1,6})\]?")


class ClaimStream:
    """Reads an answer while it grows."""

    def __init__(self) -> None:
        self._restart()

    def _restart(self) -> None:
        self._seen = 0
        self._at: int | None = None  # where the next claim is looked for, once the list has begun
        self._count = 0
        self._closed = False
        self._fault = ""

    def feed(self, text: str) -> list[dict[str, Any]]:
        """The claims completed since the last call, in the form that `parse_claims` gives.

        *text* is all of the answer so far; a shorter one than before starts over. After a fault no more claims
        come: `parse_claims` says what it was.
        """
        if len(text) < self._seen:
            self._restart()
        self._seen = len(text)
        if self._at is None:
            self._at = _list_start(text)
        found = []
        while (claim := self._next(text)) is not None:
            found.append(claim)
        return found

    def _next(self, text: str) -> dict[str, Any] | None:
        """The next claim, if it is there whole and nothing was wrong so far."""
        if self._at is None or self._closed or self._fault:
            return None
        gap = _GAP.match(text, self._at)
        start = gap.end() if gap else self._at
        self._closed = text.startswith("]", start)
        if self._closed or start == len(text):
            return None
        try:
            end = _object_end(text, start)
            claim = None if end is None else _claim(text[start:end])
        except ValueError as error:
            self._fault = f"claim {self._count + 1}: {error}"
            return None
        if claim is not None:
            self._at, self._count = end, self._count + 1
        return claim

    def fault(self) -> str:
        """What is wrong with the text so far, taken as a complete answer; "" if nothing is."""
        if self._at is None:
            return 'there is no list of "claims" in the answer'
        if not self._fault and not self._closed:
            return f"claim {self._count + 1}: the answer ends before the list does"
        return self._fault


def parse_claims(text: str) -> list[dict[str, Any]]:
    """All claims of a complete answer: text, and evidence of source (an int) and quote, and nothing else.

    A `ValueError` names the first fault, in words for the model that made it.
    """
    if _NO_CLAIMS.fullmatch(text.strip()):
        return []
    stream = ClaimStream()
    claims = stream.feed(text)
    if fault := stream.fault():
        raise ValueError(fault)
    return claims


def _list_start(text: str) -> int | None:
    """Where the list's first claim may stand; what a reasoning model thinks aloud is passed over."""
    begin = 0
    if text.lstrip().startswith("<think>"):
        begin = text.find("</think>")
    found = _LIST.search(text, begin) if begin >= 0 else None
    return found.end() if found else None


def _object_end(text: str, start: int) -> int | None:
    """The end of the JSON object that begins at *start*, None if it is not there yet."""
    if text[start] != "{":
        raise ValueError("it is not an object")
    depth = 0
    for token in _TOKEN.finditer(text, start):
        if token[0] in ("{", "["):
            depth += 1
        elif token[0] in ("}", "]"):
            depth -= 1
        if depth > DEEPEST:
            raise ValueError("its brackets are nested too deeply")
        if depth == 0:
            return token.end()
    return None


def _claim(text: str) -> dict[str, Any]:
    """One claim from its JSON, checked."""
    try:
        claim = json.loads(text, strict=False)  # models do put line breaks into strings
    except ValueError as error:
        raise ValueError(f"it is not valid JSON ({error})") from error
    if not isinstance(claim.get("text"), str) or not claim["text"].strip():
        raise ValueError('its "text" must be a sentence')
    if not isinstance(claim.get("evidence"), list):
        raise ValueError('its "evidence" must be a list')
    evidence = [_evidence(n, item) for n, item in enumerate(claim["evidence"], 1)]
    return {"text": claim["text"], "evidence": evidence}


def _evidence(n: int, item: Any) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise ValueError(f"its evidence {n} must be an object")
    if not isinstance(item.get("quote"), str) or not item["quote"].strip():
        raise ValueError(f'the "quote" of its evidence {n} must be text')
    source = item.get("source")
    written = _SOURCE.fullmatch(source.strip()) if isinstance(source, str) else None
    if written:
        source = int(written[1])
    if not isinstance(source, int) or isinstance(source, bool):
        raise ValueError(f'the "source" of its evidence {n} must be a number')
    return {"source": source, "quote": item["quote"]}
