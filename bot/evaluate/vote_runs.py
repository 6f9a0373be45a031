"""Judged answers asked again: is what people liked still there, and has what they disliked changed?

An answer they liked holds if the question is still answered and at least one of the papers it showed is still under
it: archives grow, and a better paper may take a place. A refusal they liked holds if it still is one. What they
disliked is never counted as right; whether it changed is told, and both are shown for whoever judges it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from bot.answer import answer_question
from bot.evaluate.answers import LASTING, configuration_of
from bot.evaluate.files import data_file
from bot.evaluate.golden_file import Golden
from bot.evaluate.golden_runs import today
from bot.evaluate.judged import shown_of
from bot.evaluate.run import Run
from bot.evaluate.scratch import Progress
from bot.library import Library, Opener
from bot.models.budget import CapReachedError
from bot.models.protocol import ModelError
from bot.question import Turn
from bot.render.answers import answer_reply
from bot.types import Answer
from retrieval.errors import UsageError

HOLDS, KEPT, CHANGED = "liked still holds", "liked papers kept", "disliked changed"


def evaluate_votes(
    open_library: Opener, library: Library, golden: Sequence[Golden], path: Path, progress: Progress
) -> Run:
    """Ask every question of the set read from *path* as `ask` does, on the user's budget.

    A model that fails on one question is counted, and one that would fail on all ends the run with its error; a cap
    that is reached ends it early, and the notes say so.
    """
    queries: dict[str, Mapping[str, float]] = {}
    counts, notes = Counter({"failed": 0}), []
    for done, each in enumerate(golden, start=1):
        try:
            answer = _asked_again(open_library, library, each)
        except CapReachedError as reached:
            notes.append(f"Stopped after {done - 1} of {len(golden)} questions: {reached.message}")
            break
        except (ModelError, UsageError) as error:
            if isinstance(error, ModelError) and error.fault in LASTING:
                raise
            counts["failed"] += 1
            notes.append(f"“{each.question}” could not be asked: {error}")
            continue
        counts["👍" if each.thumb == "up" else "👎"] += 1
        queries[each.name], told = _compared(library, each, answer)
        notes += told
        progress("Asking", done, len(golden))
    return Run("votes", configuration_of(library), {"set": data_file(path)}, queries, counts, tuple(notes))


def _asked_again(open_library: Opener, library: Library, each: Golden) -> Answer:
    """The answer of today; a question that names a time, as on the day it was asked."""
    turns = (Turn(each.question, each.within),) if each.within else ()
    with _at(open_library, library, each) as then:
        return answer_question(then, each.question, turns=turns)


@contextmanager
def _at(open_library: Opener, library: Library, each: Golden) -> Iterator[Library]:
    with ExitStack() as stack:
        if each.asked:
            library = stack.enter_context(open_library(replace(library.settings, now=each.asked)))
        yield library


def _compared(library: Library, each: Golden, answer: Answer) -> tuple[dict[str, float], list[str]]:
    """The values of one row, and what the reader is to know of it."""
    refused = answer.state == "refused"
    day = each.asked or library.settings.clock()
    papers, text = shown_of(answer_reply(answer, day.date()), refused)
    before, now = ({today(library, paper) for paper in shown} for shown in (each.papers, papers))
    if each.thumb == "down":
        same = text == each.shown and before == now
        told = "Answered the same" if same else f"Answered differently, now: {_line(text)}. Then"
        return {CHANGED: float(not same)}, [f"👎 “{each.question}” {told}: {_line(each.shown)}"]
    holds = refused == each.refused and (not before or bool(before & now))
    values = {HOLDS: float(holds)} | ({KEPT: len(before & now) / len(before)} if before else {})
    if holds:
        return values, []
    return values, [f"👍 “{each.question}” no longer holds. Then: {_line(each.shown)} Now: {_line(text)}"]


def _line(text: str) -> str:
    return " ".join(text.split())
