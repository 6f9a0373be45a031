"""`broadsheet eval tldr`: ROUGE against people's lines, and what ROUGE hides."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run, three_papers

from bot.tldr.extract import extractive_tldr

Invoke = Callable[..., Run]


def data(path: Path, refs: list[object]) -> Path:
    """The three papers with *refs* each."""
    rows = [
        {"id": p.arxiv_id or p.id, "title": p.title, "abstract": p.abstract, "refs": told}
        for p, told in zip(three_papers(), refs, strict=True)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_the_best_reference_counts(run: Invoke, tmp_path: Path) -> None:
    """A line that one of the references repeats scores 100, whatever the other says; one about nothing else 0."""
    first, second, _ = three_papers()
    same = extractive_tldr(first.title, first.abstract)
    path = data(tmp_path / "refs.jsonl", [["zzz", same], [extractive_tldr(second.title, second.abstract)], "zzz yyy"])
    told = run("eval", "tldr", "--data", str(path), "--json").json
    values = list(told["queries"].values())
    assert [v["ROUGE-1"] for v in values] == pytest.approx([100, 100, 0])
    assert told["figures"]["ROUGE-L"]["mean"] == pytest.approx(200 / 3)
    assert told["figures"]["breaks the contract"]["mean"] == 0.0
    assert told["figures"]["is the title"]["mean"] == 0.0
    assert told["counts"]["made by extractive"] == 3


def test_a_model_writes_the_lines(run: Invoke, tmp_path: Path) -> None:
    """With --model the lines are that model's, and a copy of the title shows in the table."""
    titles = [p.title for p in three_papers()]
    replies = [{"reply": line} for title in titles for line in (title, title)]
    (tmp_path / "script.json").write_text(json.dumps(replies))
    path = data(tmp_path / "refs.jsonl", [["a compass"], ["ropes"], ["rivers"]])
    told = run("eval", "tldr", "--data", str(path), "--model", f"scripted:{tmp_path / 'script.json'}", "--json").json
    assert told["configuration"]["model"].startswith("scripted")
    assert told["counts"]["made by extractive"] == 3  # the contract lets no title through


@pytest.mark.parametrize("refs", [[], None, [3], [""]])
def test_rows_without_references_are_refused(run: Invoke, tmp_path: Path, refs: object) -> None:
    """A row that nothing can be held against is a fault of the file, told by its line."""
    path = data(tmp_path / "refs.jsonl", [["fine"], refs, ["fine"]])
    told = run("eval", "tldr", "--data", str(path))
    assert told.code == 2
    assert "refs.jsonl, line 2 has no refs" in told.err


def test_a_missing_library_is_told_before_anything_is_spent(
    run: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the library that measures I am told what to install, and no model was asked for a line until then."""
    monkeypatch.setitem(sys.modules, "rouge_score.rouge_scorer", None)  # as where it is not installed
    script = tmp_path / "script.json"
    script.write_text(json.dumps(["Ships are moored by one anchor."] * 3))
    file = str(data(tmp_path / "lines.jsonl", [["One."]] * 3))
    told = run("eval", "tldr", "--data", file, "--model", f"scripted:{script}", "--json")
    assert told.code == 2
    assert "rouge-score, which is not installed" in told.json["error"]
    assert "pip install 'broadsheet[eval]'" in told.json["hint"]
    assert run("usage", "--json").json == []
