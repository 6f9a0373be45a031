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
    *asks* is what whoever wrote no words is asked, if it cannot do without; *examples* may be
    written after the name: the first as words on every surface, the others as a terminal wants them.
    *tool* names the argument those words are, if it is a tool for agents too (`bot.mcp.table`).
    *deed* is what whoever runs the bot is asked to do where a hint names it and people cannot do it themselves.
    """

    name: str
    usage: str
    help: str
    terminal: str
    slack: str = ""
    asks: str = ""
    examples: tuple[str, ...] = ("",)
    deed: str = ""
    tool: str = ""

    @property
    def typed(self) -> tuple[str, ...]:
        """The examples as whole command lines."""
        first, *others = self.examples
        words = f'"{first}"' if self.slack and " " in first else first
        return tuple(f"broadsheet {self.name} {after}".rstrip() for after in (words, *others))


GROUPS = {
    "fetch": "Papers from the network: Daily Papers or arXiv.",
    "mcp": "Tools for agents (MCP), and the tokens of those that come over HTTP.",
    "eval": "Measured quality, each run kept as one JSON file.",
}
"""What the first word of a name with two words stands for."""

_ROWS = (
    Command("ingest", "PATH…",
            "Put papers into the archive: page copies, API answers, feeds, JSONL, BibTeX, RIS; “-” is standard input.",
            "bot.cli.papers:ingest", deed="put papers into the archive",
            examples=("page.txt", "--listed 2026-11-24 page.txt", "~/papers/", "-")),
    Command("fetch", "", "Whatever is due: the Daily Papers of the last two weeks and the feeds file, as `serve` does.",
            "bot.cli.fetch:due"),
    Command("fetch huggingface", "",
            "The Daily Papers of some days, a week, a month or trending; without options, of yesterday and today.",
            "bot.cli.fetch:huggingface",
            examples=("", "--since 7d", "--week 2026-W47", "--trending")),
    Command("fetch arxiv", "--query WORDS", "The newest arXiv papers for a query.", "bot.cli.fetch:arxiv",
            examples=('--query "state space models"', '--query "cat:cs.CL AND abs:distillation" --limit 50')),
    Command("ask", "QUESTION", "Answer a question from the papers, every sentence backed by a quote.",
            "bot.cli.asking:ask", slack="bot.requests:ask", tool="question", asks="What would you like to know?",
            examples=("What is grokking?", '"what is new on agents since June?"', '"compare LoRA and QLoRA" --json',
                      '-c "and the second paper?"')),
    Command("demo", "[QUESTION]", "Try it on a throw-away archive of sample papers, kept in .demo.",
            "bot.cli.demo:demo", examples=("", '"Does LoRA add inference latency?"')),
    Command("chat", "", "A conversation: a question a line, each answered after those before it.", "bot.cli.chat:chat"),
    Command("tldr", "PAPER…", "One line about each paper, made once and kept.", "bot.cli.asking:tldr",
            slack="bot.requests:tldr", asks="Which paper should I sum up?",
            examples=("Attention Is All You Need", "2405.21060", "--week 2026-W46")),
    Command("search", "QUERY", "Papers for a query, ranked, and why.", "bot.cli.asking:search",
            slack="bot.requests:search", tool="query", asks="What should I look for?",
            examples=("state space models", '"reward hacking" --since 2026-06-01 -k 20')),
    Command("papers", "[TOPIC or WEEK]",
            "The papers on a topic, best first; of a week or time, most upvoted first; without words, newest first.",
            "bot.cli.papers:papers", tool="words", slack="bot.requests:papers",
            examples=("reinforcement learning", "2026-W46", "--sort comments --limit 10", '"last week"')),
    Command("show", "PAPER", "One paper in full.", "bot.cli.papers:show", tool="paper", slack="bot.requests:show",
            asks="Which paper would you like to see?",
            examples=("Attention Is All You Need", "2405.21060")),
    Command("related", "PAPER", "Papers like one paper, nearest first, and what they share with it.",
            "bot.cli.memory:related", slack="bot.requests:related", asks="Which paper should the others be like?",
            examples=("Attention Is All You Need", "2405.21060 --sort newest", "2405.21060 --code --limit 20")),
    Command("compare", "PAPER, PAPER, … [by COLUMN, …]",
            "Papers side by side: task, method, data, result, code; each cell a quote, or “not said”.",
            "bot.cli.memory:compare", slack="bot.requests:compare", asks="Which papers should I compare?",
            examples=("2106.09685, 2305.14314", "LoRA, QLoRA --by method,result", "LoRA, QLoRA --format csv")),
    Command("saved", "[PAPER…]", "Your reading list; papers named are put on it, or taken off with --remove.",
            "bot.cli.reading_list:saved", examples=("", "2405.21060", "--remove 2405.21060")),
    Command("shared", "[WORDS]",
            "Papers that were posted in Slack's channels, and by whom: of a time, about a topic, one paper.",
            "bot.cli.shared:shared",
            examples=("last month about agents", '"who posted the LoRA paper?"', "")),
    Command("trend", "[TOPIC, …]",
            "How topics move: papers by week or month, over the days that were read; without a topic, what rose most.",
            "bot.cli.memory:trend",
            examples=("diffusion, reinforcement learning", '"state space models" --by week', "")),
    Command("digest", "[WEEK]", "The weekly post of a week, for you alone; without a week, of the last whole one.",
            "bot.cli.weekly:digest", tool="week", slack="bot.weekly.commands:digest",
            examples=("2026-W46", "")),
    Command("weekly", "", "Send the weekly and daily posts that are due, each exactly once; --dry-run shows one.",
            "bot.cli.weekly:weekly",
            examples=("--dry-run", "--dry-run --week 2026-W46", "--test C0123456789", "")),
    Command("subscribe", "[daily:] [TOPIC, …]",
            "Once a week or a day, the papers on topics of your own; without topics, what is subscribed to.",
            "bot.cli.subscriptions:subscribe", slack="bot.weekly.commands:subscribe",
            examples=("agents, state space models", '"daily: agents" --mail me@example.org', "")),
    Command("unsubscribe", "", "End your subscription.", "bot.cli.subscriptions:unsubscribe",
            slack="bot.weekly.commands:unsubscribe"),
    Command("follow", "[WHAT, …]",
            "Be sent what is new by an author, from an organization, like a paper, on a topic; alone, what you follow.",
            "bot.cli.subscriptions:follow",
            examples=("Ada Lovelace, 2405.21060", '"from: Example Lab" --mail me@example.org', "")),
    Command("unfollow", "WHAT, …", "End following something, by its number or its name.",
            "bot.cli.subscriptions:unfollow",
            examples=("Ada Lovelace", "2 --mail me@example.org")),
    Command("export", "PAPER…", "Papers or a week for a reference manager: bibtex, ris, markdown or jsonl.",
            "bot.cli.export:export", tool="papers",
            examples=("2405.21060 --format bibtex", "--week 2026-W46 --format ris")),
    Command("serve", "", "Run the Slack bot until it is stopped; settings name its tokens.", "bot.cli.slack:serve"),
    Command("local", "[SCRIPT]", "Try the bot in a Slack on this machine: a prompt, or a transcript that is checked.",
            "bot.cli.local:local",
            examples=("", "--web", "transcript.txt")),
    Command("mcp", "", "Answer agents as a tool server (MCP): on stdio for your own, with --http for others, by token.",
            "bot.cli.mcp:serve", examples=("", "--http")),
    Command("mcp token", "NAME", "A token for one client of `mcp --http`; it is shown once.", "bot.cli.mcp:token",
            examples=("laptop",)),
    Command("mcp tokens", "", "The clients that have a token, and since when.", "bot.cli.mcp:tokens"),
    Command("mcp revoke", "NAME", "End a client's token at once.", "bot.cli.mcp:revoke", examples=("laptop",)),
    Command("manifest", "", "The Slack app's manifest, to make the app from; --url for HTTP mode.",
            "bot.cli.slack:manifest", examples=("", "--url https://papers.example.org")),
    Command("settings", "", "The settings in force, where each comes from, secrets masked.", "bot.cli.admin:settings",
            examples=("", "--json")),
    Command("usage", "", "What the models cost: calls, tokens, seconds and money, by user and model.",
            "bot.cli.admin:usage",
            examples=("", "--week 2026-W46")),
    Command("doctor", "", "A health check, with a remedy for each fault.", "bot.cli.admin:doctor",
            deed="run a health check"),
    Command("backup", "FILE", "Write the whole archive into one file, while the bot serves too.",
            "bot.cli.backup:backup", examples=("monday.db", "/mnt/backup/papers.db --replace")),
    Command("restore", "FILE", "Make the archive from a backup, and its index anew.", "bot.cli.backup:restore",
            examples=("monday.db", "monday.db --replace")),
    Command("eval retrieval", "--corpus FILE --queries FILE --qrels FILE",
            "How well papers are found: a judged collection in BEIR's form, through the search of `ask`.",
            "bot.cli.evaluate:retrieval",
            examples=("--corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv",)),
    Command("eval tldr", "--data FILE", "How good one-liners are: ROUGE against people's, and what it hides.",
            "bot.cli.evaluate:tldr",
            examples=("--data tldrs.jsonl",)),
    Command("eval answers", "--data FILE", "Whether the right questions are refused and the right papers cited.",
            "bot.cli.evaluate:answers",
            examples=("--data questions.jsonl",)),
    Command("eval model", "", "Whether the chat model is good enough: twenty questions of a sample archive.",
            "bot.cli.evaluate:model", examples=("--model ollama:qwen3",)),
    Command("eval golden", "",
            "Questions from your own archive, to compare two configurations on; or judged answers, asked again.",
            "bot.cli.evaluate:golden",
            examples=("", "--n 100 --second dense", "--from-votes")),
    Command("eval forms", "",
            "Everyday questions made from your own archive, by form: how many get a useful answer.",
            "bot.cli.evaluate:forms"),
    Command("eval compare", "A.json B.json",
            "Two runs on the same data: what differs, and whether it is more than noise.", "bot.cli.evaluate:compare",
            examples=("before.json after.json",)),
    Command("schema", "COMMAND", "The JSON Schema of what a command prints with --json.", "bot.cli.schema:schema",
            examples=("ask", "error")),
    Command("completion", "SHELL", "A script that completes commands and options in bash, zsh or fish.",
            "bot.cli.completion:completion",
            examples=("bash", "zsh > ~/.zfunc/_broadsheet", "fish > ~/.config/fish/completions/broadsheet.fish")),
    Command("reindex", "", "Rebuild the index from the archive's vectors; embeds only what has none.",
            "bot.cli.papers:reindex", deed="rebuild the index"),
)  # fmt: skip

COMMANDS: dict[str, Command] = {row.name: row for row in _ROWS}


def function(name: str) -> Callable[..., Any]:
    """The function that "module:function" names."""
    module, _, attribute = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), attribute)
    return found
