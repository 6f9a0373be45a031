"""Everyday questions, made from one's own archive: how many of each form get a useful answer.

Topics are the papers' own keywords, names stand before the colons of their titles, and what no paper holds comes from
a list that ships. What is right is known from the papers' records, not from the search that is measured.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date

from bot.answer import answer_question
from bot.evaluate import form_fields as fields
from bot.evaluate import form_papers as papers
from bot.evaluate.form_checks import Posed, refused
from bot.evaluate.form_shelf import Shelf
from bot.evaluate.run import DataFile, Run
from bot.evaluate.scratch import Progress
from bot.evaluate.tables import Rows
from bot.library import Library
from bot.types import Answer
from retrieval.errors import UsageError

OUTCOMES = ("useful", "wrong", "refused")


def evaluate_forms(library: Library, n: int, seed: int, progress: Progress) -> Run:
    """Ask some *n* questions of each form, without a conversation before them, as `ask` does."""
    shelf = Shelf(library.archive.list(), seed)
    if not shelf.papers:
        raise UsageError("The archive holds no papers to ask about.", "Take some in first.")
    return asked(library, list(questions(shelf, n, library.settings.clock().date())), progress)


def questions(shelf: Shelf, n: int, today: date) -> Iterator[Posed]:
    """The questions of every form."""
    yield from papers.on_topics(shelf, papers.TOPIC, n)
    yield from papers.since_months(shelf, papers.SINCE, n, today)
    yield from papers.slipped_topics(shelf, papers.SLIP, n)
    yield from papers.absent_topics(shelf, papers.ABSENT, n)
    yield from papers.on_names(shelf, papers.WHAT, n)
    yield from papers.on_names(shelf, papers.RESULTS, n)
    yield from papers.on_code(shelf, papers.CODE, n)
    yield from papers.on_names(shelf, papers.WHO, n, telling=True)
    yield from papers.slipped_names(shelf, papers.NAME_SLIP, n)
    yield from papers.compared(shelf, papers.DIFFERENCE, n)
    yield from papers.by_link(shelf, papers.LINK, n)
    yield from fields.of_one(shelf, n)
    yield from fields.by_whom(shelf, n)
    yield from fields.with_code(shelf)
    yield from fields.extremes(shelf)
    yield from fields.tallies(shelf)


def asked(library: Library, posed: Sequence[Posed], progress: Progress) -> Run:
    """The run of these questions: under "form: question", what came of it and how long it took."""
    values: dict[str, dict[str, float]] = {}
    for done, each in enumerate(posed, start=1):
        answer = answer_question(library, each.question)
        came = outcome(each, answer)
        told = {f"{each.form}: {name}": float(name == came) for name in OUTCOMES}
        values[f"{each.form}: {each.question}"] = told | {f"{each.form}: seconds": round(answer.usage.seconds, 3)}
        progress("Asking", done, len(posed))
    digest = hashlib.sha256("\n".join(each.question for each in posed).encode()).hexdigest()
    configuration = {
        "model": library.bare_model.name,
        "embedder": library.searcher.embedder.name if library.searcher.embedder else "none",
        "refuse_below": str(library.settings.refuse_below),
        "papers": str(library.archive.count()),
    }
    return Run("forms", configuration, {"questions": DataFile("made from the archive", digest)}, values)


def outcome(posed: Posed, answer: Answer) -> str:
    """One of `OUTCOMES`; a topic that no paper holds is usefully refused."""
    if posed.right(answer):
        return "useful"
    return "refused" if refused(answer) else "wrong"


def form_rows(run: Run) -> Rows:
    """A heading, and a row a form."""
    figures = run.figures()
    forms = dict.fromkeys(name.rsplit(": ", 1)[0] for name in figures)
    rows: Rows = [("form", "asked", *OUTCOMES, "seconds")]
    for form in forms:
        shares = (f"{figures[f'{form}: {name}'].mean:.0%}" for name in OUTCOMES)
        rows.append((form, f"{figures[f'{form}: useful'].n}", *shares, f"{figures[f'{form}: seconds'].mean:.2f}"))
    return rows


def not_useful(run: Run) -> list[str]:
    """The questions that were answered wrongly or refused: "refused · a bare topic: beekeeping"."""
    return [
        f"{came} · {question}"
        for question, values in run.queries.items()
        for came in OUTCOMES[1:]
        if any(value and name.endswith(f": {came}") for name, value in values.items())
    ]
