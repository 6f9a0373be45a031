"""One table of commands: every surface has what it says, says it in its own words, and loads no more than it needs."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from conftest import ROOT, Run
from slackbot import application, serving

from bot.cli import cli
from bot.commands import COMMANDS, function
from bot.local_slack import LocalSlack
from bot.slack.manifest import manifest

SLASH = sorted(row.name for row in COMMANDS.values() if row.slack)
# Slack's own, those of `local` and `chat`, and addresses of the HTTP server.
NOT_OURS = ("invite", "help", "new", "quit", "exit", "health", "metrics")
BAD = ("", "no such paper", "!!", "1234-W99")
OF_THE_TERMINAL = re.compile(r"\bbroadsheet [a-z]|(?<!\w)--[a-z]")
# In backticks, at the end of a hint, or on a line of a code block, perhaps after settings; a comment is none of it.
TYPED = re.compile(
    r"(?:`|instance: |anew: |^)(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?broadsheet (?P<words>[^`\n]+?)(?=`|  +#| > |$)",
    re.MULTILINE,
)


def test_every_row_is_there() -> None:
    """Each function a row names exists, and Slack has ten commands at most, each described in the manifest."""
    for row in COMMANDS.values():
        assert callable(function(row.terminal))
        assert not row.slack or callable(function(row.slack))
        assert bool(row.asks) <= bool(row.examples[0] and row.slack)
    described = [command["command"] for command in manifest("x-")["features"]["slash_commands"]]
    assert sorted(described) == [f"/x-{name}" for name in SLASH]
    assert len(described) <= 10


def loaded_by(*arguments: str) -> set[str]:
    """The modules that a run of the command line imports, in a process of its own."""
    code = (
        "import sys; from bot.cli import main\ntry: main()\nexcept SystemExit: pass\nprint('\\nMODULES', *sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT)
    return set(told.stdout.rpartition("MODULES")[2].split())


def test_help_loads_the_table_alone() -> None:
    """`--help` imports nothing of the product but the table and the errors; `ask --help` one file of commands more."""
    found = loaded_by("--help")
    assert {name for name in found if name.split(".")[0] in ("bot", "retrieval", "prompts")} == {
        *("bot", "bot.commands", "bot.cli", "bot.cli.completion", "bot.cli.console", "bot.cli.lazy", "bot.cli.options"),
        *("retrieval", "retrieval.errors"),
    }
    assert not found & {"numpy", "chromadb", "openai", "rich.markdown", "slack_bolt", "sqlite3"}
    more = {name for name in loaded_by("ask", "--help") - found if name.split(".")[0] in ("bot", "retrieval")}
    assert more == {"bot.cli.asking"}


def test_help_tells_every_command(run: Callable[..., Run]) -> None:
    """Each command's help stands whole in the list, and in its own."""
    for row in COMMANDS.values():
        *group, name = row.name.split()
        assert re.search(rf"^  {name} ", run(*group, "--help").out, re.MULTILINE)
        assert " ".join(row.help.split()) in " ".join(run(*group, name, "--help").out.split())


