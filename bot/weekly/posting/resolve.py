"""What became of messages nobody could tell about: the sink is asked again, and then the maintainer's word counts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.weekly.posting import Round
from bot.weekly.posting.delivery import RefusedError, Sink, UnknownError
from bot.weekly.posting.ledger import OPEN, Part
from retrieval.errors import UsageError

WORDS = (None, "sent", "lost")
"""What a maintainer may say of a message: nothing, that it came, or that it did not."""
BELIEVED = "Sent, by the maintainer's word."
ORPHAN = "The rest was left out: without the main post's ts there is no thread to put it in."


def resolve(turn: Round, word: str | None) -> list[Part]:
    """Settle every unknown part: by the sink's own history, else by *word*. A lost one is sent again.

    The parts as they stand afterwards; without a *word* some may still be unknown.
    """
    unknown = [part for part in turn.ledger.open_parts() if part.state == "unknown"]
    for part in unknown:
        try:
            _settle(turn, part, word)
        except (UnknownError, UsageError, RefusedError) as error:
            turn.ledger.mark(part, "unknown", turn.now, note=error.told)
    places = [(part.destination, part.week, part.number) for part in unknown]
    return [p for d, w, n in places for p in turn.ledger.parts(d, w) if p.number == n]


def _settle(turn: Round, part: Part, word: str | None) -> None:
    post = turn.ledger.parts(part.destination, part.week)
    first = post[0].ref if part.number else ""
    sink = turn.sinks.open(part.destination)
    try:
        ref = sink.find(part, first)
    except (UnknownError, RefusedError):
        if word is None:
            raise
        if word == "sent":
            _believe(turn, part, post)
            return
        ref = None
    if ref is not None:
        turn.ledger.mark(part, "sent", turn.now, ref)
    elif turn.ledger.mark(part, "sending", turn.now):
        _send_again(turn, part, sink, first)


def _send_again(turn: Round, part: Part, sink: Sink, first: str) -> None:
    try:
        ref = sink.send(part, first)
    except RefusedError as error:
        turn.ledger.mark(part, "planned", turn.now, note=error.told)
    else:
        turn.ledger.mark(part, "sent", turn.now, ref)


def _believe(turn: Round, part: Part, post: Sequence[Part]) -> None:
    """Take *part* for sent. Nobody knows what its sink calls it, so nothing can be put under a main post."""
    under = [other for other in post if other.state in OPEN and part.number == 0 < other.number]
    for other in under:
        turn.ledger.mark(other, "skipped", turn.now, note=ORPHAN if other.number == 1 else "")
    turn.ledger.mark(part, "sent", turn.now, note=BELIEVED)
