"""What was measured last, from `bench/results`, into the README's tables and the plots: `python -m bench.tables`."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import plot

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
OURS = "broadsheet"

Result = dict[str, Any]
Figures = dict[str, Any]

# What is compared: its name, how it is read, whether less is better, how it is written.
_COMPARED: tuple[tuple[str, Callable[[Figures], float], bool, str], ...] = (
    ("storing", lambda f: statistics.median(f["ingest seconds"]), True, "{:.2f} s"),
    ("disk", lambda f: f["disk MB"], True, "{:.0f} MB"),
    ("memory while storing", lambda f: f["ingest peak MB"], True, "{:.0f} MB"),
    ("memory while searching", lambda f: f["search peak MB"], True, "{:.0f} MB"),
    ("first answer from cold", lambda f: statistics.median(f["cold seconds"]), True, "{:.2f} s"),
    ("search p50", lambda f: statistics.median(f["search ms"]), True, "{:.1f} ms"),
    ("search p95", lambda f: statistics.quantiles(f["search ms"], n=20)[-1], True, "{:.1f} ms"),
    ("16 askers", lambda f: f["questions a second"], False, "{:.2f}/s"),
    ("recall@5", lambda f: f["recall@5"], False, "{:.3f}"),
    ("nDCG@10", lambda f: f["nDCG@10"], False, "{:.3f}"),
)
_IN_TURN = {"storing": "ingest seconds", "first answer from cold": "cold seconds", "search p50": "search ms"}


def generated() -> dict[Path, str]:
    """Every file that holds something generated, as it should be."""
    readme = HERE / "README.md"
    text = readme.read_text("utf-8")
    sides, scales = _results("side_by_side"), _results("scale")
    text = _between(text, "side by side", "\n\n".join(map(side_by_side, sides)))
    text = _between(text, "scale", scale(scales))
    text = _between(text, "shared", shared(_results("shared")[-1]))
    files = {readme: text, RESULTS / "scale.svg": plot.growth(scales)}
    return files | {RESULTS / "side_by_side.svg": plot.quality_and_time(sides[-1]["peers"])}


def side_by_side(result: Result) -> str:
    """One size: where Broadsheet is behind, then everything."""
    peers = result["peers"]
    head = ["", *(name for name, *_ in _COMPARED)]
    rows = [head, ["---"] * len(head)]
    rows += [[name, *(_cell(peers, name, compared) for compared in _COMPARED)] for name in peers]
    missing = "".join(f"\n\nNot measured: {why}." for why in result["absent"].values())
    return f"### {result['papers']:,} papers\n\n{behind(peers)}\n\n{_table(rows)}{missing}"


def behind(peers: dict[str, Figures]) -> str:
    """One sentence: what others do better, and by how much."""
    told = []
    for name, read, less, _ in _COMPARED:
        ours, better = _read(read, peers[OURS]), []
        for peer, figures in peers.items():
            theirs = _read(read, figures)
            if ours is None or theirs is None or not (theirs < ours if less else theirs > ours):
                continue
            factor = ours / theirs if less else theirs / ours
            better.append((factor, f"{peer} {_times(factor)}×" if factor >= 1.05 else f"{peer} slightly"))
        if better:
            told.append(f"{name} ({', '.join(text for _, text in sorted(better, reverse=True))})")
    return f"**Broadsheet is behind in** {'; '.join(told)}." if told else "Broadsheet is behind in nothing measured."


def scale(results: Sequence[Result]) -> str:
    """A row a figure, a column a size, and how it grows."""
    sizes = [result["papers"] for result in results]
    names = [name for name in results[-1] if name not in ("papers", "date")]
    rows = [["", *(f"{size:,}" for size in sizes), "grows as n to the"], ["---"] * (len(sizes) + 2)]
    for name in names:
        values = [result[name] for result in results]
        rows.append([_with_unit(name), *map(_number, values), f"{exponent(sizes, values):.2f}"])
    return _table(rows)


def shared(result: Result) -> str:
    """One process on a Chroma server against two at once."""
    alone, both = result["alone"], result["two at once"]
    rows = [["", "alone", "two at once"], ["---"] * 3]
    for name, value in alone.items():
        rows.append([_with_unit(name), _number(value), " / ".join(_number(each[name]) for each in both)])
    told = f"{result['papers']:,} papers ({result['passages']:,} passages) were copied to the server in "
    told += f"{result['copied in seconds']:.0f} s. Of 200 passages that both added at once, {result['lost']} were lost."
    return f"{told}\n\n{_table(rows)}"


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The slope of the least-squares line through the logarithms: 1 is linear, 0 is constant."""
    if len(sizes) < 2:
        return math.nan
    xs, ys = [math.log(s) for s in sizes], [math.log(v) for v in values]
    return statistics.linear_regression(xs, ys).slope


def _table(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _with_unit(name: str) -> str:
    """*name* with the unit of its figure, where that is not part of it."""
    if name.endswith(("p50", "p95")):
        return f"{name}, ms"
    return name if name.endswith(("MB", "seconds", "second")) else f"{name}, s"


def _cell(peers: dict[str, Figures], peer: str, compared: tuple[str, Callable[[Figures], float], bool, str]) -> str:
    name, read, _, form = compared
    value = _read(read, peers[peer])
    if value is None:
        return "–"
    told = form.format(value)
    if name in _IN_TURN and peer != OURS:
        ours, theirs = peers[OURS][_IN_TURN[name]], peers[peer][_IN_TURN[name]]
        ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
        low, high = _spread(ratios)
        told += f" (×{_times(statistics.median(ratios))}, {_times(low)}–{_times(high)})"
    return told


def _spread(ratios: Sequence[float]) -> tuple[float, float]:
    """The range of a few, the middle nine tenths of many."""
    if len(ratios) < 20:
        return min(ratios), max(ratios)
    cuts = statistics.quantiles(ratios, n=20)
    return cuts[0], cuts[-1]


def _read(read: Callable[[Figures], float], figures: Figures) -> float | None:
    """A figure, None where it was not measured."""
    try:
        return read(figures)
    except KeyError:
        return None


def _times(factor: float) -> str:
    return f"{factor:.0f}" if factor >= 10 else f"{factor:.2g}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _results(kind: str) -> list[Result]:
    """The results of *kind*, smallest archive first."""
    found = [json.loads(path.read_text("utf-8")) for path in RESULTS.glob(f"{kind}_*.json")]
    return sorted(found, key=lambda result: int(result["papers"]))


def _between(text: str, name: str, table: str) -> str:
    before, mark, rest = text.partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- /{name} -->")
    if not end:
        raise ValueError(f"bench/README.md has no place for {name}")
    return f"{before}{mark}{table}\n{end}{after}"


if __name__ == "__main__":
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
