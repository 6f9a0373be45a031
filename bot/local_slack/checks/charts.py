"""Charts as Slack checks them: docs.slack.dev/reference/block-kit/blocks/data-visualization-block."""

from __future__ import annotations

import math
from typing import Any

from bot.local_slack.checks.schema import Check, Findings, items, record, report, string

MOST_CHARTS = 2
"""Charts of one message."""


def number(value: Any, where: str, findings: Findings) -> None:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        report(findings, "must be a number", where)


_SHORT, _LONG = string(20), string(50)
_POINT = record({"label": _SHORT, "value": number}, {})
_SERIES = items(record({"name": _SHORT, "data": items(_POINT, 20)}, {}), 6)
_AXES = record({"categories": items(_SHORT, 20)}, {"x_label": _LONG, "y_label": _LONG})
_XY = record({"series": _SERIES, "axis_config": _AXES}, {})
CHARTS: dict[str, Check] = {
    "bar": _XY,
    "area": _XY,
    "line": _XY,
    "pie": record({"segments": items(record({"label": _SHORT, "value": number}, {}), 6)}, {}),
}


def check_chart(chart: Any, where: str, findings: Findings) -> None:
    """What no table says: each series has a name of its own, and a point for each category."""
    if findings or not isinstance(chart, dict) or "series" not in chart:
        return
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) < len(names):
        report(findings, "series names must be unique", f"{where}/series")
    for n, series in enumerate(chart["series"]):
        if [point["label"] for point in series["data"]] != chart["axis_config"]["categories"]:
            report(findings, "labels must match the categories", f"{where}/series/{n}/data")
