"""What became of messages nobody could tell about: the sink is asked again, and then the maintainer's word counts."""

from __future__ import annotations

from bot.weekly.delivery import RefusedError, UnknownError
from bot.weekly.ledger import Part
from bot.weekly.post import Round
from retrieval.errors import UsageError

WORDS = (None, "sent", "lost")
"""What a maintainer may say of a message: nothing, that it came, or that it did not."""


def resolve(turn: Round, word: str | None) -> list[Part]:
    """Settle every unknown part: by the sink's own history, else by *word*. A lost one is sent again.

    The parts as they stand afterwards; without a *word* some may still be unknown.
    """
    unknown = [part for part in turn.ledger.open_parts() if part.state == "unknown"]
    for part in unknown:
        try:
            _settle(turn, part, word)
        except (RefusedError, UnknownError, UsageError) as error:
            turn.ledger.mark(part, "unknown", turn.now, note=f"{error.message} {error.hint}")
    places = [(part.destination, part.week, part.number) for part in unknown]
    return [p for d, w, n in places for p in turn.ledger.parts(d, w) if p.number == n]


def _settle(turn: Round, part: Part, word: str | None) -> None:
    sink = turn.open_sink(turn.app, part.destination)
    first = next((p.ref for p in turn.ledger.parts(part.destination, part.week) if p.number == 0), "")
    first = first if part.number else ""
    try:
        ref = sink.find(part, first)
    except UnknownError:
        if word is None:
            raise
        ref = "by the maintainer's word" if word == "sent" else None
    if ref is None:
        turn.ledger.mark(part, "sending", turn.now)
        ref = sink.send(part, first)
    turn.ledger.mark(part, "sent", turn.now, ref)
