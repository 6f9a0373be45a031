"""The terminal. Every command is parse, call, render; what can fail is explained in `console.guarded`."""

import sys
from typing import Annotated, Any

import typer

from bot.cli import admin as upkeep
from bot.cli import asking, chat, console, evaluate, local, slack, weekly
from bot.cli import papers as shelves
from bot.cli.options import Data, data_before

# A command is one row: what is typed, the function, what `--help` says.
_ROWS = (
    (
        "ingest",
        shelves.ingest,
        "Put papers into the archive: page dumps, API answers, arXiv Atom, JSONL; “-” is standard input.",
    ),
    (
        "fetch huggingface",
        shelves.fetch_huggingface,
        "The Daily Papers of some days; without options, of yesterday and today.",
    ),
    ("fetch arxiv", shelves.fetch_arxiv, "The newest arXiv papers for a query."),
    (
        "ask",
        asking.ask,
        "Answer a question from the papers, every sentence backed by a quote. Exit code 3 is a refusal.",
    ),
    ("chat", chat.chat, "A conversation: a question a line, each answered after those before it."),
    ("tldr", asking.tldr, "One line about each paper, made once and kept."),
    ("search", asking.search, "Papers for a query, ranked, and why."),
    ("papers", shelves.papers, "List the papers, newest first."),
    ("show", shelves.show, "One paper in full."),
    ("weekly", weekly.weekly, "Send the weekly posts that are due, each exactly once; or look at one with --dry-run."),
    ("subscribe", weekly.subscribe, "Get the week's papers on topics of one's own; without arguments, who does."),
    ("unsubscribe", weekly.unsubscribe, "End a subscription."),
    ("export", weekly.export, "Papers or a week for a reference manager: bibtex, ris, markdown or jsonl."),
    ("serve", slack.serve, "Run the Slack bot until it is stopped; settings name its tokens."),
    ("local", local.local, "Try the bot in a Slack on this machine: a prompt, or a transcript that is checked."),
    ("manifest", slack.manifest, "The Slack app's manifest, to make the app from."),
    ("settings", upkeep.settings, "The settings in force, where each comes from, secrets masked."),
    ("usage", upkeep.usage, "What the models cost: calls, tokens, seconds and money, by user and model."),
    ("doctor", upkeep.doctor, "A health check, with a remedy for each fault."),
    (
        "eval retrieval",
        evaluate.retrieval,
        "How well papers are found: a judged collection in BEIR's form, through the search of `ask`.",
    ),
    ("eval tldr", evaluate.tldr, "How good one-liners are: ROUGE against people's, and what it hides."),
    ("eval answers", evaluate.answers, "Whether the right questions are refused and the right papers cited."),
    (
        "eval golden",
        evaluate.golden,
        "Questions from one's own archive: made at first, then two configurations compared on them.",
    ),
    ("eval compare", evaluate.compare, "Two runs on the same data: what differs, and whether it is more than noise."),
    ("reindex", shelves.reindex, "Rebuild the index from the archive's vectors; embeds only what has none."),
)
_GROUPS = {
    "fetch": "Papers from the network: Daily Papers or arXiv.",
    "eval": "Measured quality, each run kept as one JSON file.",
}

# What Typer raises for a command line it cannot read; it exports the class only through its children.
_WrongUse: Any = typer.BadParameter.__mro__[2]


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata

        typer.echo(metadata.version("broadsheet"))
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
]


def _before(data: Data = None, version: Version = False) -> None:
    data_before.set(data)


def _assembled() -> typer.Typer:
    """The command line of all rows."""
    top = typer.Typer(
        help="The daily papers, read for a research team: cited answers and one-line TL;DRs.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    top.callback()(_before)
    groups = {name: typer.Typer(help=told, no_args_is_help=True) for name, told in _GROUPS.items()}
    for typed, function, told in _ROWS:
        owner, _, name = typed.rpartition(" ")
        (groups[owner] if owner else top).command(name, help=told)(function)
    for name, group in groups.items():
        top.add_typer(group, name=name)
    return top


cli = _assembled()


def main() -> None:
    """The `broadsheet` command. With --json a wrong command line is told as JSON too."""
    try:
        code = cli(standalone_mode=False)
    except _WrongUse as error:
        if "--json" in sys.argv:
            console.emit({"error": error.format_message(), "hint": "See `broadsheet --help`."})
        error.show()
        code = error.exit_code
    sys.exit(code or 0)
