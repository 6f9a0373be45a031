"""The jobs that need no model: buttons, thumbs, the Home tab, the shortcut's modal. Done at once by a quick worker.

Each is one call that may be made twice without harm, so a killed one is simply made again. What must be said once,
a shared answer or a refusal, is an outcome and is delivered like an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.commands import COMMANDS
from bot.freshness import freshness
from bot.library import Library
from bot.render.papers import source_of
from bot.slack.addressed import question_in
from bot.slack.buttons import answer_buttons
from bot.slack.context import Desk, said
from bot.slack.job import Job
from bot.slack.outcome import Outcome
from bot.slack.wire.faults import DeliveryError, UnknownOutcomeError, explained
from bot.slack.wire.response_url import respond
from bot.tldr import known_lines
from bot.weekly.thumbs import papers_at
from bot.weekly.votes import PAPER, cast

LATEST = 5
_GONE = "That answer is no longer kept. Please ask again."
_NAMES = {"+1": 1, "thumbsup": 1, "-1": -1, "thumbsdown": -1}


def action(desk: Desk, job: Job) -> None:
    """A button of an answer."""
    from bot.render.slack import line

    if away := desk.guard.stranger(job.user):
        respond(job.request["url"], line(away), replace=False)
        return
    kept = desk.jobs.named(job.request["value"])
    if kept is None or not _may_see(job, kept):
        respond(job.request["url"], line(_GONE), replace=False)
        return
    name = job.request["action"]
    if name == "share":
        _share(desk, job, kept)
    elif name in ("up", "down"):
        vote(desk.library, job, kept, 1 if name == "up" else -1)
        respond(job.request["url"], line("Noted, thank you."), replace=False)
    else:
        _show(job, kept, quotes=name == "quotes")


def share(desk: Desk, job: Job) -> Outcome | None:
    """The answer for the whole channel, under the name of whoever shared it."""
    kept = desk.jobs.named(job.request["answer"])
    if kept is None or not _may_see(job, kept):
        return None
    outcome = Outcome.from_json(kept.reply)
    note = f"Shared by {_display_name(desk, job.user)}. The question was: “{outcome.question}”"
    reply = replace(outcome.reply, notes=(*outcome.reply.notes, note))
    return Outcome(reply, "channel", outcome.turn, outcome.question, answer=True)


def reaction(desk: Desk, job: Job) -> None:
    """A thumb on a message of ours counts like the button; taken away, it counts no more."""
    if desk.guard.stranger(job.user):
        return
    value = _NAMES[job.request["name"]] if job.request["type"] == "reaction_added" else 0
    kept = _answer_at(desk, job.channel, job.request["ts"])
    if kept:
        vote(desk.library, job, kept, value)
    else:
        for paper in papers_at(desk.library, job.channel, job.request["ts"]):
            cast(desk.library.database, job.channel, job.user, PAPER + paper, value, desk.library.settings.clock())


def home(desk: Desk, job: Job) -> None:
    """Publish the caller's Home tab."""
    from bot.render.slack_views import home_view

    library = desk.library
    if away := desk.guard.stranger(job.user):
        view = home_view(away, (), "", ())
    else:
        papers = library.archive.list(limit=LATEST)
        lines = known_lines(library.database, papers)
        latest = [source_of(p, line=lines.get(p.id, "")) for p in papers]
        counts = f"{library.archive.count():,} papers are in the archive. Answers come from {library.bare_model.name}."
        view = home_view(f"{counts} {freshness(library)}".strip(), latest, _budget(library, job.user), how_to_ask(desk))
    with explained():
        desk.client.views_publish(user_id=job.user, view=view)


def shortcut(desk: Desk, job: Job) -> None:
    """Open “Ask about this message” with the message as a question. A trigger lives three seconds: late is never."""
    from bot.render.slack_views import question_modal

    with explained():
        view = question_modal(question_in(job.request["text"], desk.bot_user), job.channel)
        desk.client.views_open(trigger_id=job.request["trigger"], view=view)


def busy(desk: Desk, job: Job) -> Outcome:
    """Too many questions wait: said to whoever mentioned us."""
    return Outcome(said(job.request["text"]), "channel")


def how_to_ask(desk: Desk) -> list[str]:
    """A line for each way to ask."""
    rows = [f"{f'/{desk.prefix}{row.name} {row.usage}'.strip()}: {row.help}" for row in COMMANDS.values() if row.slack]
    return [*rows, f"@{desk.name} and a question, in a channel or a thread, or write to me directly."]


def vote(library: Library, job: Job, answer: Job, value: int) -> None:
    """Record a thumb on an answer and on the papers it cites; 0 takes it back."""
    from bot.question import from_json

    turn = from_json(answer.reply.get("turn", ""))
    papers = [paper for _, paper in turn.papers] if turn else []
    for subject in (f"answer:{answer.token}", *(PAPER + paper for paper in papers)):
        cast(library.database, job.channel, job.user, subject, value, library.settings.clock())


def _may_see(job: Job, kept: Job) -> bool:
    """Whether whoever pressed a button may see the answer it belongs to: what is private is its asker's alone."""
    if not kept.reply:
        return False
    public = kept.reply.get("via") == "channel"
    return kept.channel == job.channel if public else kept.user == job.user


def _share(desk: Desk, job: Job, kept: Job) -> None:
    """Hand the answer over to be posted in the channel; once, however often and by whomever the button is pressed."""
    from bot.render.slack import line

    key = f"share:{kept.token}:{job.channel}"
    offer = desk.jobs.offer(key, "share", {"answer": kept.token}, user=job.user, channel=job.channel)
    told = "This answer has been shared here already." if offer == "known" else "Sharing it with the channel."
    respond(job.request["url"], line(told), replace=False)


def _show(job: Job, kept: Job, quotes: bool) -> None:
    """The answer again with its quotes, or without: in its place if it is private, below it if all can see it."""
    from bot.render.slack import messages

    outcome = Outcome.from_json(kept.reply)
    private = job.request["private"]
    made = messages(outcome.reply, answer_buttons(kept.token, outcome, quotes, private), quotes)
    for number, message in enumerate(made):
        respond(job.request["url"], message, replace=private and number == 0)


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


def _budget(library: Library, user: str) -> str:
    left = library.budget.left(user)
    return "No caps are set on model tokens." if left is None else f"{left:,} model tokens are left for you today."


GESTURES: dict[str, Callable[[Desk, Job], Outcome | None]] = {
    "action": action,
    "share": share,
    "reaction": reaction,
    "home": home,
    "shortcut": shortcut,
    "busy": busy,
}
