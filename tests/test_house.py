"""The rules of the house, held by a test: who may import what, and what is generated is fresh."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from generate import ROOT, generated

import prompts

SOURCES = sorted(p for folder in ("bot", "retrieval", "prompts") for p in (ROOT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> list[ast.AST]:
    """The nodes of a file; many rules read it."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> set[str]:
    """The modules that *path* imports, anywhere in it."""
    found = set()
    for node in tree(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def users(package: str) -> set[str]:
    """The files that import *package* or something inside it."""
    return {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if any(name == package or name.startswith(package + ".") for name in imports(path))
    }


def test_generated_files_are_fresh() -> None:
    """.env.example and the README's tables say what the code says; `make generated` writes them."""
    for path, text in generated().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale: run `make generated`"


def test_everything_is_installed() -> None:
    """Each package, and each file in one that is not code, is named in pyproject.toml: a plain install is whole."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    made = {".".join(path.parent.relative_to(ROOT).parts) for path in SOURCES if path.name == "__init__.py"}
    assert set(listed["packages"]) == made
    for package in made:
        folder = ROOT.joinpath(*package.split("."))
        others = {path.name for path in folder.iterdir() if path.is_file() and path.suffix not in (".py", ".pyc")}
        patterns = listed["package-data"].get(package, [])
        assert {name for name in others if not any(fnmatch(name, pattern) for pattern in patterns)} == set(), package


LAYERS = (
    ("cli",),
    ("app",),
    ("local_slack",),
    ("sinks", "mcp"),
    ("slack",),
    ("requests",),
    ("spoken",),
    ("compare", "related", "shared", "trends"),
    ("weekly", "evaluate", "export"),
    ("render",),
    ("answer", "intake", "doctor"),
    ("tldr", "freshness", "saved", "talk", "votes"),
    ("question", "gate", "library"),
    ("models",),
    ("settings", "types", "commands"),
    ("language",),
)
"""The rooms of `bot`, each of which may use those below it; ARCHITECTURE.md tells why.

The gate is what every sentence must pass, whoever wrote it; so it lies below the one-liners, which pass it too.
"""


def module_files() -> dict[str, Path]:
    """Every module by its dotted name."""
    return {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in SOURCES}


def used_by(path: Path, known: Mapping[str, Path]) -> set[str]:
    """The modules of ours that *path* imports: "from bot.cli import console" is the file, not the folder it lies in."""
    found = set()
    for node in tree(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = (f"{node.module}.{alias.name}" for alias in node.names)
            found |= {name if name in known else node.module for name in inside}
    return found & set(known)


def arrows() -> set[tuple[str, tuple[str, str]]]:
    """(a folder, (one of its children, another that it imports)): children are folders and files alike."""
    known, found = module_files(), set()
    for path in SOURCES:
        for name in used_by(path, known):
            a, b = (list(p.relative_to(ROOT).with_suffix("").parts) for p in (path, known[name]))
            shared = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
            if shared is not None:
                found.add(("/".join(a[:shared]), (a[shared], b[shared])))
    return found


def test_folders_form_no_cycle() -> None:
    """At every level, what stands side by side in a folder uses each other one way only."""
    found = arrows()
    for folder in sorted({folder for folder, _ in found}):
        TopologicalSorter(_graph(pair for where, pair in found if where == folder)).prepare()  # raises CycleError


def _graph(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    graph: dict[str, set[str]] = {}
    for user, used in pairs:
        graph.setdefault(user, set()).add(used)
    return graph


def test_rooms_use_only_what_lies_below_them() -> None:
    """The rooms of `bot` stand in layers, the composition root and the command line on top."""
    height = {room: n for n, layer in enumerate(LAYERS) for room in layer}
    wrong = [(a, b) for folder, (a, b) in arrows() if folder == "bot" and height[a] >= height[b]]
    assert not wrong


def test_only_entry_points_know_the_composition_root() -> None:
    """Use cases are handed a `Library`; what is behind it is chosen by the command line."""
    assert {f for f in users("bot.app") if not f.startswith("bot/cli/")} == set()


def test_dependencies_point_one_way() -> None:
    """`retrieval` knows neither bot nor prompts, and `prompts` knows nothing at all."""
    assert not {f for f in users("bot") | users("prompts") if f.startswith("retrieval")}
    assert not {f for f in users("bot") | users("retrieval") if f.startswith("prompts")}


@pytest.mark.parametrize(
    ("package", "files"),
    [
        ("chromadb", {"retrieval/index/chroma.py"}),
        ("openai", {"bot/models/transport.py"}),
        ("tenacity", {"retrieval/retry.py"}),
        ("langchain_text_splitters", {"retrieval/embed/chunk.py"}),
        ("onnx", {"retrieval/embed/integer.py"}),
        ("onnxruntime", {"retrieval/embed/minilm.py"}),
        ("dotenv", {"bot/settings/__init__.py"}),
        ("uvicorn", {"bot/slack/wire/http_server.py"}),
        ("websockets", {"bot/local_slack/delivery/websocket.py"}),
        ("apscheduler", {"bot/weekly/posting/schedule.py"}),
    ],
)
def test_one_file_a_vendor(package: str, files: set[str]) -> None:
    """Each outside package is met in one file, so that changing it changes one file."""
    assert users(package) == files


def test_slack_is_met_in_its_own_folders() -> None:
    """Slack's packages are known to the bot's Slack folder and to the renderers, to no use case."""
    strangers = {f for f in users("slack_sdk") | users("slack_bolt") if not f.startswith(("bot/slack/", "bot/render/"))}
    assert strangers == set()


def test_the_protocol_of_tools_is_met_in_its_own_folder() -> None:
    """The SDK of the tool server, and what it brings, are known to `bot/mcp/` alone."""
    strangers = {f for p in ("mcp", "starlette", "anyio", "pydantic") for f in users(p) if not f.startswith("bot/mcp/")}
    assert strangers == set()


def test_one_file_reads_the_environment() -> None:
    """Settings come from `bot/settings/__init__.py` and from nowhere else; the other file only writes."""
    readers = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        for node in tree(path)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert readers == {"bot/settings/__init__.py", "retrieval/quiet.py"}


def test_one_file_writes_to_the_environment() -> None:
    """What vendors' libraries look up there is set in `retrieval/quiet.py`, which reads nothing."""
    used = [line for line in (ROOT / "retrieval/quiet.py").read_text(encoding="utf-8").split("\n") if "os." in line]
    assert used == ["    os.environ.update(_QUIET)"]


def test_only_the_command_line_prints() -> None:
    """Nothing but the console writes to stdout or stderr."""
    writers = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        for node in tree(path)
        if isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr")
    }
    assert writers <= {"bot/cli/console.py", "bot/cli/__init__.py", "bot/cli/asking.py", "bot/cli/papers.py"}


def test_every_prompt_is_well_formed() -> None:
    """Each prompt file loads, and its version changes with its words."""
    for path in (ROOT / "prompts").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        loaded = prompts.load(path.stem)
        assert loaded.version != prompts.parse(path.stem, text.replace("# user", "# user\nPlease.")).version
        with pytest.raises(ValueError, match="missing"):
            loaded.render()
