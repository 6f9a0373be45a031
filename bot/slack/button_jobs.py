"""What the buttons of an answer do at once: its quotes, votes, sharing, how it was made, a reference to its paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.render.slack import line
from bot.render.typeset import typeset
from bot.saved import drop, save, saved
from bot.slack.buttons import QUOTED, Standing, read_value
from bot.slack.context import Desk, said
from bot.slack.home import UNFOLLOW, unfollow
from bot.slack.job import Job
from bot.slack.outcome import Outcome
from bot.slack.showing import shown
from bot.slack.thumbs import judge
from bot.slack.unwritten import UNWRITTEN
from bot.slack.wire.faults import DeliveryError, LaterError, explained
from bot.slack.wire.response_url import respond
from bot.votes import ANSWER, counted
from retrieval.errors import ArchiveError, UsageError

WHERE_SAVED = "Your reading list is on my Home tab; or write “saved” to me."
_ABSENT = ("not_in_channel", "channel_not_found")
_NOT_IN = "I am not in this channel. Say /invite @{name} here, and then press “Share with channel” once more."
GONE = "That answer is no longer kept. Please ask again."


def action(desk: Desk, job: Job) -> None:
    """A button."""
    name = job.request["action"]
    if away := desk.guard.stranger(job.user):
        if job.request["url"]:
            respond(job.request["url"], line(away), replace=False)
        return
    if name in ("home_ask", "home_subscribe"):
        _open(desk, job, _asks(name))
        return
    if name == UNFOLLOW:
        unfollow(desk, job)
        return
    token, rest = read_value(job.request["value"])
    kept = desk.jobs.named(token)
    if kept is None or not may_see(job, kept):
        respond(job.request["url"], line(GONE), replace=False)
        return
    try:
        _press(desk, job, kept, name, rest == QUOTED)
    except ArchiveError:
        respond(job.request["url"], line(UNWRITTEN), replace=False)


def may_see(job: Job, kept: Job) -> bool:
    """Whether whoever pressed a button may see the answer it belongs to: what is private is its asker's alone."""
    if not kept.reply:
        return False
    public = kept.reply.get("via") == "channel"
    return kept.channel == job.channel if public else kept.user == job.user


def _press(desk: Desk, job: Job, kept: Job, name: str, quotes: bool) -> None:
    outcome = Outcome.from_json(kept.reply)
    if name == "share":
        offered = {"answer": kept.token, "url": job.request["url"], "quotes": quotes}
        desk.jobs.offer(_shared(kept, job.channel), "share", offered, user=job.user, channel=job.channel)
        _redraw(desk, job, kept, outcome, quotes)
    elif name in ("up", "down"):
        judge(desk, job, kept, 1 if name == "up" else -1)
        _redraw(desk, job, kept, outcome, quotes)
    elif name == "details":
        _open(desk, job, _told("How this was made", outcome.reply.details))
    elif name == "save":
        respond(job.request["url"], line(_put_aside(desk, job, outcome.reply.about)), replace=False)
    elif name == "follow":
        respond(job.request["url"], line(_follow(desk, job, outcome.reply.about)), replace=False)
    elif name == "bibtex":
        _open(desk, job, _reference(desk, outcome.reply.about))
    else:
        _show(desk, job, kept, outcome, quotes=name == "quotes")


def _put_aside(desk: Desk, job: Job, name: str) -> str:
    """Put a paper on the reading list of whoever pressed, or take it off again; what is to be said of it."""
    try:
        paper = desk.library.archive.find(name)
    except UsageError as error:
        return error.message
    title, known = f"“{typeset(paper.title)}”", saved(desk.library, job.user)
    if paper in known:
        drop(desk.library, job.user, [paper])
        return f"Taken off your reading list: {title}. To put it back, press Save again."
    save(desk.library, job.user, [paper])
    return f"Saved: {title}. {WHERE_SAVED} Save, pressed again, takes it off."


