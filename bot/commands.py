"""What people can ask for, as one table that every surface reads: the terminal, Slack, the manifest, the README."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.answer import answer_question as answer_question
from bot.app import App
from bot.render.replies import answer_reply, hits_reply, paper_reply, papers_reply, tldr_reply
from bot.tldr import TldrMaker, known_lines
from bot.types import Reply
from bot.weekly.commands import digest_command, subscribe_command, unsubscribe_command
from retrieval.errors import UsageError
from retrieval.search import Found
from retrieval.text.clean import clean_line
from retrieval.types import Paper, Window
from retrieval.window import describe, read_window, week_window

SHORT_LIST = 5
"""How many papers a short list holds."""


@dataclass(frozen=True, slots=True)
class Command:
    """*run* takes the words a person wrote after the command's name, and who that is. It raises `BroadsheetError`.

    *slack*: it is a slash command too.
    """

    name: str
    usage: str
    help: str
    run: Callable[[App, str, str | None], Reply]
    slack: bool = False


def tldr_maker(app: App, user: str | None = None) -> TldrMaker:
    """The maker of TL;DRs with the model and the prompt in force, on *user*'s budget."""
    return TldrMaker(app.database, app.model(user), app.prompt("tldr"), app.settings.clock)


def find_papers(app: App, names: Iterable[str]) -> list[Paper]:
    """The papers these names mean, each once; `UsageError` for the first that means none or several."""
    return list(dict.fromkeys(app.archive.find(name) for name in names))


def _ask(app: App, text: str, user: str | None) -> Reply:
    return answer_reply(answer_question(app, text, user=user), app.settings.clock().date())


def _tldr(app: App, text: str, user: str | None) -> Reply:
    return tldr_reply(list(tldr_maker(app, user).lines(find_papers(app, [text]))))


def search_papers(app: App, query: str, k: int = 8, window: Window | None = None) -> Found:
    """The best papers for *query*; one without a letter or digit is a `UsageError`."""
    query = clean_line(query)
    if not any(c.isalnum() for c in query):
        raise UsageError("There is nothing to search for.", 'Give a few words: broadsheet search "state space models"')
    return app.searcher.search(query, k, window)


def _search(app: App, text: str, user: str | None) -> Reply:
    found = search_papers(app, text)
    return hits_reply(found.hits, found.notes)


def _papers(app: App, text: str, user: str | None) -> Reply:
    """The best few papers on a topic, of a time, or both, with their TL;DRs."""
    window, topic = _time_and_topic(app, text)
    if any(c.isalnum() for c in topic):
        found = search_papers(app, topic, SHORT_LIST, window)
        papers, heading = [hit.paper for hit in found.hits], f"Papers on {topic.strip()}"
    else:
        everything = app.archive.list(window)
        papers = sorted(everything, key=lambda paper: -(paper.upvotes or 0))[:SHORT_LIST]
        heading = f"{len(papers)} of {len(everything):,} papers"
    lines = {made.paper.id: made.line for made in tldr_maker(app, user).lines(papers)}
    if window:
        heading += f", {describe(window, app.settings.clock().date())}"
    return papers_reply(papers, heading if papers else "No papers found", lines)


def _time_and_topic(app: App, text: str) -> tuple[Window | None, str]:
    """The window *text* names, and what else it says."""
    week = re.fullmatch(r"\s*(\d{4}-?W\d{1,2})\s*(.*)", text, re.IGNORECASE)
    if week:
        return week_window(week[1].upper()), week[2]
    return read_window(text, app.settings.clock(), recent_days=app.settings.recent_days)


def _show(app: App, text: str, user: str | None) -> Reply:
    paper = app.archive.find(text)
    return paper_reply(paper, known_lines(app.database, [paper]).get(paper.id, ""))


COMMANDS: dict[str, Command] = {
    row.name: row
    for row in (
        Command(
            "ask", "QUESTION", "Answer a question from the papers, every sentence backed by a quote.", _ask, slack=True
        ),
        Command("tldr", "PAPER", "One line about a paper.", _tldr, slack=True),
        Command("search", "QUERY", "Papers for a query, ranked, and why.", _search),
        Command("papers", "[TOPIC or WEEK]", "The best papers on a topic or of a week.", _papers, slack=True),
        Command("show", "PAPER", "One paper in full.", _show),
        Command("digest", "[WEEK]", "The weekly post of a week, for you alone.", digest_command, slack=True),
        Command("subscribe", "TOPIC, …", "Once a week, the papers on your topics.", subscribe_command, slack=True),
        Command("unsubscribe", "", "End your subscription.", unsubscribe_command, slack=True),
    )
}
