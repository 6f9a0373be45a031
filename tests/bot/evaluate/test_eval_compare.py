"""`broadsheet eval compare`: what differs between two runs, and whether it is more than noise."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Run as Ran

from bot.evaluate.compare import compare
from bot.evaluate.run import DataFile, Run, read_run, run_document
from bot.evaluate.statistics import figure, paired
from retrieval.errors import UsageError

Invoke = Callable[..., Ran]
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def one(values: list[float], kind: str = "retrieval", sha256: str = "aa") -> Run:
    """A run with these values of one metric."""
    queries = {f"q{i}": {"nDCG@10": value} for i, value in enumerate(values)}
    return Run(kind, {"mode": "hybrid"}, {"corpus": DataFile("c.jsonl", sha256)}, queries)


def saved(run: Run, path: Path) -> str:
    """The run's file."""
    path.write_text(json.dumps(run_document(run, NOW)))
    return str(path)


def test_a_difference_is_told_with_its_chance(run: Invoke, tmp_path: Path) -> None:
    """Twenty questions each a little better are more than noise; one of them alone is not."""
    base = [0.1 * (i % 7) for i in range(20)]
    a = saved(one(base), tmp_path / "a.json")
    b = saved(one([v + 0.05 for v in base]), tmp_path / "b.json")
    c = saved(one([base[0] + 0.9, *base[1:]]), tmp_path / "c.json")
    told = run("eval", "compare", a, b, "--json").json["metrics"]["nDCG@10"]
    assert told["difference"] == pytest.approx(0.05)
    assert told["p"] < 0.001
    assert told["verdict"] == "higher"
    assert "no more than noise" in run("eval", "compare", a, c).out
    assert "lower" in run("eval", "compare", b, a).out


def test_the_test_is_exact_where_it_can_be() -> None:
    """Five questions, all better: 2 of the 32 ways to toss the signs are as extreme."""
    assert paired([0, 0, 0, 0, 0], [1, 2, 1, 1, 1]).p == pytest.approx(2 / 32)
    assert paired([0.5], [0.9]).p == 1.0
    assert paired([1, 2], [1, 2]).p == 1.0


def test_figures_repeat() -> None:
    """The same values give the same interval, which holds the mean; equal values have no width."""
    values = [0.0, 1.0, 0.5, 1.0, 0.25]
    assert figure(values) == figure(values)
    assert figure(values).low < figure(values).mean < figure(values).high
    assert (figure([0.3]).low, figure([1, 1, 1]).high) == (0.3, 1)


def test_only_the_same_data_compare() -> None:
    """Runs of another kind, on other files, or without a question in common are refused."""
    for other in (one([1.0], kind="tldr"), one([1.0], sha256="bb"), Run("retrieval", {}, one([1]).data, {})):
        with pytest.raises(UsageError):
            compare(one([1.0]), other)


def test_a_renamed_file_is_the_same_data() -> None:
    """Data are told by their content, not by their name."""
    renamed = Run("retrieval", {}, {"corpus": DataFile("other.jsonl", "aa")}, one([0.5]).queries)
    assert compare(one([0.5]), renamed)["nDCG@10"].verdict == "no more than noise"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"kind": "retrieval"}', '{"kind": "comparison", "metrics": {}}'])
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    """A file that is not a run is told by name, with what to give instead."""
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(UsageError, match=r"x.json is not a run"):
        read_run(tmp_path / "x.json")
    with pytest.raises(UsageError, match="cannot be read"):
        read_run(tmp_path / "gone.json")
