"""What a day came to, in figures: one line in the log, and numbers for whoever watches over the bot."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from bot.freshness import RECENT, is_fed, unread_days
from bot.library import Library
from bot.slack.jobs import Jobs

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Tally:
    """Questions of some time, by what became of them so far, and the model *tokens* of its days."""

    asked: int
    answered: int
    refused: int
    tokens: int


def tally_of(library: Library, jobs: Jobs, day: date) -> Tally:
    """The questions that came in on *day*, in the configured time zone."""
    begin, end = (datetime.combine(d, clock_time(), library.settings.timezone) for d in (day, day + timedelta(days=1)))
    spent = library.budget.spent(day, day + timedelta(days=1))
    return Tally(*jobs.outcomes(begin.timestamp(), end.timestamp()), sum(row.tokens for row in spent))


def status_line(library: Library, jobs: Jobs, day: date) -> str:
    """As “2026-11-26: 12 asked, 10 answered, 2 refused, 3,400 tokens; newest listed paper of 2026-11-26”."""
    of, newest = tally_of(library, jobs, day), library.archive.newest_listed()
    told = f"{day}: {of.asked:,} asked, {of.answered:,} answered, {of.refused:,} refused, {of.tokens:,} tokens"
    return f"{told}; newest listed paper of {newest}" if newest else f"{told}; no listed paper"


def exposition(library: Library, jobs: Jobs, heard: float, fault: str) -> str:
    """All figures in Prometheus' text form. *heard*: when Slack was, since 1970; *fault*: what is wrong, or ""."""
    now, newest = time.time(), library.archive.newest_listed()
    asked, answered, refused = jobs.outcomes(now - _DAY, now)
    waiting = jobs.oldest_waiting()
    spent, disk = library.budget.spent(), os.statvfs(library.settings.folder)
    today = library.settings.clock().date()
    unread = len(unread_days(library, today - timedelta(days=RECENT), today)) if is_fed(library) else 0
    figures: list[tuple[str, str, str, float]] = [
        ("up", "gauge", "1 while the bot is well, as /health says.", 0 if fault else 1),
        ("papers", "gauge", "Papers in the archive.", library.archive.count()),
        ("unread_days", "gauge", "Weekdays of the last two weeks that could not be read yet.", unread),
        ("questions_last_day", "gauge", "Questions of the last 24 hours.", asked),
        ("answered_last_day", "gauge", "Those of them that were answered.", answered),
        ("refused_last_day", "gauge", "Those of them that the papers did not answer.", refused),
        ("jobs_waiting", "gauge", "Questions that wait for a worker.", jobs.waiting()),
        ("oldest_waiting_seconds", "gauge", "How long the oldest of them waits.", now - waiting if waiting else 0),
        ("slack_heard_seconds", "gauge", "Seconds since Slack was heard.", max(0.0, now - heard)),
        ("model_calls_total", "counter", "Calls of chat models since the archive began.", sum(s.calls for s in spent)),
        ("model_tokens_total", "counter", "Their tokens.", sum(s.tokens for s in spent)),
        ("disk_free_bytes", "gauge", "Space left for the data folder.", disk.f_bavail * disk.f_frsize),
    ]
    if newest:
        at = datetime.combine(newest, clock_time(), library.settings.timezone).timestamp()
        figures.append(("newest_listed_timestamp_seconds", "gauge", "The day of the newest listed paper.", at))
    return "".join(
        f"# HELP broadsheet_{name} {told}\n# TYPE broadsheet_{name} {kind}\nbroadsheet_{name} {round(value, 3)}\n"
        for name, kind, told, value in figures
    )
