"""What a page can ask for beside its stream: the JSON behind a message, and the weekly post."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.local_slack.page.actions import message, view
from bot.local_slack.page.state import Stage

Json = dict[str, Any]
Asked = Mapping[str, str]


def _payload(stage: Stage, asked: Asked) -> Json:
    from bot.local_slack.page.payload import of_message, of_view

    return of_view(view(stage, asked)) if asked.get("view") else of_message(message(stage, asked))


def _week(stage: Stage, asked: Asked) -> Json:
    from bot.local_slack.page.week import week_post

    return week_post(stage, asked.get("week", ""))


ANSWERS: dict[str, Callable[[Stage, Asked], Json]] = {"payload": _payload, "week": _week}
