"""Whether a chat model is good enough for Broadsheet: twenty questions of the sample page, asked of it alone.

Fifteen are answered there and five are not. Nothing is refused before the model is asked, so that the model is what is
measured: whether its replies can be read, its quotes hold, its claims follow, and it is silent where nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib import resources

from bot.answer import answer_question
from bot.evaluate.answers import LASTING
from bot.evaluate.model_questions import QUESTIONS
from bot.evaluate.run import DataFile, Run
from bot.evaluate.scratch import Progress, embed_all, scratch
from bot.library import Library
from bot.models.budget import CapReachedError
from bot.models.metered import MeteredModel
from bot.models.protocol import ChatModel, ModelError
from bot.settings import Settings
from bot.types import Answer
from retrieval.ingest import Report, store
from retrieval.sources import read

PAGE = "sample_page.txt"
WANTED = {
    "readable": 0.9,
    "quotes hold": 0.9,
    "claims follow": 0.85,
    "answered": 0.8,
    "right paper": 0.8,
    "refused": 0.6,
}
"""The least mean of each at which a model is called good enough: a judgement, not a measurement."""
_FALLEN_QUOTES = ("misattributed", "stitched", "fabricated")


Opener = Callable[[Settings, Callable[[ChatModel], ChatModel]], AbstractContextManager[Library]]
"""Opens a library whose chat model has something in front of it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the model of a run is *good* enough, and the sentence that says why."""

    good: bool
    told: str


def evaluate_model(open_library: Opener, library: Library, progress: Progress) -> Run:
    """Ask the questions of *library*'s model, over an archive of their own, on the user's budget in *library*."""
    settings = replace(library.settings, refuse_below=0.0, rerank=False, second_judge=False)

    def on_budget(model: ChatModel) -> ChatModel:
        return MeteredModel(model, library.budget, settings.user, settings.prices) if model.drafts else model

    page = resources.files("bot").joinpath(PAGE).read_text(encoding="utf-8")
    data = {"page": _data(PAGE, page), "questions": _data("questions", repr(QUESTIONS))}
    with scratch(lambda chosen: open_library(chosen, on_budget), settings) as sample:
        store(sample.archive, read(page, PAGE), Report())
        embed_all(sample, progress)
        asked = _asked(sample, progress)
        told = {
            "model": sample.bare_model.name,
            "prompt": sample.prompt("answer").version,
            "papers": str(sample.archive.count()),
        }
    run = Run("model", told, data, asked.queries, asked.counts)
    return replace(run, notes=(*asked.notes, verdict(run).told))


def verdict(run: Run) -> Verdict:
    """What *run* says of its model."""
    means = {name: figure.mean for name, figure in run.figures().items()}
    short = [
        f"{name} {means[name]:.0%}, wanted {least:.0%}" for name, least in WANTED.items() if means.get(name, 1) < least
    ]
    model = run.configuration["model"]
    if not short:
        return Verdict(True, f"{model} is good enough.")
    return Verdict(False, f"{model} is not good enough: {'; '.join(short)}.")


@dataclass(slots=True)
class _Asked:
    """The values of every question, the totals, and what the reader must know."""

    queries: dict[str, dict[str, float]] = field(default_factory=dict)
    counts: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def count(self, **more: float) -> None:
        for name, number in more.items():
            self.counts[name] = round(self.counts.get(name, 0) + number, 6)


def _asked(library: Library, progress: Progress) -> _Asked:
    asked = _Asked()
    for done, (question, gold) in enumerate(QUESTIONS, start=1):
        try:
            answer = answer_question(library, question)
        except CapReachedError as reached:
            asked.notes.append(f"Stopped after {done - 1} of {len(QUESTIONS)} questions: {reached.message}")
            break
        except ModelError as error:
            if error.fault in LASTING:
                raise
            asked.queries[question] = {"readable": 0.0}
            asked.count(failed=1)
            asked.notes.append(f"“{question}” failed: {error.message}")
        else:
            asked.queries[question] = _values(answer, gold, library.bare_model.name)
            money = {"money": answer.usage.money} if answer.usage.money else {}
            asked.count(calls=answer.usage.calls, claims=len(answer.claims), **answer.dropped, **money)
        progress("Asking", done, len(QUESTIONS))
    return asked


def _values(answer: Answer, gold: str, model: str) -> dict[str, float]:
    """What applies to one question: a reply that could not be read says nothing of quotes or refusals."""
    usage = answer.usage
    cost = {"seconds": round(usage.seconds, 3), "tokens": float(usage.prompt_tokens + usage.completion_tokens)}
    if answer.model != model:
        return {"readable": 0.0, **cost, **({"answered": 0.0} if gold else {"refused": 0.0})}
    values = {"readable": 1.0}
    kept, fallen = len(answer.claims), sum(answer.dropped.get(kind, 0) for kind in _FALLEN_QUOTES)
    overreach = answer.dropped.get("overreach", 0)
    if kept + fallen + overreach:
        values["quotes hold"] = (kept + overreach) / (kept + fallen + overreach)
    if kept + overreach:
        values["claims follow"] = kept / (kept + overreach)
    if not gold:
        return {**values, "refused": float(not kept), **cost}
    titles = [citation.paper.title for claim in answer.claims for citation in claim.citations]
    values["answered"] = float(kept > 0)
    if kept:
        values["right paper"] = float(any(title.startswith(gold) for title in titles))
    return values | cost


def _data(name: str, text: str) -> DataFile:
    return DataFile(name, sha256(text.encode()).hexdigest())
