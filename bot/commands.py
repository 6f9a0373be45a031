"""What people can ask for, as one table: the terminal, Slack, the manifest and the README are made from it.

Functions are named, not imported, so that reading the table loads nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Command:
    """One thing people can ask for. It means the same everywhere; the terminal may have more options.

    *usage* is what is written after the name. *terminal* is its function in the command line. *slack*, if it is a
    slash command too, takes (library, the words written after it, the user's id) and gives a `Reply` or an `Answer`.
    *asks* is what whoever wrote no words is asked, if it cannot do without; *example* shows some that are meant.
    *deed* is what whoever runs the bot is asked to do where a hint names it and people cannot do it themselves.
    """

    name: str
    usage: str
    help: str
    terminal: str
    slack: str = ""
    asks: str = ""
    example: str = ""
    deed: str = ""


GROUPS = {
    "fetch": "Papers from the network: Daily Papers or arXiv.",
    "eval": "Measured quality, each run kept as one JSON file.",
}
"""What the first word of a name with two words stands for."""

_ROWS = (
    Command("ingest", "PATH…",
            "Put papers into the archive: page copies, API answers, feeds, JSONL, BibTeX, RIS; “-” is standard input.",
            "bot.cli.papers:ingest", example="page.txt", deed="put papers into the archive"),
    Command("fetch huggingface", "", "The Daily Papers of some days; without options, of yesterday and today.",
            "bot.cli.papers:fetch_huggingface"),
    Command("fetch arxiv", "--query WORDS", "The newest arXiv papers for a query.", "bot.cli.papers:fetch_arxiv"),
    Command("ask", "QUESTION", "Answer a question from the papers, every sentence backed by a quote.",
            "bot.cli.asking:ask", slack="bot.requests:ask", asks="What would you like to know?",
            example="What is grokking?"),
    Command("chat", "", "A conversation: a question a line, each answered after those before it.", "bot.cli.chat:chat"),
    Command("tldr", "PAPER…", "One line about each paper, made once and kept.", "bot.cli.asking:tldr",
            slack="bot.requests:tldr", asks="Which paper should I sum up?", example="Attention Is All You Need"),
    Command("search", "QUERY", "Papers for a query, ranked, and why.", "bot.cli.asking:search",
            slack="bot.requests:search", asks="What should I look for?", example="state space models"),
    Command("papers", "[TOPIC or WEEK]",
            "The papers on a topic, best first; of a week or time, most upvoted first; without words, newest first.",
            "bot.cli.papers:papers", slack="bot.requests:papers"),
    Command("show", "PAPER", "One paper in full.", "bot.cli.papers:show", slack="bot.requests:show",
            asks="Which paper would you like to see?", example="Attention Is All You Need"),
    Command("digest", "[WEEK]", "The weekly post of a week, for you alone; without a week, of the last whole one.",
            "bot.cli.weekly:digest", slack="bot.weekly.commands:digest"),
    Command("weekly", "", "Send the weekly posts that are due, each exactly once; or look at one with --dry-run.",
            "bot.cli.weekly:weekly"),
    Command("subscribe", "[TOPIC, …]",
            "Once a week, the papers on topics of your own; without topics, what is subscribed to.",
            "bot.cli.weekly:subscribe", slack="bot.weekly.commands:subscribe"),
    Command("unsubscribe", "", "End your subscription.", "bot.cli.weekly:unsubscribe",
            slack="bot.weekly.commands:unsubscribe"),
    Command("export", "PAPER…", "Papers or a week for a reference manager: bibtex, ris, markdown or jsonl.",
            "bot.cli.weekly:export"),
    Command("serve", "", "Run the Slack bot until it is stopped; settings name its tokens.", "bot.cli.slack:serve"),
    Command("local", "[SCRIPT]", "Try the bot in a Slack on this machine: a prompt, or a transcript that is checked.",
            "bot.cli.local:local"),
    Command("manifest", "", "The Slack app's manifest, to make the app from.", "bot.cli.slack:manifest"),
    Command("settings", "", "The settings in force, where each comes from, secrets masked.", "bot.cli.admin:settings"),
    Command("usage", "", "What the models cost: calls, tokens, seconds and money, by user and model.",
            "bot.cli.admin:usage"),
    Command("doctor", "", "A health check, with a remedy for each fault.", "bot.cli.admin:doctor",
            deed="run a health check"),
    Command("eval retrieval", "--corpus FILE --queries FILE --qrels FILE",
            "How well papers are found: a judged collection in BEIR's form, through the search of `ask`.",
            "bot.cli.evaluate:retrieval"),
    Command("eval tldr", "--data FILE", "How good one-liners are: ROUGE against people's, and what it hides.",
            "bot.cli.evaluate:tldr"),
    Command("eval answers", "--data FILE", "Whether the right questions are refused and the right papers cited.",
            "bot.cli.evaluate:answers"),
    Command("eval golden", "",
            "Questions from your own archive: made at first, then two configurations compared on them.",
            "bot.cli.evaluate:golden"),
    Command("eval compare", "A.json B.json",
            "Two runs on the same data: what differs, and whether it is more than noise.", "bot.cli.evaluate:compare"),
    Command("reindex", "", "Rebuild the index from the archive's vectors; embeds only what has none.",
            "bot.cli.papers:reindex", deed="rebuild the index"),
)  # fmt: skip

COMMANDS: dict[str, Command] = {row.name: row for row in _ROWS}


def function(name: str) -> Callable[..., Any]:
    """The function that "module:function" names."""
    module, _, attribute = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), attribute)
    return found
