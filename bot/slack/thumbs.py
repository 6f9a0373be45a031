"""What a thumb counts for: on an answer for the answer, which is kept to be asked again; on papers for these."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.evaluate.judged import Judged, remember, shown_of
from bot.question import Turn, from_json
from bot.question.asked import IN_ENGLISH
from bot.slack.addressed import question_in
from bot.slack.context import Desk
from bot.slack.job import Job
from bot.slack.outcome import Outcome
from bot.votes import ANSWER, PAPER, cast, take_back
from retrieval.errors import UsageError

_NOTHING = Turn("")


def judge(desk: Desk, job: Job, kept: Job, value: int, given: bool = True) -> None:
    """A thumb, *given* or taken back, on the reply of *kept*: an answer, or what was said of a single paper."""
    outcome = Outcome.from_json(kept.reply)
    if outcome.answer:
        if given:
            remember(desk.library.database, kept.token, _judged(desk, kept, outcome))
        _count(desk, job, ANSWER + kept.token, value, given)
    elif outcome.reply.about:
        like(desk, job, [outcome.reply.about], value, given)


def like(desk: Desk, job: Job, papers: Iterable[str], value: int, given: bool) -> None:
    """A thumb, *given* or taken back, on *papers*; one that is gone from the archive is passed over."""
    for name in papers:
        try:
            paper = desk.library.archive.find(name)
        except UsageError:
            continue
        _count(desk, job, PAPER + paper.id, value, given)


def _count(desk: Desk, job: Job, subject: str, value: int, given: bool) -> None:
    database = desk.library.database
    if given:
        cast(database, job.channel, job.user, subject, value, desk.library.settings.clock())
    else:
        take_back(database, job.channel, job.user, subject, value)


def _judged(desk: Desk, kept: Job, outcome: Outcome) -> Judged:
    """The answer as it is asked again: with the papers it was about, and the day whose “last week” it meant."""
    turn = from_json(outcome.turn) or _NOTHING
    papers, text = shown_of(outcome.reply, outcome.refused)
    within = turn.papers if turn.narrowed else ()
    asked = _asked(desk, kept) if turn.window else None
    return Judged(_typed(desk, kept, outcome), papers, text, outcome.refused, within, asked)


def _asked(desk: Desk, kept: Job) -> datetime:
    settings = desk.library.settings
    return settings.now or datetime.fromtimestamp(kept.received, settings.timezone)


def _typed(desk: Desk, kept: Job, outcome: Outcome) -> str:
    """The question as it was understood; one that was put into English as a whole, in its own language."""
    said = question_in(str(kept.request.get("text", "")), desk.bot_user)
    whole = f"{IN_ENGLISH}{outcome.question}" in outcome.reply.taken
    return said if whole and said else outcome.question
