"""The jobs that need no model: thumbs, the Home tab, the shortcut's modal. Done at once by a quick worker.

Each is one call that may be made twice without harm, so a killed one is simply made again. What must be said once,
a shared answer or a refusal, is an outcome and is delivered like an answer.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.settings.weekly import Destination
from bot.slack.addressed import question_in
from bot.slack.agent_jobs import AGENT_JOBS
from bot.slack.button_jobs import action, may_see, unshared
from bot.slack.context import Desk, said
from bot.slack.home import home
from bot.slack.job import Job
from bot.slack.outcome import Outcome
from bot.slack.thumbs import judge, like
from bot.slack.wire.faults import DeliveryError, UnknownOutcomeError, explained
from bot.weekly.posting.subscriptions import unsubscribe
from bot.weekly.thumbs import papers_at

_NAMES = {"+1": 1, "thumbsup": 1, "-1": -1, "thumbsdown": -1}


def share(desk: Desk, job: Job) -> Outcome | None:
    """The answer for the whole channel, under the name of whoever shared it."""
    kept = desk.jobs.named(job.request["answer"])
    if kept is None or not may_see(job, kept):
        return None
    outcome = Outcome.from_json(kept.reply)
    above = f"Shared by {_display_name(desk, job.user)}: {outcome.quoted}"
    return Outcome(outcome.reply, "channel", outcome.turn, outcome.question, answer=True, above=above)


def reaction(desk: Desk, job: Job) -> None:
    """A thumb on an answer counts like the button, one on papers for these; taken away, it counts no more."""
    if desk.guard.stranger(job.user):
        return
    value, given = _NAMES[job.request["name"]], job.request["type"] == "reaction_added"
    if kept := _answer_at(desk, job.channel, job.request["ts"]):
        judge(desk, job, kept, value, given)
    else:
        like(desk, job, papers_at(desk.library, job.channel, job.request["ts"]), value, given)


def shortcut(desk: Desk, job: Job) -> None:
    """Open “Ask about this message” with the message as a question. A trigger lives three seconds: late is never."""
    from bot.render.slack_views import question_modal

    with explained():
        view = question_modal(question_in(job.request["text"], desk.bot_user), job.channel)
        desk.client.views_open(trigger_id=job.request["trigger"], view=view)


def busy(desk: Desk, job: Job) -> Outcome:
    """Too many questions wait: said to whoever mentioned us, or pressed a button that asks."""
    return Outcome(said(job.request["text"]), job.request.get("via", "channel"))


def left(desk: Desk, job: Job) -> None:
    """We are in a channel no more: what it follows is not posted there any more."""
    unsubscribe(desk.library.database, Destination("slack", job.channel))


def _answer_at(desk: Desk, channel: str, ts: str) -> Job | None:
    """The job whose answer is the message at *ts*, by the key in its metadata."""
    try:
        with explained():
            page = desk.client.conversations_replies(
                channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True, limit=1, include_all_metadata=True
            )
    except DeliveryError:
        return None
    for message in page["messages"]:
        if message["ts"] == ts:
            return desk.jobs.named(str(desk.poster.kept(message).get("key", "")).split(":")[0])
    return None


def _display_name(desk: Desk, user: str) -> str:
    try:
        with explained():
            person = desk.client.users_info(user=user)["user"]
    except (DeliveryError, UnknownOutcomeError):
        return "a member"
    profile = person.get("profile") or {}
    return str(profile.get("display_name") or person.get("real_name") or "a member")


GESTURES: dict[str, Callable[[Desk, Job], Outcome | None]] = {
    "action": action,
    "share": share,
    "unshared": unshared,
    "reaction": reaction,
    "home": home,
    "shortcut": shortcut,
    "busy": busy,
    "left": left,
    **AGENT_JOBS,
}
