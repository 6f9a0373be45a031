"""What a conversation remembers of one answer, and how that is written down."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.types import Answer
from retrieval.text.clean import clean_line
from retrieval.types import Window

# A number a reader saw, and the id of the paper that stood under it.
Numbered = tuple[int, str]

MOST_TURNS = 6  # what was said before is forgotten, but for the list people go by
MOST_PAPERS = 30
"""How many papers of an answer are remembered: a surface shows no more of them at once, for “more” to go on."""
_HIGHEST = 1_000_000  # number of a paper in a list that was shown part by part
_LONGEST_QUESTION = 500  # characters; with the papers this stays under the 2,000 that are promised
_LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer. *question* is self-contained, as it was answered.

    *papers* are those the answer showed, in their order, each with its number; numbers may have gaps. *narrowed*:
    the answer was looked for in these papers only, so that the numbers people go by are those of an earlier turn.
    *near*: no paper answered, and these were shown as the closest; they are meant where nothing else was shown.
    """

    question: str
    papers: tuple[Numbered, ...] = ()
    window: Window | None = None
    narrowed: bool = False
    near: bool = False


def turn_of(answer: Answer, most: int = MOST_PAPERS) -> Turn:
    """What to remember of *answer*; a listing's papers, which have no numbers, are counted from 1, the first *most*.

    The papers nearest to a refused question are remembered as no more than that.
    """
    if answer.within:
        return Turn(answer.question, answer.within, answer.window, narrowed=True)
    cited = {c.n: c.paper.id for claim in answer.claims for c in claim.citations} if answer.listing is None else {}
    if cited:
        return Turn(answer.question, tuple(sorted(cited.items())), answer.window)
    begin = answer.beyond + 1
    near = answer.listing is None
    shown = answer.nearest if answer.listing is None else answer.listing
    papers = tuple((n, paper.id) for n, paper in enumerate(shown[:most], start=begin))
    return Turn(answer.question, papers, answer.window, near=near and bool(papers))


def to_json(turn: Turn) -> str:
    """*turn* as at most 2,000 characters; a longer question loses its end, a longer list its last papers."""
    window = turn.window
    document = {
        "question": clean_line(turn.question)[:_LONGEST_QUESTION],
        "papers": turn.papers[:MOST_PAPERS],
        "window": window and [_text(window.start), _text(window.end), window.about, window.words[:_LONGEST_WORDS]],
        "narrowed": turn.narrowed,
        "near": turn.near,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Turn | None:
    """The turn that `to_json` wrote; None for anything else, as others may write where ours is kept."""
    try:
        told: Any = json.loads(text)
        papers, window = _papers(told["papers"]), _window(told["window"])
        return Turn(_str(told["question"]), papers, window, told["narrowed"] is True, told.get("near") is True)
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def papers_of(turns: Sequence[Turn]) -> list[str]:
    """The ids of all papers of *turns*, each once."""
    return list(dict.fromkeys(paper for turn in turns for _, paper in turn.papers))


def bounded(turns: Sequence[Turn]) -> list[Turn]:
    """The last `MOST_TURNS` of *turns*; the last one with papers of its own stays, however many follow on it."""
    recent = list(turns[-MOST_TURNS:])
    own = next((turn for turn in reversed(turns) if not turn.narrowed), None)
    return recent if own is None or any(turn is own for turn in recent) else [own, *recent[1:]]


def known_only(turns: Sequence[Turn], titles: Mapping[str, str]) -> list[Turn]:
    """The `bounded` turns, without the papers that have no title because they are gone from the archive, and without
    those that only came near where others were shown.
    """
    shown = any(turn.papers and not turn.near for turn in turns)
    return [
        replace(t, papers=() if t.near and shown else tuple(p for p in t.papers if p[1] in titles))
        for t in bounded(turns)
    ]


def _papers(told: Any) -> tuple[Numbered, ...]:
    papers = tuple((n, _str(paper)) for n, paper in told)
    if len(papers) > MOST_PAPERS or not all(type(n) is int and 0 < n < _HIGHEST for n, _ in papers):
        raise ValueError("no numbered papers")
    return papers


def _window(told: Any) -> Window | None:
    if told is None:
        return None
    start, end, about, words = told
    if about not in ("listed", "published"):
        raise ValueError("no window")
    return Window(_day(start), _day(end), about, _str(words))


def _day(told: Any) -> date | None:
    return None if told is None else date.fromisoformat(told)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _str(told: Any) -> str:
    if not isinstance(told, str) or len(told) > _LONGEST_QUESTION:
        raise ValueError("no text")
    return told
