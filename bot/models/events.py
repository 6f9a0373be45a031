"""The JSON of an answer, out of the bytes of its body: an event stream, or one object, whatever it is labelled as."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

DONE = "[DONE]"
"""What an event stream says at its end."""
MOST_BYTES = 20_000_000
"""No answer is nearly as long, though every token of it came with an event of its own."""
_MOST_LINES = 100
"""Lines one event may be spread over."""


class WebPageError(ValueError):
    """A web page came where an answer was expected."""


def pieces(body: Iterable[bytes]) -> Iterator[Any]:
    """Each JSON value of *body* as it comes in, and `DONE` where the stream says so. Raises `ValueError`."""
    lines = _lines(body)
    first = next((line for line in lines if line.strip()), "")
    begun = first.lstrip("\ufeff \t")
    if begun.startswith("<"):
        raise WebPageError("a web page")
    if begun.startswith(("{", "[")) and not begun.startswith(DONE):
        yield from _bare(chain([begun], lines))
    else:
        yield from _events(chain([begun], lines))


def _bare(lines: Iterator[str]) -> Iterator[Any]:
    """One JSON value, or one a line."""
    held = list(lines)
    try:
        yield json.loads("\n".join(held))
    except ValueError:
        values = [json.loads(line) for line in held if line.strip()]
        if len(values) < 2:
            raise
        yield from values


def _events(lines: Iterator[str]) -> Iterator[Any]:
    """The data of each event; what is held when the stream ends was cut off, and is left out."""
    held: list[str] = []
    for line in lines:
        if line.startswith("data:"):
            held.append(line[5:].strip())
            text = "\n".join(held)
            if text == DONE:
                yield DONE
                return
            value = _value(text)
            if value is not None:
                held = []
                yield value
        if held and (not line or len(held) > _MOST_LINES):
            raise ValueError("an event that is no JSON")


def _value(text: str) -> Any:
    """The JSON value of *text*; None if it is not whole yet, or says nothing."""
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def _lines(body: Iterable[bytes]) -> Iterator[str]:
    """The lines of *body*: split at line feeds only, since JSON may hold every other separator as it stands."""
    rest: list[bytes] = []
    read = 0
    for data in body:
        read += len(data)
        if read > MOST_BYTES:
            raise ValueError("a body without an end")
        *whole, last = data.split(b"\n")
        for line in whole:
            yield b"".join((*rest, line)).rstrip(b"\r").decode("utf-8")
            rest = []
        rest.append(last)
    if tail := b"".join(rest):
        yield tail.decode("utf-8")
