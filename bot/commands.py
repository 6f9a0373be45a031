"""What people can ask for, as one table that every surface reads: the terminal, Slack, the manifest, the README."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from bot import catalogue
from bot.app import App
from bot.ask import ask
from bot.claims import OnClaim
from bot.follows.second import second_judge
from bot.models.extractive import ExtractiveModel
from bot.replies import answer_reply, hits_reply, paper_reply, papers_reply, tldr_reply
from bot.tldr import TldrMaker, known_lines
from bot.types import Answer, Claim, Reply, Usage
from retrieval.clean import clean_line
from retrieval.errors import UsageError
from retrieval.search import Found
from retrieval.types import Paper, Window
from retrieval.window import read_window, week_window


@dataclass(frozen=True, slots=True)
class Command:
    """*run* takes the words a person wrote after the command's name. It raises `BroadsheetError`."""

    name: str
    usage: str
    help: str
    run: Callable[[App, str], Reply]


def answer_question(
    app: App, question: str, *, k: int = 8, window: Window | None = None, on_claim: OnClaim | None = None
) -> Answer:
    """Answer within *window*, or within the one the question's own words name."""
    question = clean_line(question)
    if not question:
        raise UsageError("There is no question.", 'Ask one: broadsheet ask "What is grokking?"')
    now, query = app.settings.clock(), question
    if window is None:
        window, query = read_window(question, now, recent_days=app.settings.recent_days)
    request = catalogue.read_request(query, window)
    if request:
        return _listed(app, question, request, window)
    model = app.model()
    second = None
    if app.settings.second_judge and model.name != ExtractiveModel.name:
        second = partial(second_judge, model=model, prompt_file=app.prompt("follows"))
    return ask(
        question,
        app.searcher,
        model,
        app.prompt("answer"),
        k=k,
        window=window,
        query=query,
        refuse_below=app.settings.refuse_below,
        second=second,
        on_claim=on_claim,
    )


def _listed(app: App, question: str, request: catalogue.Request, window: Window | None) -> Answer:
    """The archive's own answer to a question for a count or a list."""
    begun = time.perf_counter()
    found = catalogue.answer(app.archive, request)
    return Answer(
        question,
        "answered",
        (Claim(found.sentence, ()),),
        {},
        app.archive.count(window),
        window,
        (),
        "archive",
        "none",
        Usage(seconds=time.perf_counter() - begun),
        (found.note,) if found.note else (),
        found.papers,
        found.count,
    )


def tldr_maker(app: App) -> TldrMaker:
    """The maker of TL;DRs with the model and the prompt in force."""
    return TldrMaker(app.database, app.model(), app.prompt("tldr"), app.settings.clock)


def find_papers(app: App, names: Iterable[str]) -> list[Paper]:
    """The papers these names mean, each once; `UsageError` for the first that means none or several."""
    return list(dict.fromkeys(app.archive.find(name) for name in names))


def _ask(app: App, text: str) -> Reply:
    return answer_reply(answer_question(app, text), app.settings.clock().date())


def _tldr(app: App, text: str) -> Reply:
    return tldr_reply(list(tldr_maker(app).lines(find_papers(app, [text]))))


def search_papers(app: App, query: str, k: int = 8, window: Window | None = None) -> Found:
    """The best papers for *query*; one without a letter or digit is a `UsageError`."""
    query = clean_line(query)
    if not any(c.isalnum() for c in query):
        raise UsageError("There is nothing to search for.", 'Give a few words: broadsheet search "state space models"')
    return app.searcher.search(query, k, window)


def _search(app: App, text: str) -> Reply:
    found = search_papers(app, text)
    return hits_reply(found.hits, found.notes)


def _papers(app: App, text: str) -> Reply:
    window = week_window(text) if text.strip() else None
    papers = app.archive.list(window)
    return papers_reply(papers, f"{len(papers):,} papers", known_lines(app.database, papers))


def _show(app: App, text: str) -> Reply:
    paper = app.archive.find(text)
    return paper_reply(paper, known_lines(app.database, [paper]).get(paper.id, ""))


COMMANDS: dict[str, Command] = {
    row.name: row
    for row in (
        Command("ask", "QUESTION", "Answer a question from the papers, every sentence backed by a quote.", _ask),
        Command("tldr", "PAPER", "One line about a paper.", _tldr),
        Command("search", "QUERY", "Papers for a query, ranked, and why.", _search),
        Command("papers", "[WEEK]", "List the papers, of one ISO week if you name it.", _papers),
        Command("show", "PAPER", "One paper in full.", _show),
    )
}
