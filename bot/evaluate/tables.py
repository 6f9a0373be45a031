"""Runs and comparisons as rows of a table, and the lines around it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.evaluate.compare import Compared
from bot.evaluate.run import Run
from bot.evaluate.statistics import Figure

Rows = list[tuple[str, ...]]


def run_rows(run: Run) -> Rows:
    """A heading, and a row a metric."""
    rows: Rows = [("metric", "mean", "95 % interval", "n")]
    rows += [(name, _number(f.mean), _interval(f), f"{f.n:,}") for name, f in run.figures().items()]
    return rows


def run_lines(run: Run) -> list[str]:
    """What is told under the table: totals, configuration, notes."""
    counts = ", ".join(f"{name} {count:,}" for name, count in run.counts.items())
    settings = ", ".join(f"{name} {value}" for name, value in run.configuration.items())
    return [line for line in (counts, settings, *run.notes) if line]


def comparison_rows(compared: Mapping[str, Compared]) -> Rows:
    """A heading, and a row a metric both runs have."""
    rows: Rows = [("metric", "first", "second", "difference (95 %)", "p", "n", "the second is")]
    for name, each in compared.items():
        change = each.difference.difference
        told = f"{_number(change.mean, '+')} ({_interval(change)})"
        values = (_number(each.first.mean), _number(each.second.mean))
        rows.append((name, *values, told, f"{each.difference.p:.4f}", f"{change.n:,}", each.verdict))
    return rows


def comparison_lines(first: Run, second: Run) -> list[str]:
    """What is told under the table: what the two runs were."""
    told = []
    for name, run in (("first", first), ("second", second)):
        told.append(f"{name}: " + ", ".join(f"{key} {value}" for key, value in run.configuration.items()))
    return told


def _interval(figure: Figure) -> str:
    return f"{_number(figure.low)} to {_number(figure.high)}"


def _number(value: float, sign: str = "") -> str:
    return f"{value:{sign}.3f}" if abs(value) < 10 else f"{value:{sign},.1f}"
