"""A question in, an answer out whose every sentence is backed. The whole way on one screen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from bot.answer.drafting import Exchange
from bot.answer.rerank import MOST, Rerank
from bot.answer.sufficiency import DEFAULT_THRESHOLD, sufficiency
from bot.gate import Gathered, OnClaim, SecondJudge
from bot.models.extractive import ExtractiveModel
from bot.models.protocol import ChatModel
from bot.types import Answer, Evidence, State, Usage
from prompts import PromptFile
from retrieval.cures import cure
from retrieval.search import Found, Searcher
from retrieval.types import Hit, Paper, Window

NEAREST = 3
CHAT_MODEL_SHARE = 0.2


def ask(
    question: str,
    searcher: Searcher,
    model: ChatModel,
    prompt_file: PromptFile,
    *,
    k: int = 8,
    window: Window | None = None,
    query: str | None = None,
    refuse_below: float = DEFAULT_THRESHOLD,
    second: SecondJudge | None = None,
    rerank: Rerank | None = None,
    on_claim: OnClaim | None = None,
) -> Answer:
    """Answer *question* from the *k* nearest papers of *window*, showing each claim to *on_claim* as it passes.

    *query* is what is searched for, if not the question itself. Nothing found never reaches the model, nor does a
    question whose sufficiency is below *refuse_below* (see `bot.answer.sufficiency`). *second* settles borderline
    claims, *rerank* puts the best `MOST` papers in order before *k* of them are read.
    Raises `ModelError` when the model fails before anything could be shown.
    """
    begun = time.perf_counter()
    found = searcher.search(query or question, max(k, MOST) if rerank else k, window)
    notes = [*found.notes]
    notes += _nothing(found, searcher, window)
    if found.pending:
        notes.append(f"{found.pending} papers have no vectors yet and were searched by their words only.")
    answer = Answer(
        question, "refused", (), {}, found.searched, window, _nearest(found), model.name, prompt_file.version, Usage()
    )
    enough = sufficiency(query or question, found, _threshold(model, refuse_below)).enough
    if not found.hits or not enough:
        return replace(answer, dropped={}, notes=tuple(notes), usage=since(begun, Usage()))
    hits, ordering = rerank(question, found.hits) if rerank else (found.hits, Usage())
    gathered = Gathered(_evidence(hits[:k]), on_claim, searcher.embedder, second)
    talk = Exchange(question, gathered, model, prompt_file, query or question)
    talk.hold()
    return replace(
        answer,
        state=state_of(bool(gathered.kept), talk.whole, gathered.dropped.total()),
        claims=tuple(gathered.kept),
        dropped=dict(gathered.dropped),
        nearest=() if gathered.kept else answer.nearest,
        model=talk.name,
        usage=since(begun, ordering + talk.usage + gathered.usage),
        notes=(*notes, *talk.notes),
    )


def _nothing(found: Found, searcher: Searcher, window: Window | None) -> list[str]:
    """What to tell if there was nothing to search."""
    if found.searched:
        return []
    newest = searcher.newest(window.about if window else "listed")
    if newest is None:
        return [f"The archive holds no papers yet. {cure('ingest')}"]
    return [f"No paper of that time is in the archive; the newest is of {newest}."]


def _threshold(model: ChatModel, refuse_below: float) -> float:
    """A chat model can tell by itself that the papers don't say, so it is asked in more doubtful cases."""
    return refuse_below if model.name == ExtractiveModel.name else refuse_below * CHAT_MODEL_SHARE


def since(begun: float, usage: Usage) -> Usage:
    """*usage* with the seconds the asker waited, search included."""
    return replace(usage, seconds=time.perf_counter() - begun)


def _evidence(hits: Sequence[Hit]) -> tuple[Evidence, ...]:
    return tuple(Evidence(n, hit.paper, hit.paper.abstract) for n, hit in enumerate(hits, start=1))


def _nearest(found: Found) -> tuple[Paper, ...]:
    return tuple(hit.paper for hit in found.hits[:NEAREST])


def state_of(anything: bool, whole: bool, dropped: int) -> State:
    """The state of an answer with *anything* to show; *whole* if the model came to its end, *dropped* claims fell."""
    if not anything:
        return "refused"
    return "answered" if whole and not dropped else "partial"
