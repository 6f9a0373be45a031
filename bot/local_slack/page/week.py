"""The weekly post of a week as Slack would get it: the very messages of the Slack sink, posted nowhere."""

from __future__ import annotations

import json
from typing import Any

from bot.local_slack.page.payload import of_post
from bot.local_slack.page.state import Stage
from retrieval.errors import UsageError


def week_post(stage: Stage, text: str) -> dict[str, Any]:
    """The post of the week *text* names, else of the newest week with papers: the main message, then its thread."""
    if stage.stall.on:
        raise UsageError("The model is stalled.", "Let it go on first: the weekly post needs it.")
    return stage.work(lambda: _made(stage, text))


def _made(stage: Stage, text: str) -> dict[str, Any]:
    from bot.settings.weekly import TEAM
    from bot.sinks.slack import bodies
    from bot.weekly.commands import preview, week_of
    from bot.weekly.digest.reply import digest_replies
    from bot.weekly.week import Week

    newest = stage.library.archive.list(limit=1)
    day = newest[0].day("listed") if newest else None
    week = week_of(stage.library, text) if text or day is None else Week.of(day)
    posts = [json.loads(body) for body in bodies(digest_replies(preview(stage.library, week, TEAM)))]
    return {
        "week": str(week),
        "days": week.days,
        "before": str(week.moved(-1)),
        "after": str(week.moved(1)),
        "posts": [{**post, "behind": of_post(post["text"], post["blocks"], {})} for post in posts],
    }
