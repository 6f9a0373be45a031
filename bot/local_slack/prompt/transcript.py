"""A conversation as a file: lines as one types them, and what must come of each.

    # a comment
    /ask what is grokking?
    > Grokking is
    >! could not

A line after `>` must have appeared since the last deed, in something the app wrote; after `>!` it must not have.
`>!` alone: the app wrote nothing at all. Differences of spacing do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.local_slack.prompt.commands import run
from bot.local_slack.prompt.session import Session
from retrieval.errors import BroadsheetError


@dataclass(frozen=True, slots=True)
class Failure:
    """A line that did not come true, and what was there instead."""

    line: int
    expected: str
    seen: str


def play(session: Session, text: str) -> Iterator[Failure]:
    """Run a transcript; what fails is given as it fails, and the rest still runs."""
    seen = ""
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#") or session.over:
            continue
        if line.startswith(">"):
            if not _holds(line, seen):
                yield Failure(number, line, seen)
            continue
        session.tell(f"\n{session.place}> {line}")
        try:
            seen = run(session, line)
        except BroadsheetError as error:
            yield Failure(number, line, error.message)
            seen = ""


def _holds(expectation: str, seen: str) -> bool:
    wanted, shown = _folded(expectation.lstrip(">").removeprefix("!")), _folded(seen)
    if expectation.startswith(">!"):
        return wanted not in shown if wanted else not shown
    return wanted in shown


def _folded(text: str) -> str:
    return " ".join(text.split())
