"""Two plots as SVG, written by hand: points with names, and lines over logarithmic axes."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT, _MARGIN = 640, 400, 60
_COLOURS = ("#1b6ca8", "#c0392b", "#2e7d32", "#8e44ad", "#b9770e", "#566573", "#117a65")
_GROWING = ("archive MB", "reindex seconds", "search everything p50", "search a week p50", "papers --week")
_LABEL = (110, 13)  # so much room a name needs

Point = tuple[float, float]


def quality_and_time(peers: Mapping[str, Mapping[str, Any]]) -> str:
    """nDCG@10 over the median milliseconds of a search: up and to the left is better."""
    points = {name: (statistics.median(f["search ms"]), float(f["nDCG@10"])) for name, f in peers.items()}
    xs, ys = [x for x, _ in points.values()], [y for _, y in points.values()]
    axes = _Axes((min(xs) * 0.7, max(xs) * 2), (min(ys) - 0.02, max(ys) + 0.02))
    drawn = [axes.frame("milliseconds a search (median)", "nDCG@10", _decades(axes.x), _tenths(axes.y))]
    places = [axes.place(point) for point in points.values()]
    for colour, (x, y) in zip(_COLOURS, places, strict=False):
        drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>')
    return _svg([*drawn, *_labels(places, list(points))])


def growth(results: Sequence[Mapping[str, Any]]) -> str:
    """How figures grow with the archive; both axes logarithmic."""
    sizes = [float(result["papers"]) for result in results]
    lines = {name: [float(result[name]) for result in results] for name in _GROWING}
    values = [value for line in lines.values() for value in line]
    axes = _Axes((min(sizes) * 0.8, max(sizes) * 5), (min(values) * 0.7, max(values) * 1.5), upright=True)
    drawn = [axes.frame("papers", "seconds, milliseconds (p50), MB", _decades(axes.x), _decades(axes.y))]
    ends = []
    for colour, line in zip(_COLOURS, lines.values(), strict=False):
        places = [axes.place(point) for point in zip(sizes, line, strict=True)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        ends.append(places[-1])
    return _svg([*drawn, *_labels(ends, list(lines))])


class _Axes:
    """The horizontal axis is logarithmic; the other one too if *upright*."""

    def __init__(self, x: Point, y: Point, upright: bool = False) -> None:
        self.x, self.y, self._upright = x, y, upright

    def place(self, point: Point) -> Point:
        """Where *point* lies in the picture."""
        across = _share(point[0], self.x, True) * (_WIDTH - 2 * _MARGIN)
        up = _share(point[1], self.y, self._upright) * (_HEIGHT - 2 * _MARGIN)
        return _MARGIN + across, _HEIGHT - _MARGIN - up

    def frame(self, below: str, beside: str, xs: Sequence[float], ys: Sequence[float]) -> str:
        """The axes, their names and ticks."""
        left, bottom = _MARGIN, _HEIGHT - _MARGIN
        drawn = [f'<path d="M{left},{_MARGIN} V{bottom} H{_WIDTH - _MARGIN}" fill="none" stroke="#444"/>']
        for value in xs:
            drawn.append(_text(self.place((value, self.y[0]))[0] - 10, bottom + 18, f"{value:,.10g}"))
        for value in ys:
            drawn.append(_text(8, self.place((self.x[0], value))[1] + 4, f"{value:,.10g}"))
        return "\n".join([*drawn, _text(_WIDTH / 2 - 80, _HEIGHT - 12, below), _text(8, 24, beside)])


def _labels(places: Sequence[Point], names: Sequence[str]) -> list[str]:
    """A name right of each place, higher where it would cover another name."""
    taken: list[Point] = []
    drawn = []
    for (x, y), name in sorted(zip(places, names, strict=True), reverse=True):
        while any(abs(x - across) < _LABEL[0] and abs(y - down) < _LABEL[1] for across, down in taken):
            y -= 2
        taken.append((x, y))
        drawn.append(_text(x + 9, y + 4, name))
    return drawn


def _share(value: float, span: Point, logarithmic: bool) -> float:
    if logarithmic:
        value, span = math.log(value), (math.log(span[0]), math.log(span[1]))
    return (value - span[0]) / (span[1] - span[0])


def _decades(span: Point) -> list[float]:
    powers = range(math.floor(math.log10(span[0])), math.ceil(math.log10(span[1])) + 1)
    return [10.0**power for power in powers if span[0] <= 10.0**power <= span[1]]


def _tenths(span: Point) -> list[float]:
    return [n / 20 for n in range(21) if span[0] <= n / 20 <= span[1]]


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def _svg(drawn: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="12" fill="#222">'
    )
    return "\n".join([head, '<rect width="100%" height="100%" fill="#fff"/>', *drawn, "</svg>"]) + "\n"
