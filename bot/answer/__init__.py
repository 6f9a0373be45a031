"""A question from a person, with what was said before it, to an answer: by code, of certain papers, or of them all."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from bot.answer import metadata as facts
from bot.answer.from_archive import ask
from bot.answer.from_papers import ask_within
from bot.answer.rerank import Rerank, rerank
from bot.gate import OnClaim, SecondJudge
from bot.gate.second_judge import second_judge
from bot.library import Library
from bot.models.extractive import ExtractiveModel
from bot.models.protocol import ChatModel
from bot.question import Resolved, Turn, papers_of, resolve
from bot.question import listing as catalogue
from bot.types import Answer, Claim, Usage
from retrieval.cures import cure
from retrieval.errors import UsageError
from retrieval.text.clean import clean_line
from retrieval.types import Paper, Window


def answer_question(
    library: Library,
    question: str,
    *,
    k: int = 8,
    window: Window | None = None,
    on_claim: OnClaim | None = None,
    user: str | None = None,
    turns: Sequence[Turn] = (),
) -> Answer:
    """Answer within *window*, or within the one the question's own words name, on *user*'s budget.

    *turns* are what was said before, oldest first: a follow-up is answered as what it means after them, and the
    first note says what that is. Raises `UsageError` for no question, and for a paper that was never shown.
    """
    question = clean_line(question)
    if not question:
        raise UsageError("There is no question.", cure("ask"))
    known = _remembered(library, turns)
    titles = {name: paper.title for name, paper in known.items()}
    meant = resolve(question, turns, library.settings.clock(), library.settings.recent_days, titles)
    if meant.papers:
        answer = _of_papers(library, meant, [(n, known[name]) for n, name in meant.papers], user, on_claim)
    else:
        if window is not None:  # given as an option: the words of the question are then no time phrase
            meant = replace(meant, window=window, query=meant.query if meant.note else question)
        answer = _of_archive(library, meant, k, user, on_claim)
    return replace(answer, notes=(*filter(None, [meant.note]), *answer.notes))


def _of_archive(library: Library, meant: Resolved, k: int, user: str | None, on_claim: OnClaim | None) -> Answer:
    request = catalogue.read_request(meant.query, meant.window)
    if request:
        return _listed(library, meant.question, request, meant.window)
    model = library.model(user)
    return ask(
        meant.question,
        library.searcher,
        model,
        library.prompt("answer"),
        k=k,
        window=meant.window,
        query=meant.query,
        refuse_below=library.settings.refuse_below,
        second=_second(library, model),
        rerank=_rerank(library, model),
        on_claim=on_claim,
    )


def _of_papers(
    library: Library, meant: Resolved, papers: Sequence[tuple[int, Paper]], user: str | None, on_claim: OnClaim | None
) -> Answer:
    known = facts.answer(meant.question, meant.query, papers)
    if known:
        return known
    model = library.model(user)
    return ask_within(
        meant.question,
        papers,
        model,
        library.prompt("answer"),
        query=meant.query,
        embedder=library.searcher.embedder,
        second=_second(library, model),
        on_claim=on_claim,
    )


def _second(library: Library, model: ChatModel) -> SecondJudge | None:
    if not library.settings.second_judge or model.name == ExtractiveModel.name:
        return None
    return partial(second_judge, model=model, prompt_file=library.prompt("follows"))


def _rerank(library: Library, model: ChatModel) -> Rerank | None:
    if not library.settings.rerank or model.name == ExtractiveModel.name:
        return None
    return partial(rerank, model=model, prompt_file=library.prompt("rerank"))


def _remembered(library: Library, turns: Sequence[Turn]) -> dict[str, Paper]:
    """The papers of *turns* by the id they had then, without those that are gone."""
    known = {}
    for name in papers_of(turns):
        with suppress(UsageError):
            known[name] = library.archive.find(name)
    return known


def _listed(library: Library, question: str, request: catalogue.Request, window: Window | None) -> Answer:
    """The archive's own answer to a question for a count or a list."""
    begun = time.perf_counter()
    found = catalogue.answer(library.archive, request)
    return Answer(
        question,
        "answered",
        (Claim(found.sentence, ()),),
        {},
        library.archive.count(window),
        window,
        (),
        "archive",
        "none",
        Usage(seconds=time.perf_counter() - begun),
        (found.note,) if found.note else (),
        found.papers,
        found.count,
    )
