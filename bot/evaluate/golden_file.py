"""A golden set as a file, one JSON object a line: questions written from papers, or those whose answers were judged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.evaluate.files import Row, read_rows
from bot.evaluate.judged import Judged, judged
from bot.library import Library
from bot.question import Numbered
from retrieval.errors import UsageError

VOTES = "votes"
"""Who made a row whose answer people judged."""
_UP, _DOWN = "up", "down"


@dataclass(frozen=True, slots=True)
class Golden:
    """A question and the ids of its papers; *made_by*: extractive, the model's name, or votes.

    Without *thumb* the one paper is what it was written from. With it, "up" or "down", the papers are those the judged
    answer showed, and the rest is as in `Judged`.
    """

    name: str
    question: str
    papers: tuple[str, ...]
    made_by: str
    thumb: str = ""
    shown: str = ""
    refused: bool = False
    within: tuple[Numbered, ...] = ()
    asked: datetime | None = None


def golden_from_votes(library: Library) -> list[Golden]:
    """A row for each answer that more people liked than not, or fewer, as the votes stand now."""
    made: list[Golden] = []
    for each, total in judged(library.database).items():
        if total:
            made.append(_of_votes(f"v{len(made) + 1}", each, total))
    if not made:
        hint = "👍 and 👎 under the bot's answers in Slack are what it is made of."
        raise UsageError("No answer has been judged, or as many liked as disliked it.", hint)
    return made


def save_golden(golden: Sequence[Golden], path: Path) -> None:
    """Write the set, one JSON object a line."""
    text = "".join(json.dumps(_row(each), ensure_ascii=False) + "\n" for each in golden)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.", "Name another file with --set.") from error


def read_golden(path: Path) -> list[Golden]:
    """The set at *path*, whose rows are all judged, or none is."""
    golden = [_golden(row) for row in read_rows(path)]
    if len({bool(each.thumb) for each in golden}) > 1:
        hint = "Keep the rows with a thumb in a file of their own."
        raise UsageError(f"{path.name} mixes judged answers and questions written from papers.", hint)
    return golden


def _of_votes(name: str, each: Judged, total: int) -> Golden:
    thumb = _UP if total > 0 else _DOWN
    return Golden(
        name, each.question, each.papers, VOTES, thumb, each.shown, each.refused, each.within, each.asked
    )  # fmt: skip


def _row(each: Golden) -> dict[str, Any]:
    row: dict[str, Any] = {"id": each.name, "question": each.question}
    if not each.thumb:
        return row | {"paper": each.papers[0], "made_by": each.made_by}
    row |= {"thumb": each.thumb, "papers": each.papers, "shown": each.shown, "refused": each.refused}
    row |= {"within": each.within} if each.within else {}
    row |= {"asked": each.asked.isoformat(timespec="seconds")} if each.asked else {}
    return row | {"made_by": each.made_by}


def _golden(row: Row) -> Golden:
    name, question, made_by = row.text("id"), row.text("question"), row.text("made_by")
    thumb = row.value.get("thumb") or ""
    if not thumb:
        return Golden(name, question, (row.text("paper"),), made_by)
    try:
        papers = tuple(str(paper) for paper in row.value.get("papers", ()))
        within = tuple((int(n), str(paper)) for n, paper in row.value.get("within", ()))
        asked = datetime.fromisoformat(row.value["asked"]) if row.value.get("asked") else None
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"{row.where} is no judged answer ({error}).", "Make the set again with --from-votes."
        ) from error
    if thumb not in (_UP, _DOWN):
        raise UsageError(f"{row.where} has a thumb that is neither up nor down.", 'Give "thumb": "up" or "down".')
    shown, refused = str(row.value.get("shown", "")), row.value.get("refused") is True
    return Golden(name, question, papers, made_by, thumb, shown, refused, within, asked)