@pytest.fixture(scope="module")
def said_in_slack(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """What Slack shows for every command with every bad word, the commands' names beginning with bs-."""
    told = {}
    app = application(tmp_path_factory.mktemp("data"), BROADSHEET_SLACK_PREFIX="bs-")
    with LocalSlack(manifest("bs-")) as slack, serving(app, slack) as bot:
        for name in SLASH:
            for text in BAD:
                before = len(slack.seen("alice", "papers"))
                slack.command("alice", "papers", f"/bs-{name}", text)
                slack.wait(lambda: bot.jobs.unfinished() == 0, 20)
                told[name, text] = "\n".join(m.text for m in slack.seen("alice", "papers")[before:])
    return told


def test_slack_never_speaks_as_the_terminal(said_in_slack: dict[tuple[str, str], str]) -> None:
    """Whatever is written after a slash command, a person is told something, and nothing of a command line."""
    for asked, told in said_in_slack.items():
        assert told.strip(), asked
        assert not OF_THE_TERMINAL.search(told), (asked, told)
        assert "⟦" not in told
        for name in re.findall(r"(?<!\S)/(\S+)", told):
            assert name in [f"bs-{known}" for known in SLASH], (asked, told)


def test_a_command_alone_works_in_slack(said_in_slack: dict[tuple[str, str], str]) -> None:
    """Alone it does something sensible, or asks for the words it needs with an example."""
    for name in SLASH:
        told, row = said_in_slack[name, ""], COMMANDS[name]
        assert (told == f"{row.asks} For instance: /bs-{name} {row.examples[0]}") is bool(row.asks), told
    assert said_in_slack["unsubscribe", ""] == "Ended: nothing more is sent to you."
    assert "no subscription" in said_in_slack["subscribe", ""]
    assert "Compass Networks" in said_in_slack["papers", ""]
    assert "Papers of the week" in said_in_slack["digest", ""]


def test_the_terminal_never_speaks_as_slack(run: Callable[..., Run], jsonl: Path) -> None:
    """The same words in the terminal are told with its own commands; alone, with an example of how to write it."""
    run("ingest", str(jsonl))
    for name in SLASH:
        for text in BAD:
            told = run(name, *([text] if text else []), "--json")
            shown = told.out + told.err + run(name, *([text] if text else [])).out
            assert "Traceback" not in shown
            assert "⟦" not in shown
            assert not re.search(rf"(?<![\w.])/(?:{'|'.join(SLASH)})\b", shown), (name, text, shown)
            if not text and COMMANDS[name].asks:
                assert told.code == 2
                assert f"broadsheet {name}" in told.json["hint"]


def test_a_cure_only_the_host_can_do_is_asked_of_them(tmp_path: Path, run: Callable[..., Run]) -> None:
    """An empty archive: the terminal says what to run, Slack whom to ask."""
    from bot.render.cures import in_slack, in_terminal
    from retrieval.cures import cure

    assert in_terminal(cure("reindex")) == "Run `broadsheet reindex`."
    assert in_slack(cure("reindex"), "") == "Ask whoever runs me to rebuild the index."
    assert in_slack(cure("nonsense"), "") == in_terminal(cure("nonsense")) == cure("nonsense")
    told = run("ask", "what", "is", "grokking")
    assert told.code == 2
    for way in ("broadsheet ingest page.txt", "broadsheet fetch huggingface", "broadsheet demo"):
        assert way in told.err


def test_one_name_means_the_same_everywhere(said_in_slack: dict[tuple[str, str], str], run: Callable[..., Run],
                                            jsonl: Path) -> None:  # fmt: skip
    """`/papers` and `broadsheet papers` begin with the same papers; a week as a word is the week as an option."""
    run("ingest", str(jsonl))
    titles = [paper["title"] for paper in run("papers", "--json").json]
    places = [said_in_slack["papers", ""].index(title) for title in titles]
    assert places == sorted(places)
    assert run("papers", "2026-W46").out == run("papers", "--week", "2026-W46").out
    assert run("papers", "compass", "network", "--limit", "1", "--json").json[0]["title"] == "Compass Networks"
    assert "Papers of the week 9–15 Nov 2026" in run("digest", "2026-W46").out
    assert run("digest", "2026-W46", "--json").json == run("weekly", "--week", "2026-W46", "--dry-run", "--json").json


def texts() -> Iterator[tuple[str, str]]:
    """(where, text): every string in the code, what is filled in as a day, and every Markdown file."""
    for folder in ("bot", "retrieval"):
        for path in (ROOT / folder).rglob("*.py"):
            nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
            pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
            for node in nodes:
                if isinstance(node, ast.JoinedStr):
                    parts = (str(v.value) if isinstance(v, ast.Constant) else "2026-11-14" for v in node.values)
                    yield f"{path.name}:{node.lineno}", "".join(parts)
                elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
                    yield f"{path.name}:{node.lineno}", node.value
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").rglob("*.md")]:
        yield path.name, path.read_text(encoding="utf-8")


def parsed(words: list[str]) -> None:
    """Read *words* as the command line does, and run nothing. A group's name alone will do."""
    command = typer.main.get_command(cli)
    context = command.make_context("broadsheet", list(words))
    while subcommands := getattr(command, "commands", {}):
        rest = [*context._protected_args, *context.args]
        name, command, rest = command.resolve_command(context, rest)
        if not rest and getattr(command, "commands", {}):
            return
        try:
            context = command.make_context(name, rest, parent=context)
        except typer.Exit:  # --help
            return
    assert not subcommands


def test_every_command_in_a_text_can_be_typed() -> None:
    """Hints, help, docstrings, README and documents name commands and options that exist."""
    found = {}
    for where, text in texts():
        for typed in TYPED.finditer(text):
            found[typed["words"]] = where
    for words, where in found.items():
        if words in ("--help", *COMMANDS) or words.startswith("2026-"):  # only spoken of; or any row's, read below
            continue
        try:
            parsed(shlex.split(re.sub("[“”]", '"', words)))
        except Exception as error:
            raise AssertionError(f"{where}: broadsheet {words}: {error}") from error
    assert {"reindex", "fetch huggingface --since 2026-11-14 --until 2026-11-14", "ask QUESTION"} <= set(found)
    for row in COMMANDS.values():
        words = shlex.split(row.examples[0]) if row.examples[0] and not row.usage else []
        parsed([*row.name.split(), *shlex.split(row.usage), *words])


def test_every_slash_command_in_a_text_is_one() -> None:
    """What texts in backticks or quotes call a slash command is in the table."""
    named = {
        (where, name)
        for where, text in texts()
        for name in re.findall(r"(?<=[`“])/(?:bs-)?([a-z]+)(?=[`” ])", text)
        if where not in ("commands.py", "session.py")
    }
    assert {name for _, name in named} >= {"ask", "subscribe", "unsubscribe"}
    assert not [(where, name) for where, name in named if name not in (*SLASH, *NOT_OURS)]
