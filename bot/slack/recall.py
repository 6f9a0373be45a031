"""What was shared in channels, asked for in Slack: each place is told what it may be, and the reply stays there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.question import Turn, to_json
from bot.shared import asked_for
from bot.shared.reply import found_reply
from bot.slack.context import Desk
from bot.slack.job import Job
from bot.slack.outcome import Outcome, Via
from bot.spoken import shown_papers


def recall(desk: Desk, job: Job, question: str, turns: Sequence[Turn], via: Via) -> Outcome | None:
    """The answer to a *question* about what was shared; None for any other."""
    library, place = desk.library, place_of(job, via)
    found = asked_for(library, question, place, job.user, lambda words: shown_papers(library, words, turns))
    if found is None:
        return None
    reply = found_reply(library, found, place)
    papers = tuple((source.n, source.id) for source in reply.sources if source.n and source.id)
    return Outcome(reply, via, to_json(Turn(question, papers)), here=bool(place))


def place_of(job: Job, via: Via) -> str:
    """The channel whose people alone see the answer; "" for a direct message."""
    return "" if via == "direct" or job.channel.startswith("D") else job.channel