def _follow(desk: Desk, job: Job, name: str) -> str:
    """Let whoever pressed follow what is like a paper, or no more; what is to be said of it."""
    from bot.weekly.follows import follow, followed, unfollow

    try:
        paper = desk.library.archive.find(name)
    except UsageError as error:
        return error.message
    item = f"like: {paper.arxiv_id or paper.id}"
    known = item in map(str, followed(desk.library, job.user))
    (unfollow if known else follow)(desk.library, item, job.user)
    title = f"“{typeset(paper.title)}”"
    if known:
        return f"You follow papers like {title} no more. To follow them again, press Follow again."
    return f"You follow papers like {title}: new ones are sent to you. Follow, pressed again, ends it."


def _shared(kept: Job, channel: str) -> str:
    """The key of sharing an answer: once a channel, however often and by whomever the button is pressed."""
    return f"share:{kept.token}:{channel}"


def _show(desk: Desk, job: Job, kept: Job, outcome: Outcome, quotes: bool) -> None:
    """The answer again with its quotes, or without: in its place if it is private, below it if all can see it."""
    private = job.request["private"]
    for number, message in enumerate(shown(kept.token, outcome, quotes, private, _standing(desk, job, kept))):
        respond(job.request["url"], message, replace=private and number == 0)


def _redraw(desk: Desk, job: Job, kept: Job, outcome: Outcome, quotes: bool) -> None:
    """The message with the buttons as they now stand, in its own place."""
    private = bool(job.request["private"])
    made = shown(kept.token, outcome, quotes, private, _standing(desk, job, kept))
    if private:
        respond(job.request["url"], made[-1], replace=True)
        return
    turn = outcome.turn if len(made) == 1 else None
    desk.poster.update(job.channel, job.request["ts"], made[-1], f"{kept.token}:{len(made) - 1}", turn)


def unshared(desk: Desk, job: Job) -> Outcome | None:
    """An answer could not be shared: its button is back, and whoever pressed it is told why."""
    kept, fault = desk.jobs.named(job.request["answer"]), job.request["fault"]
    told = _NOT_IN.format(name=desk.name) if fault in _ABSENT else f"It could not be shared: Slack says “{fault}”."
    try:
        if kept:
            outcome = Outcome.from_json(kept.reply)
            standing = replace(_standing(desk, job, kept), shared=False)
            made = shown(kept.token, outcome, job.request["quotes"], True, standing)
            respond(job.request["url"], made[-1], replace=True)
        respond(job.request["url"], line(told), replace=False)
    except LaterError:
        raise
    except DeliveryError:  # the button's own address has run out
        return Outcome(said(told), "direct")
    return None


def _standing(desk: Desk, job: Job, kept: Job) -> Standing:
    up, down = counted(desk.library.database, job.channel, ANSWER + kept.token)
    return Standing(up, down, desk.jobs.known(_shared(kept, job.channel)))


def _asks(name: str) -> dict[str, Any]:
    from bot.render.slack_views import question_modal, topics_modal

    return question_modal("", "") if name == "home_ask" else topics_modal()


def _told(title: str, text: str) -> dict[str, Any]:
    from bot.render.slack_blocks import section
    from bot.render.slack_views import modal

    return modal(title, section(text))


def _reference(desk: Desk, paper: str) -> dict[str, Any]:
    from bot.export import export
    from bot.render.slack_rich import preformatted
    from bot.render.slack_views import modal

    try:
        found = desk.library.archive.find(paper)
    except UsageError as error:
        return _told("BibTeX", error.message)
    return modal("BibTeX", [preformatted(export([found], "bibtex", {}).strip())])


def _open(desk: Desk, job: Job, view: dict[str, Any]) -> None:
    """A window. A trigger lives three seconds: late is never."""
    with explained():
        desk.client.views_open(trigger_id=job.request["trigger"], view=view)
