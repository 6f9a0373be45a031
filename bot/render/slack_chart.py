"""A chart as Slack draws it: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block

Every series needs a number for every category, so that what has none is drawn as no bar, and its category says why. A
workspace that does not know the block is sent the same as text (`bot.render.slack.simpler`).
"""

from __future__ import annotations

from bot.render.safe import safe, safe_line
from bot.render.slack_blocks import Part
from bot.render.split import cut, size
from bot.types import Reply

MOST_SERIES, MOST_CATEGORIES = 6, 20
TITLE, NAME = 50, 20
"""The characters of a title and a label of the axes, and of a series and a category."""


def chart(reply: Reply) -> Part | None:
    """The chart of *reply* as bars; None if it has none, or one that Slack does not take.

    What notifications and screen readers get of it is its parts as text.
    """
    drawn = reply.chart
    if drawn is None or len(drawn.series) > MOST_SERIES or len(drawn.categories) > MOST_CATEGORIES:
        return None
    categories = [cut(safe_line(category), NAME) for category in drawn.categories]
    names = [cut(safe_line(name), NAME) for name, _ in drawn.series]
    if not names or not all((*names, *categories)) or len({*names}) < len(names):
        return None
    series = [
        {"name": name, "data": [{"label": label, "value": n} for label, n in zip(categories, values, strict=True)]}
        for name, (_, values) in zip(names, drawn.series, strict=True)
    ]
    axes = {"categories": categories, "y_label": cut(safe_line(drawn.unit), TITLE)}
    bars = {"type": "bar", "series": series, "axis_config": axes}
    block = {"type": "data_visualization", "title": cut(safe_line(drawn.title), TITLE), "chart": bars}
    told = "\n".join("\n".join((safe_line(part.heading), *map(safe, part.paragraphs))) for part in reply.sections)
    return Part(block, told, size(told))
