"""What people can ask for, as one table that every surface reads: the terminal, Slack, the manifest, the README."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.answer import answer_question as answer_question
from bot.library import Library
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
    run: Callable[[Library, str, str | None], Reply]
    slack: bool = False


def tldr_maker(library: Library, user: str | None = None) -> TldrMaker:
    """The maker of TL;DRs with the model and the prompt in force, on *user*'s budget."""
    return TldrMaker(library.database, library.model(user), library.prompt("tldr"), library.settings.clock)


def find_papers(library: Library, names: Iterable[str]) -> list[Paper]:
    """The papers these names mean, each once; `UsageError` for the first that means none or several."""
    return list(dict.fromkeys(library.archive.find(name) for name in names))


def _ask(library: Library, text: str, user: str | None) -> Reply:
    return answer_reply(answer_question(library, text, user=user), library.settings.clock().date())


def _tldr(library: Library, text: str, user: str | None) -> Reply:
    return tldr_reply(list(tldr_maker(library, user).lines(find_papers(library, [text]))))


def search_papers(library: Library, query: str, k: int = 8, window: Window | None = None) -> Found:
    """The best papers for *query*; one without a letter or digit is a `UsageError`."""
    query = clean_line(query)
    if not any(c.isalnum() for c in query):
        raise UsageError("There is nothing to search for.", 'Give a few words: broadsheet search "state space models"')
    return library.searcher.search(query, k, window)


def _search(library: Library, text: str, user: str | None) -> Reply:
    found = search_papers(library, text)
    return hits_reply(found.hits, found.notes)


def _papers(library: Library, text: str, user: str | None) -> Reply:
    """The best few papers on a topic, of a time, or both, with their TL;DRs."""
    window, topic = _time_and_topic(library, text)
    if any(c.isalnum() for c in topic):
        found = search_papers(library, topic, SHORT_LIST, window)
        papers, heading = [hit.paper for hit in found.hits], f"Papers on {topic.strip()}"
    else:
        everything = library.archive.list(window)
        papers = sorted(everything, key=lambda paper: -(paper.upvotes or 0))[:SHORT_LIST]
        heading = f"{len(papers)} of {len(everything):,} papers"
    lines = {made.paper.id: made.line for made in tldr_maker(library, user).lines(papers)}
    if window:
        heading += f", {describe(window, library.settings.clock().date())}"
    return papers_reply(papers, heading if papers else "No papers found", lines)


def _time_and_topic(library: Library, text: str) -> tuple[Window | None, str]:
    """The window *text* names, and what else it says."""
    week = re.fullmatch(r"\s*(\d{4}-?W\d{1,2})\s*(.*)", text, re.IGNORECASE)
    if week:
        return week_window(week[1].upper()), week[2]
    return read_window(text, library.settings.clock(), recent_days=library.settings.recent_days)


def _show(library: Library, text: str, user: str | None) -> Reply:
    paper = library.archive.find(text)
    return paper_reply(paper, known_lines(library.database, [paper]).get(paper.id, ""))


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
