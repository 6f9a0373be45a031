"""What all tests share: loopback only, a frozen clock, small papers, and the command line run in this process."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from typer.testing import CliRunner

from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.vectors import VectorStore
from retrieval.embed import HashingEmbedder
from retrieval.identity import paper_id
from retrieval.ingest import embed_pending
from retrieval.types import Paper

# How long an example takes is the machine's business: no property fails by the clock.
UNHURRIED = hypothesis(deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.register_profile("full", UNHURRIED)
hypothesis.register_profile("quick", UNHURRIED, max_examples=25)

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PAGES = ("plants-and-generalization.txt", "generalization-properties.txt")

BRAVE, CALM, DELTA = (
    "Brave compasses keep their heading. We introduce a compass network with 12 needles. "
    "It reaches 91.5% accuracy on the harbour benchmark. It does not need a gyroscope.",
    "Calm harbours reward patience. We study mooring under wind, and find that longer ropes hold 3 times better. "
    "The effect vanishes below 2 knots.",
    "Delta rivers move their beds. This survey covers 40 years of river maps. Dredging only delays the drift.",
)


def paper(title: str, abstract: str, **known: Any) -> Paper:
    """A paper with its proper id, from JSONL unless said otherwise."""
    known.setdefault("sources", ("jsonl",))
    return Paper(paper_id(title), title, abstract, **known)


def three_papers() -> list[Paper]:
    """Three papers on three subjects, listed on three days."""
    return [
        paper("Compass Networks", BRAVE, listed_on=date(2026, 11, 2), arxiv_id="2611.00001", upvotes=5),
        paper("Ropes and Harbours", CALM, listed_on=date(2026, 11, 10), published=date(2026, 11, 8)),
        paper("The Drift of Deltas", DELTA, published=date(2024, 3, 5)),
    ]


def pytest_configure(config: pytest.Config) -> None:
    """Properties are tried on fewer examples in the quick lane than in the full one."""
    hypothesis.load_profile("quick" if "not full and" in config.option.markexpr else "full")


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may reach beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting, key or .env file of the person running the tests gets in; the clock stands at 22 Nov 2026."""
    for name in [n for n in os.environ if n.startswith(("BROADSHEET_", "OPENAI_", "SLACK_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BROADSHEET_NOW", "2026-11-22T09:00")
    monkeypatch.setenv("BROADSHEET_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BROADSHEET_EMBEDDER", "hashing")
    monkeypatch.setenv("BROADSHEET_FETCH_NAMED", "no")
    monkeypatch.setenv("BROADSHEET_FEED", "no")  # what serves in a test fetches nothing by itself
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty archive file."""
    opened = Database(tmp_path / "data" / "archive.db")
    yield opened
    opened.close()


@pytest.fixture
def archive(database: Database) -> Archive:
    """An empty archive."""
    return Archive(database)


@pytest.fixture
def stocked(archive: Archive) -> Archive:
    """An archive with three papers and their vectors."""
    archive.put(three_papers())
    embed_pending(VectorStore(archive.database), HashingEmbedder())
    return archive


@dataclass(frozen=True)
class Run:
    """What one command left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """stdout as the one JSON document it must be."""
        return json.loads(self.out)


@pytest.fixture
def run() -> Callable[..., Run]:
    """Run `broadsheet ARGUMENTS` in this process."""
    from bot.cli import cli

    def invoke(*arguments: str, stdin: str | bytes | None = None) -> Run:
        result = CliRunner().invoke(cli, list(arguments), input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Run(result.exit_code, result.stdout, result.stderr)

    return invoke


@pytest.fixture
def pages() -> list[Path]:
    """The two real page dumps, where they are at hand."""
    found = [SHARED / "pages" / name for name in PAGES]
    if not all(path.is_file() for path in found):
        pytest.skip("../shared is not here: the real pages cannot be read")
    return found


@pytest.fixture
def jsonl(tmp_path: Path) -> Path:
    """The three papers as a JSONL file."""
    from bot.render.documents import paper_document

    path = tmp_path / "three.jsonl"
    path.write_text("".join(json.dumps(paper_document(p)) + "\n" for p in three_papers()))
    return path
