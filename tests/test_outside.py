"""Rows from other packages, and what an installed Broadsheet says of itself."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Run

from retrieval import outside

MODEL = """
from bot.models.extractive import ExtractiveModel
from bot.models.table import ModelRow

class Echo(ExtractiveModel):
    name = "echo"

ROW = ModelRow("echo", lambda rest, access: Echo())
BROKEN = 3
"""
SINK = """
from pathlib import Path
from bot.sinks import Row

class Wall:
    def __init__(self, folder): self.folder = folder
    def find(self, part, first): return None
    def send(self, part, first):
        (self.folder / "wall.txt").write_text(part.body)
        return "wall"

def check(channel): pass

ROW = Row(check, lambda replies: [replies[0].title], lambda settings, to: Wall(settings.folder))
"""


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package beside ours, with a model, a sink, and two rows that cannot be used."""
    site = tmp_path / "site"
    (site / "others-1.dist-info").mkdir(parents=True)
    (site / "others_model.py").write_text(MODEL)
    (site / "others_sink.py").write_text(SINK)
    (site / "others-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: others\nVersion: 1\n")
    (site / "others-1.dist-info" / "entry_points.txt").write_text(
        "[broadsheet.models]\necho = others_model:ROW\nbroken = others_model:BROKEN\ngone = others_nowhere:ROW\n"
        "[broadsheet.sinks]\nwall = others_sink:ROW\n"
    )
    monkeypatch.syspath_prepend(str(site))
    outside.offered.cache_clear()
    yield
    outside.offered.cache_clear()


@pytest.mark.usefixtures("packaged")
def test_a_model_from_outside_is_chosen_by_its_name(run: Callable[..., Run], jsonl: Path) -> None:
    """It answers like any other; until it is named, nothing of its package is imported."""
    run("ingest", str(jsonl))
    assert "others_model" not in sys.modules
    told = run("ask", "Do longer ropes hold better?", "--model", "echo", "--json")
    assert (told.code, told.json["model"]) == (0, "echo")
    for name in ("broken", "gone"):
        refused = run("ask", "Do longer ropes hold better?", "--model", name)
        assert (refused.code, f"“{name}”" in refused.err, "Traceback" in refused.err) == (2, True, False)


@pytest.mark.usefixtures("packaged")
def test_a_sink_from_outside_gets_the_weekly_post(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """A place of another package is posted to by the same ledger as ours."""
    run("ingest", str(jsonl))
    assert run("weekly", "--week", "2026-W46", "--to", "wall", "--channel", "here").code == 0
    assert "Papers of the week" in (tmp_path / "data" / "wall.txt").read_text()


@pytest.mark.parametrize(
    ("module", "words", "line"),
    [
        (
            "rouge_score",
            ["eval", "tldr", "--data"],
            '{"title": "A", "abstract": "We do. It works.", "refs": ["We do."]}',
        ),
        ("ir_measures", [], ""),
    ],
)
def test_eval_says_what_is_missing(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, words: list[str], line: str
) -> None:
    """Without the libraries of the extra, the command names the package and how to install it."""
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, f"{module}.rouge_scorer", None)
    (tmp_path / "rows.jsonl").write_text(line)
    if not words:
        (tmp_path / "corpus.jsonl").write_text('{"_id": "1", "title": "Ropes", "text": "We moor ships. It holds."}\n')
        (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "ropes"}\n')
        (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\t1\t1\n")
        files = ["--corpus", "corpus.jsonl", "--queries", "queries.jsonl", "--qrels", "qrels.tsv"]
        told = run("eval", "retrieval", *files, "--mode", "lexical")
    else:
        told = run(*words, "rows.jsonl")
    assert (told.code, "pip install 'broadsheet[eval]'" in told.err, "Traceback" in told.err) == (2, True, False), told


def test_the_wheel_says_whose_it_is() -> None:
    """Authors, classifiers and both licence files are named, no address is a placeholder, and NOTICE has our hashes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["authors"]
    assert project["classifiers"]
    assert all((ROOT / name).is_file() for name in project["license-files"])
    assert "example" not in str(project.get("urls", {}))
    from retrieval.embed import minilm

    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert all(part in notice for part in (minilm._WEIGHTS[0], minilm._WEIGHTS[2], minilm._TOKENIZER[2]))
    dependencies = " ".join(project["dependencies"])
    assert not [name for name in ("rouge-score", "ir-measures") if name in dependencies]
