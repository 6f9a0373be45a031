"""The rules of the house, held by a test: who may import what, and what is generated is fresh."""

from __future__ import annotations

import ast
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from generate import ROOT, generated

import prompts

SOURCES = sorted(p for folder in ("bot", "retrieval", "prompts") for p in (ROOT / folder).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """The modules that *path* imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
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


def test_dependencies_point_one_way() -> None:
    """`retrieval` knows neither bot nor prompts, and `prompts` knows nothing at all."""
    assert not {f for f in users("bot") | users("prompts") if f.startswith("retrieval")}
    assert not {f for f in users("bot") | users("retrieval") if f.startswith("prompts")}


@pytest.mark.parametrize(
    ("package", "files"),
    [
        ("chromadb", {"retrieval/index/chroma.py"}),
        ("openai", {"bot/models/openai.py"}),
        ("tenacity", {"retrieval/retry.py"}),
        ("langchain_text_splitters", {"retrieval/embed/chunk.py"}),
        ("onnxruntime", {"retrieval/embed/minilm.py"}),
        ("dotenv", {"bot/settings/__init__.py"}),
        ("waitress", {"bot/slack/wire/http_server.py"}),
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


def test_one_file_reads_the_environment() -> None:
    """Settings come from `bot/settings/__init__.py` and from nowhere else."""
    readers = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert readers == {"bot/settings/__init__.py"}


def test_only_the_command_line_prints() -> None:
    """Nothing but the console writes to stdout or stderr."""
    writers = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
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
