"""How answers hold up: whether the right questions are refused, and whether the right papers are cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answer import answer_question
from bot.evaluate.files import Row, data_file, read_rows
from bot.evaluate.run import Run
from bot.evaluate.scratch import Progress
from bot.library import Library
from bot.models.budget import CapReachedError
from bot.models.protocol import ModelError
from bot.render.documents import FALLEN
from bot.types import Answer
from retrieval.errors import UsageError

_OUTCOMES = ("answered", "partial", "refused", "failed")
LASTING = (
    "bad_key", "region", "no_credit", "daily_limit", "not_found", "unreachable", "certificate", "no_tls", "proxy",
    "socks", "web_page", "script_end",
)  # fmt: skip
"""Faults that will meet every further question too."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, whether the archive can answer it, and the ids of the papers that do; empty if nobody said."""

    name: str
    question: str
    answerable: bool
    gold: frozenset[str]


def read_asked(path: Path) -> list[Asked]:
    """The rows of *path*: question, answerable, and, where known, gold (paper ids, arXiv ids or external ids)."""
    asked = [_asked(row) for row in read_rows(path)]
    names = Counter(each.name for each in asked)
    if twice := next((name for name, count in names.items() if count > 1), None):
        raise UsageError(f"{path.name} repeats the id {twice}.", "Every question needs an id of its own.")
    return asked


def evaluate_answers(library: Library, data: Path, progress: Progress) -> Run:
    """Ask every question of *data* as `ask` does, on the user's budget, and hold the answers against what is known.

    A model that fails on one question is counted; one that would fail on all ends the run with its error. A cap
    that is reached ends the run early, and the notes say so.
    """
    asked, queries, counts, notes = read_asked(data), {}, Counter[str](), []
    for done, each in enumerate(asked, start=1):
        try:
            answer = answer_question(library, each.question)
        except CapReachedError as reached:
            notes.append(f"Stopped after {done - 1} of {len(asked)} questions: {reached.message}")
            break
        except ModelError as error:
            if error.fault in LASTING:
                raise
            counts["failed"] += 1
            continue
        counts[answer.state] += 1
        counts += Counter({"supported": len(answer.claims)} if answer.listing is None else {})
        counts += Counter(answer.dropped)
        queries[each.name] = _values(answer, each)
        progress("Asking", done, len(asked))
    shown: dict[str, float] = {name: counts[name] for name in (*_OUTCOMES, "supported", *FALLEN)}
    return Run("answers", configuration_of(library), {"data": data_file(data)}, queries, shown, tuple(notes))


def configuration_of(library: Library) -> dict[str, str]:
    """What answers depend on."""
    return {
        "model": library.bare_model.name,
        "prompt": library.prompt("answer").version,
        "embedder": library.searcher.embedder.name if library.searcher.embedder else "none",
        "refuse_below": str(library.settings.refuse_below),
        "rerank": "yes" if library.settings.rerank else "no",
        "papers": str(library.archive.count()),
    }


def _values(answer: Answer, asked: Asked) -> dict[str, float]:
    """What applies to this question. A precision or recall is the mean of 0 and 1 over the questions it is about."""
    refused = answer.state == "refused"
    values = {"decided rightly": float(refused != asked.answerable)}
    if refused:
        values["refusal precision"] = float(not asked.answerable)
    values["answered if answerable" if asked.answerable else "refusal recall"] = float(refused != asked.answerable)
    if asked.gold:
        cited = {
            c.paper.id: {c.paper.id, *c.paper.external_ids, c.paper.arxiv_id}
            for x in answer.claims
            for c in x.citations
        }
        right = sum(bool(names & asked.gold) for names in cited.values())
        values["citation recall"] = sum(any(g in names for names in cited.values()) for g in asked.gold) / len(
            asked.gold
        )
        if cited:
            values["citation precision"] = right / len(cited)
    usage = answer.usage
    return values | {"seconds": round(usage.seconds, 3), "tokens": float(usage.prompt_tokens + usage.completion_tokens)}


def _asked(row: Row) -> Asked:
    answerable: Any = row.value.get("answerable")
    if not isinstance(answerable, bool):
        raise UsageError(f"{row.where} does not say whether it is answerable.", 'Give "answerable": true or false.')
    gold: Any = row.value.get("gold") or row.value.get("gold_ids") or []
    ids: Sequence[Any] = [gold] if isinstance(gold, str) else gold
    if not isinstance(ids, list) or not all(isinstance(name, str) for name in ids):
        raise UsageError(f"{row.where} has gold that is not a list of ids.", 'Give "gold": ["2405.21060", …], or none.')
    name = row.text("id", "_id") if "id" in row.value or "_id" in row.value else row.where
    return Asked(name, row.text("question"), answerable, frozenset(ids))
