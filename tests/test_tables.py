"""One file and one row: source, model, embedder, index and sink from outside, each through the front door."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
from conftest import Run, paper, three_papers
from weekly_made import MONDAY, open_app

from bot import sinks
from bot.models import embedders, table
from bot.models.protocol import Completion, Prompt
from bot.settings import Settings
from bot.settings.weekly import Destination
from bot.types import Reply, Usage
from bot.weekly.posting import run_due
from bot.weekly.posting.ledger import Part
from retrieval import sources
from retrieval.embed import HashingEmbedder
from retrieval.index import ExactIndex
from retrieval.index.table import INDEXES, IndexRow
from retrieval.types import Paper, Refused


def parse_cards(text: str, where: str, listed: date | None) -> Iterator[Paper | Refused]:
    """Index cards: a title on one line, its abstract on the next."""
    lines = text.splitlines()[1:]
    for title, abstract in zip(lines[::2], lines[1::2], strict=True):
        yield paper(title, abstract, sources=("cards",), listed_on=listed)


def test_a_source_is_one_file_and_one_row(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A new kind of file is found in a folder by its ending, read, and wins over a source of less authority."""
    row = sources.Source("cards", lambda text: text.startswith("CARDS"), parse_cards, "index cards", 9, (".cards",))
    monkeypatch.setattr(sources, "SOURCES", (row, *sources.SOURCES))
    known = three_papers()[0]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.cards").write_text(f"CARDS\n{known.title}\nThe compass of the cards needs no needles.\n")
    (tmp_path / "b.jsonl").write_text(json.dumps({"title": known.title, "abstract": known.abstract}) + "\n")
    assert run("ingest", "in").code == 0
    assert run("ingest", "b.jsonl").code == 0
    shown = run("show", known.title, "--json").json
    assert shown["abstract"] == "The compass of the cards needs no needles."


@dataclass
class Parrot:
    """A model that says the first sentence it is given."""

    name: str = "parrot:grey"
    drafts: bool = True

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        """The first sentence of the first paper, as its own quote."""
        first = prompt.inputs["evidence"][0]
        said = first.text.split(". ")[0] + "."
        claims = [{"text": said, "evidence": [{"source": first.n, "quote": said}]}]
        return Completion(json.dumps({"claims": claims}), self.name, Usage(calls=1))


def test_a_model_is_one_file_and_one_row(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, jsonl: Path) -> None:
    """A new model is chosen by its name like any other, and its words pass the gate."""
    monkeypatch.setitem(table.MODELS, "parrot", table.ModelRow("parrot:<colour>", lambda rest, access: Parrot()))
    run("ingest", str(jsonl))
    told = run("ask", "Do longer ropes hold better in harbours?", "--model", "parrot:grey", "--json").json
    assert told["model"] == "parrot:grey"
    assert told["claims"][0]["text"] == "Calm harbours reward patience."


class Loud(HashingEmbedder):
    """The hashing embedder under a name of its own."""

    name = "loud-256"


def test_an_embedder_is_one_file_and_one_row(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, jsonl: Path
) -> None:
    """A new embedder embeds what comes in, and is found again by the name that its vectors carry."""
    row = embedders.EmbedderRow("loud", lambda rest, access: Loud(), lambda name: "loud" if name == Loud.name else "")
    monkeypatch.setitem(embedders.EMBEDDERS, "loud", row)
    monkeypatch.setenv("BROADSHEET_EMBEDDER", "loud")
    run("ingest", str(jsonl))
    assert any("loud-256" in each["detail"] for each in run("doctor", "--json").json)
    monkeypatch.setenv("BROADSHEET_EMBEDDER", "hashing")  # the old vectors go on answering
    assert "Ropes and Harbours" in run("search", "longer ropes").out


class Counted(ExactIndex):
    """Exact search that counts what it is asked."""

    name = "counted"
    asked: ClassVar[list[int]] = []

    def search(self, vector: Any, k: int) -> list[tuple[int, float]]:
        """As the exact index."""
        self.asked.append(k)
        return super().search(vector, k)


def test_an_index_is_one_file_and_one_row(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, jsonl: Path
) -> None:
    """A new index is a value of the setting at once, and is asked."""
    monkeypatch.setitem(INDEXES, "counted", IndexRow("counted", lambda place: Counted(place.vectors)))
    monkeypatch.setenv("BROADSHEET_INDEX", "counted")
    run("ingest", str(jsonl))
    assert "Ropes and Harbours" in run("search", "longer ropes").out
    assert Counted.asked
    monkeypatch.setenv("BROADSHEET_INDEX", "nothing")
    assert "chroma or exact or counted" in run("papers").err


@dataclass
class Tray:
    """A sink that keeps what is put on it."""

    papers: dict[str, str] = field(default_factory=dict)

    def find(self, part: Part, first: str) -> str | None:
        """Where the part lies, if it does."""
        return part.key if part.key in self.papers else None

    def send(self, part: Part, first: str) -> str:
        """Put it there."""
        self.papers[part.key] = part.body
        return part.key


def test_a_sink_is_one_file_and_one_row(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A new sink reads its own part of the setting, is posted to once, and refuses what it cannot be."""
    tray = Tray()

    def check(channel: str) -> None:
        if channel != "left":
            raise ValueError("there is only a left tray")

    def bodies(replies: Sequence[Reply]) -> list[str]:
        return [reply.title for reply in replies[:1]]

    def open_sink(settings: Settings, destination: Destination) -> Tray:
        return tray

    monkeypatch.setitem(sinks.SINKS, "tray", sinks.Row(check, bodies, open_sink))
    app = open_app(tmp_path / "a", weekly_to="tray:left")
    for _ in range(2):
        run_due(app, app.sinks, MONDAY, print)
    assert list(tray.papers.values()) == ["Papers of the week 9–15 Nov 2026"]
    monkeypatch.setenv("BROADSHEET_WEEKLY_TO", "tray:right")
    assert "there is only a left tray" in run("papers").err
