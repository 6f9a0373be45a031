"""What a job came to: a reply, where it goes, and what the thread is to remember. Kept as JSON in the job's row."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from bot.render.split import cut
from bot.types import Cell, Chart, Offer, Reply, Section, Source

Via = Literal["url", "channel", "direct"]
_LONGEST = 300  # characters of a question above its answer


@dataclass(frozen=True, slots=True)
class Outcome:
    """*reply* goes *via* the job's response_url, its channel and thread, or a direct message to its user.

    *turn* is the conversation's memory as JSON (`bot.question`); *question* what was asked, as it was understood.
    *answer*: the message gets the buttons of an answer. *refused*: it says that the papers do not answer.
    *quotes*: the quotes are shown from the start. *above* stands on top of it. *before* are the turns before this one,
    for what goes on from a private answer. *part* is which part of a long reply is shown, from 0.
    *here*: it is told in its channel and nowhere else.
    """

    reply: Reply
    via: Via
    turn: str = ""
    question: str = ""
    answer: bool = False
    quotes: bool = False
    above: str = ""
    before: tuple[str, ...] = ()
    refused: bool = False
    part: int = 0
    here: bool = False

    @property
    def quoted(self) -> str:
        """The question as it stands above its answer: of a long text its beginning."""
        return f"“{cut(self.question, _LONGEST)}”"

    def to_json(self) -> dict[str, Any]:
        """Plain lists and dicts."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Outcome:
        """The outcome again."""
        known = {f.name for f in fields(cls)}
        before = tuple(kept.get("before", ()))
        given = {k: v for k, v in kept.items() if k in known}
        return cls(**{**given, "reply": _reply(kept["reply"]), "before": before})


def _reply(kept: dict[str, Any]) -> Reply:
    return Reply(
        kept["title"],
        tuple(kept["paragraphs"]),
        _sources(kept["sources"]),
        tuple(kept["notes"]),
        kept["footer"],
        tuple(
            Section(s["heading"], tuple(s["paragraphs"]), _sources(s["sources"]), bool(s.get("lined")))
            for s in kept["sections"]
        ),
        tuple(Offer(**offer) for offer in kept.get("offers", ())),
        kept.get("details", ""),
        tuple((written, told) for written, told in kept.get("typed", ())),
        kept.get("about", ""),
        kept.get("url", ""),
        kept.get("taken", ""),
        tuple(kept.get("copied", ())),
        kept.get("left_out", 0),
        tuple(tuple(Cell(**cell) for cell in row) for row in kept.get("table", ())),
        _chart(kept.get("chart")),
    )


def _chart(kept: dict[str, Any] | None) -> Chart | None:
    if kept is None:
        return None
    series = tuple((name, tuple(values)) for name, values in kept["series"])
    return Chart(kept["title"], kept["unit"], tuple(kept["categories"]), series)


def _sources(kept: list[dict[str, Any]]) -> tuple[Source, ...]:
    return tuple(
        Source(**{**s, "quotes": tuple(s["quotes"]), "links": tuple((words, url) for words, url in s.get("links", ()))})
        for s in kept
    )
