"""Answers that people judged by a thumb, kept as they were shown: they outlive the jobs they came from.

What is kept names nobody: the question, what was shown, and the papers under it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from bot.question import Numbered
from bot.types import Reply, Section
from bot.votes import ANSWER
from retrieval.archive.database import Database


@dataclass(frozen=True, slots=True)
class Judged:
    """A *question*, the *papers* its answer showed, its text as *shown*, and whether it was *refused*.

    *within*: the papers a follow-up was about, with their numbers. *asked*: when, where the question names a time.
    """

    question: str
    papers: tuple[str, ...]
    shown: str
    refused: bool = False
    within: tuple[Numbered, ...] = ()
    asked: datetime | None = None


def shown_of(reply: Reply, refused: bool) -> tuple[tuple[str, ...], str]:
    """The ids of the papers *reply* answers from, and its text; papers close to a refused question answer nothing."""
    parts: list[Reply | Section] = [reply, *reply.sections]
    papers = [] if refused else [source.id for part in parts for source in part.sources if source.id]
    return tuple(dict.fromkeys(papers)), "\n".join(text for part in parts for text in part.paragraphs)


def remember(database: Database, token: str, answer: Judged) -> None:
    """Keep *answer* under the *token* that votes on it name."""
    values = [
        token, answer.question, json.dumps(answer.papers), answer.shown, int(answer.refused),
        json.dumps(answer.within), answer.asked.isoformat(timespec="seconds") if answer.asked else "",
    ]  # fmt: skip
    with database.write() as db:
        db.execute("INSERT OR REPLACE INTO judged VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def judged(database: Database) -> dict[Judged, int]:
    """Answers with votes and the sum of them, as they stand; one that was shown twice as the same is one."""
    sql = (
        "SELECT judged.*, sum(vote) AS total FROM judged JOIN votes ON subject = ? || token "
        "GROUP BY token ORDER BY min(at), token"
    )
    with database.read() as db:
        rows = db.execute(sql, [ANSWER]).fetchall()
    sums: dict[Judged, int] = {}
    for row in rows:
        within = tuple((n, paper) for n, paper in json.loads(row["within"]))
        asked = datetime.fromisoformat(row["asked"]) if row["asked"] else None
        papers = tuple(json.loads(row["papers"]))
        each = Judged(row["question"], papers, row["shown"], bool(row["refused"]), within, asked)
        sums[each] = sums.get(each, 0) + row["total"]
    return sums
