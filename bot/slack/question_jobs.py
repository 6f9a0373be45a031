"""The jobs that need a worker: a slash command, something said to the bot, a modal's question, a posted link."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from bot.answer import answer_question
from bot.answer.resumed import cut_short, resumed
from bot.commands import COMMANDS, function
from bot.question import MOST_TURNS, Turn, bounded, from_json, to_json, turn_of
from bot.question.small_talk import small_talk
from bot.render.answers import CLOSEST, answer_reply
from bot.render.replies import closest_reply, tldr_reply
from bot.render.slack_parts import LISTED
from bot.requests import FURTHER, further, tldr_maker
from bot.slack.addressed import plain, question_in, should_answer
from bot.slack.button_jobs import GONE, may_see
from bot.slack.buttons import REST, read_value
from bot.slack.context import Desk, said
from bot.slack.conversation import as_said, thread_of, turns_of, with_earlier
from bot.slack.help import help_reply
from bot.slack.history import wanted
from bot.slack.job import Job
from bot.slack.listeners import LOOKING
from bot.slack.outcome import Outcome, Via
from bot.slack.personal import of_channel, personal
from bot.slack.recall import recall
from bot.slack.stream import Stream
from bot.slack.wire.faults import DeliveryError, UnknownOutcomeError, explained
from bot.slack.wire.response_url import respond
from bot.spoken import spoken
from bot.types import Answer, Offer, Reply
from retrieval.errors import AmbiguousError, UsageError

_NAMING = ("ask", "tldr", "show", "related", "compare")
"""Commands that may name a paper which has to be fetched."""


def command(desk: Desk, job: Job) -> Outcome:
    """A slash command, answered privately."""
    away = desk.guard.stranger(job.user)
    if away:
        return Outcome(said(away), "url")
    name = job.request["name"]
    text = question_in(job.request["text"], desk.bot_user) or job.request["text"]  # "hi" is answered too
    return _done(desk, job, name, text, "url")


def submission(desk: Desk, job: Job) -> Outcome:
    """What a window came back with, a question or topics to subscribe to, answered by direct message."""
    away = desk.guard.stranger(job.user)
    if away:
        return Outcome(said(away), "direct")
    text = question_in(job.request["text"], desk.bot_user) or job.request["text"]
    return _done(desk, job, job.request.get("name", "ask"), text, "direct")


def offered(desk: Desk, job: Job) -> Outcome:
    """A button that asks: what the reply it stands under offers, in its place if that is private, else below it."""
    if away := desk.guard.stranger(job.user):
        return Outcome(said(away), _way_back(job))
    if job.request["action"] == "home_week":
        return _done(desk, job, "digest", "", "direct")
    token, place = read_value(job.request["value"])
    kept = desk.jobs.named(token)
    if kept is None or not may_see(job, kept):
        return Outcome(said(GONE), _way_back(job))
    before = Outcome.from_json(kept.reply)
    if job.request["action"] == REST:
        told = (*before.before, before.turn)[-MOST_TURNS:]
        return replace(before, via=_way_back(job), part=int(place) if place.isdigit() else 0, before=told)
    if job.beside:
        return _done(desk, job, "related", before.reply.about, "url")
    offer = next(iter(before.reply.offers[int(place) :]), None) if place.isdigit() else None
    if offer is None:
        return Outcome(said(GONE), _way_back(job))
    if job.request["private"]:
        _sign(desk, job, LOOKING)
    if not offer.follows:
        return _done(desk, job, offer.name, offer.text, _way_back(job))
    told = (*before.before, before.turn)
    turns = tuple(bounded([turn for text in told if (turn := from_json(text))]))
    return replace(answered(desk, job, offer.text, turns, _way_back(job)), before=told[-MOST_TURNS:])


def message(desk: Desk, job: Job) -> Outcome | None:
    """Something said in a channel, a thread or directly; None when it was not meant for the bot."""
    thread = thread_of(desk, job)
    direct, mentioned = job.request["direct"], job.request["mentioned"]
    if not should_answer([as_said(desk, m) for m in thread], desk.bot_user, direct):
        return None
    away = desk.guard.stranger(job.user)
    if away:
        return Outcome(said(away), "channel") if direct or mentioned else None
    question = question_in(job.request["text"], desk.bot_user)
    if not question:
        return Outcome(help_reply(desk, hello=True), "channel")
    turns = turns_of(desk, thread)
    if direct and not job.request["in_thread"]:  # each answer there has a thread of its own
        turns = with_earlier(desk, thread, turns)
    with desk.signs.shown(job.channel, job.thread or job.request["ts"]), desk.studio.shown(job) as stream:
        made = answered(desk, job, question, turns, "channel", stream)
    return replace(made, before=tuple(map(to_json, turns))) if direct else made


def link(desk: Desk, job: Job) -> Outcome | None:
    """A posted paper link: its one-liner in the thread; fetched first when the archive does not know the paper."""
    if desk.guard.stranger(job.user):
        return None
    name = job.request["arxiv"]
    try:
        paper = desk.library.archive.find(name)
    except UsageError:
        desk.library.fetch_papers([name])
        paper = desk.library.archive.find(name)
    return Outcome(tldr_reply(list(tldr_maker(desk.library, job.user).lines([paper]))), "channel")


def answered(
    desk: Desk, job: Job, question: str, turns: tuple[Turn, ...], via: Via, stream: Stream | None = None
) -> Outcome:
    """The answer to *question*, with what a follow-up will need to know; or the table or list that it asks for.

    Its claims are shown on *stream* as they come.
    """
    if small_talk(question) in ("hello", "help"):
        return Outcome(help_reply(desk), via)
    if recalled := recall(desk, job, question, turns, via):
        return recalled
    public = via == "channel" and not job.channel.startswith("D")
    if public and (kept := of_channel(desk.library, question, turns, job.channel)):
        return Outcome(kept, via)  # for everybody there to see
    if kept := personal(desk.library, question, turns, job.user):
        # Whose it is, only they see: in a channel it is asked for, and comes directly.
        return Outcome(kept, "direct" if via == "channel" else via)

    def on_fetch(told: str) -> None:
        _sign(desk, job, told)

    if shown := spoken(desk.library, question, turns, on_fetch):
        # What is said next goes by the papers that were shown before the table.
        return Outcome(shown, via, to_json(turns[-1]) if turns else "")
    on_claim, on_reading = (stream.take, stream.read) if stream else (None, None)
    made = answer_question(
        desk.library,
        question,
        turns=turns,
        user=job.user,
        on_fetch=on_fetch,
        on_claim=on_claim,
        on_reading=on_reading,
    )
    return _of_answer(desk, resumed(made, stream.begun) if stream else made, via)


def _done(desk: Desk, job: Job, name: str, text: str, via: Via) -> Outcome:
    """Command *name* with the words *text*; where they may mean several papers, which of them is asked."""
    if name == "ask":
        made = answered(desk, job, text, (), via)
        return replace(made, above=made.quoted) if made.answer and via != "channel" else made
    if name == CLOSEST:
        return Outcome(closest_reply(text, desk.library.searcher.search(text).hits), via)
    if name == FURTHER:
        return Outcome(further(desk.library, text, job.user), via)
    signed = {"on_fetch": lambda told: _sign(desk, job, told)} if name in _NAMING else {}
    try:
        return Outcome(function(COMMANDS[name].slack)(desk.library, text, job.user, **signed), via)
    except AmbiguousError as error:
        papers = tuple(Offer(title, name, paper) for paper, title in error.choices)
        return Outcome(Reply(paragraphs=(f"Several papers go by “{text}”. Which one?",), offers=papers), via)


def _way_back(job: Job) -> Via:
    """How what a button asks for reaches whoever pressed it."""
    if job.request["action"] == "home_week":
        return "direct"
    return "url" if job.private else "channel"


def _sign(desk: Desk, job: Job, told: str) -> None:
    """Show *told* to whoever asked while they wait: in place of “Looking…”, or for their eyes below the question.

    It is a sign and no answer: a killed job shows it again, and where Slack does not take it nothing is lost.
    """
    from bot.render.slack import line

    with suppress(DeliveryError, UnknownOutcomeError):
        if job.private:
            respond(job.request["url"], line(told), replace=not job.beside)
            return
        thread = job.thread if job.request.get("in_thread") else None
        channel = desk.poster.direct_channel(job.user) if job.kind == "submission" else job.channel
        with explained():
            desk.client.chat_postEphemeral(channel=channel, user=job.user, text=line(told).text, thread_ts=thread)


def begun(desk: Desk, job: Job, why: str) -> Outcome | None:
    """What was shown of an answer that can not be made whole, and *why*; None if nothing was."""
    claims = desk.studio.close(job)
    if not claims:
        return None
    question = question_in(str(job.request.get("text", "")), desk.bot_user)
    return _of_answer(desk, cut_short(desk.library, question, claims, why), "channel")


def _of_answer(desk: Desk, answer: Answer, via: Via) -> Outcome:
    reply = answer_reply(answer, desk.library.settings.clock().date())
    turn, refused = turn_of(answer), answer.state == "refused"
    hidden = len(reply.sources) - LISTED
    if hidden > 0 and not answer.within:  # the list goes on behind what was shown, and so does "the rest"
        turn = replace(turn, papers=turn.papers[:LISTED])
        more = Offer(f"{hidden:,} more", "ask", "more", follows=True)
        reply = replace(reply, sources=reply.sources[:LISTED], offers=(*reply.offers, more))
    return Outcome(reply, via, to_json(turn), answer.question, answer=True, refused=refused)


QUESTIONS: dict[str, Callable[[Desk, Job], Outcome | None]] = {
    "command": command,
    "said": message,
    "submission": submission,
    "link": link,
    "offered": offered,
    "wanted": wanted,
}


def is_owed(desk: Desk, job: Job) -> bool:
    """Whether somebody asked the bot, or pressed a button, and is told if nothing comes of it."""
    if job.kind in ("command", "submission", "offered", "action"):
        return True
    if job.kind != "said" or job.request["direct"] or job.request["mentioned"]:
        return job.kind == "said"
    return should_answer([as_said(desk, m) for m in thread_of(desk, job)], desk.bot_user, direct=False)


def apology(job: Job, why: str, bot_user: str) -> Outcome:
    """What is said when a job cannot be answered; the question is named, as it may be long ago."""
    asked = plain(str(job.request.get("text", "")), bot_user)[:200]
    wrote = "Your question was" if job.request.get("name", "ask") == "ask" else "You wrote"
    about = (f"{wrote}: “{asked}”",) if asked else ()
    via: Via = "url" if job.private else "direct" if job.kind == "submission" else "channel"
    if job.kind == "offered":
        via = _way_back(job)
    if job.kind == "action":
        via = "url" if job.request["url"] else "direct"
    return Outcome(Reply(paragraphs=(why,), notes=about), via)
