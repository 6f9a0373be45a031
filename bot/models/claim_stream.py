"""Claims out of a model's answer: each one as soon as it is complete, and all of them once the answer is.

The wanted form is `{"claims": [{"text": …, "evidence": [{"source": 1, "quote": …}]}]}`; a bare list of claims is
understood too, and so are the small liberties models take with the form of a claim.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.models.claim_names import renamed
from bot.models.loose_json import DEEPEST
from bot.models.reply import answer_begins, mended, objects, spoken

_LIST = re.compile(r'"claims"\s{0,50}:\s{0,50}\[|\[(?=\s{0,50}\{)')
_NO_CLAIMS = re.compile(r"(?:```\w{0,20}\s{0,50})?\[\s{0,50}\](?:\s{0,50}```)?")
_GAP = re.compile(r"[\s,]*")
_BRACKET = re.compile(r"[{\[]")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\]]', re.S)  # a string that still lacks its end is a token too
_SOURCE = re.compile(
    r"\W{0,3}(?:(?:source|paper|abstract|document|doc|ref|no)\b\W{0,3})?([0-9]{1,6})(?:\.0)?\W{0,3}", re.I
)

Raw = dict[str, Any]
"""A claim in the form the gate takes: text, and evidence of source (an int, 0 if unsaid) and quote, nothing else."""


class ClaimStream:
    """Reads an answer while it grows, as far as it keeps to the form; `read_claims` reads the rest in the end."""

    def __init__(self) -> None:
        self._restart()

    def _restart(self) -> None:
        self._seen = 0
        self._at: int | None = None  # where the next claim is looked for, once the list has begun
        self._over = False

    def feed(self, text: str) -> list[Raw]:
        """The claims completed since the last call. *text* is all so far; a shorter one than before starts over."""
        if len(text) < self._seen:
            self._restart()
        if self._at is None and _BRACKET.search(text, self._seen):
            self._at = _list_start(text)
        self._seen = len(text)
        found = []
        while (claim := self._next(text)) is not None:
            found.append(claim)
        return found

    def _next(self, text: str) -> Raw | None:
        """The next claim, if it is there whole and nothing was wrong so far."""
        if self._at is None or self._over:
            return None
        gap = _GAP.match(text, self._at)
        start = gap.end() if gap else self._at
        if start == len(text):
            return None
        try:
            end = _object_end(text, start)
            claim = None if end is None else _claim(mended(json.loads(text[start:end], strict=False)))
        except ValueError:
            self._over = True
            return None
        if claim is not None:
            self._at = end
        return claim


@dataclass(frozen=True, slots=True)
class Claims:
    """The *found* claims of a whole answer, what was wrong with each of the others, and whether its end is missing."""

    found: list[Raw]
    faults: tuple[str, ...] = ()
    cut: bool = False


def read_claims(text: str) -> Claims:
    """The claims of a whole answer: those of its last list, or else all that stand alone.

    A `ValueError` says, in words for the model that wrote it, why there is nothing to read.
    """
    if _NO_CLAIMS.fullmatch(spoken(text)):
        return Claims([])
    values = list(objects(text))
    if not any(_listed(value) is not None or _is_claim(value) for value, _ in values):
        values = [(renamed(value), closed) for value, closed in values]
    lists = [(items, closed) for value, closed in values if (items := _listed(value)) is not None]
    alone = [value for value, _ in values if _is_claim(value)]
    if not lists and not alone:
        raise ValueError('there is no list of "claims" in the answer')
    whole = [items for items, closed in lists if closed]
    items = whole[-1] if whole else lists[-1][0] if lists else alone
    found, faults = list[Raw](), list[str]()
    for n, item in enumerate(items, 1):
        try:
            found.append(_claim(item))
        except ValueError as error:
            faults.append(f"claim {n}: {error}")
    cut = not whole
    if not found and (faults or cut):
        raise ValueError(faults[0] if faults else "the answer ends before its first claim does")
    return Claims(found, tuple(faults), cut)


def _list_start(text: str) -> int | None:
    """Where the list's first claim may stand."""
    begin = answer_begins(text)
    found = None if begin is None else _LIST.search(text, begin)
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


def _listed(value: Any, depth: int = 2) -> list[Any] | None:
    """The list of claims that *value* is, holds under its key, or wraps; None if there is none."""
    if isinstance(value, str):
        return next((items for inner, _ in objects(value) if (items := _listed(inner, depth)) is not None), None)
    if isinstance(value, list):
        if value and all(_is_claim(item) for item in value):
            return value
        return _listed(value[0], depth - 1) if len(value) == 1 and depth else None
    if not isinstance(value, dict):
        return None
    if "claims" in value:
        claims = value["claims"]
        if isinstance(claims, list):
            return claims
        if isinstance(claims, dict) and claims and all(_is_claim(item) for item in claims.values()):
            return list(claims.values())
        return [claims] if _is_claim(claims) else _listed(claims, depth - 1) if depth else None
    inner = [_listed(item, depth - 1) for item in value.values()] if depth and not _is_claim(value) else []
    return next((items for items in inner if items is not None), None)


def _is_claim(value: Any) -> bool:
    return isinstance(value, dict) and "text" in value and ("evidence" in value or "quote" in value)


def _claim(claim: Any) -> Raw:
    """One claim, checked."""
    if not isinstance(claim, dict):
        raise ValueError("it is not an object")
    if not isinstance(claim.get("text"), str) or not claim["text"].strip():
        raise ValueError('its "text" must be a sentence')
    evidence = claim.get("evidence", claim if "quote" in claim else None)
    if isinstance(evidence, (dict, str)):
        evidence = [evidence]
    if not isinstance(evidence, list):
        raise ValueError('its "evidence" must be a list')
    return {"text": claim["text"], "evidence": list(_evidence(evidence))}


def _evidence(items: list[Any]) -> Iterator[Raw]:
    for n, item in enumerate(items, 1):
        told = {"quote": item} if isinstance(item, str) else item
        if not isinstance(told, dict):
            raise ValueError(f"its evidence {n} must be an object")
        if not isinstance(told.get("quote"), str) or not told["quote"].strip():
            raise ValueError(f'the "quote" of its evidence {n} must be text')
        source = _source(told.get("source"))
        if source is None:
            raise ValueError(f'the "source" of its evidence {n} must be a number')
        yield {"source": source, "quote": told["quote"]}


def _source(source: Any) -> int | None:
    """The number *source* means; 0 for none or a name, as the quote alone tells where it stands; None for nonsense."""
    if isinstance(source, list) and len(source) == 1:
        return _source(source[0])
    if source is None or source == "":
        return 0
    if isinstance(source, str):
        written = _SOURCE.fullmatch(source.strip())
        return int(written[1]) if written else 0
    if isinstance(source, float) and source.is_integer():
        return int(source)
    return source if isinstance(source, int) and not isinstance(source, bool) else None
