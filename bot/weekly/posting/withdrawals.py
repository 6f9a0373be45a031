"""Withdrawn papers, told once to everybody who was told of them: posts, and the threads of answers.

A withdrawal is noticed once. For `AGAIN` after that, whoever is found to have been told of the paper is owed a notice,
which is a post like any other in the ledger: an answer or a post that was under way meanwhile is found the next time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any

from bot.library import Library
from bot.render.markdown import text
from bot.render.papers import WITHDRAWN, source_of
from bot.render.safe import link
from bot.render.typeset import typeset
from bot.settings.weekly import Destination
from bot.types import Reply
from bot.weekly.period import Notice
from bot.weekly.posting.delivery import Sinks
from bot.weekly.posting.ledger import Ledger
from bot.weekly.posting.subscriptions import subscriptions
from retrieval.archive.database import Database
from retrieval.archive.withdrawals import Withdrawals
from retrieval.types import Paper
from retrieval.withdrawal import is_withdrawn

AGAIN = timedelta(days=7)
"""How long after it was noticed a withdrawal is told: longer than any answer or post is on its way."""
_TELLING = 9  # characters, as of the oldest ids: what is shorter may be anybody's words
_PRIVATE = ("url", "direct")


@dataclass(frozen=True, slots=True)
class Told:
    """Whom a paper was shown to, and *where* they saw it, in words."""

    destination: Destination
    where: str


def plan_notices(library: Library, sinks: Sinks, now: datetime) -> list[tuple[Destination, Notice]]:
    """Notice new withdrawals and write down what is owed for them, each once; what was planned."""
    known, ledger = Withdrawals(library.database), Ledger(library.database)
    known.notice(now.date())
    if not library.settings.tell_withdrawn:
        return []
    planned = []
    for paper, noticed in known.since(now.date() - AGAIN):
        notice = Notice(noticed, paper.id)
        for told in {each.destination: each for each in told_of(library, paper)}.values():
            if not ledger.parts(told.destination, notice):
                bodies = sinks.bodies(told.destination, [notice_reply(paper, told.where)])
                ledger.plan(told.destination, notice, bodies, now)
                planned.append((told.destination, notice))
    return planned


def notice_reply(paper: Paper, where: str) -> Reply:
    """What is said, with the authors' reason where the paper's comment is one."""
    why = paper.comment if paper.comment and is_withdrawn("", "", paper.comment) else ""
    return Reply(
        title="A paper has been withdrawn",
        paragraphs=(f"{where} What it says may be wrong.", *((f"arXiv's comment: “{why}”",) if why else ())),
        sources=(source_of(paper),),
    )


def told_of(library: Library, paper: Paper) -> Iterator[Told]:
    """Everybody who was shown *paper* before it was withdrawn, and would still be posted to."""
    yield from _posts(library, paper)
    yield from _answers(library.database, paper)


def _posts(library: Library, paper: Paper) -> Iterator[Told]:
    """The channels and subscribers of the posts that list it. Who gets no posts any more is left alone."""
    settings = library.settings
    places = {*settings.weekly_to, *settings.daily_to, *(s.destination for s in subscriptions(library.database))}
    for part in Ledger(library.database).sent_with(_written(paper)):
        if part.destination in places and not isinstance(part.week, Notice):
            yield Told(part.destination, f"It was in the post of {part.week.named}.")


def _written(paper: Paper) -> set[str]:
    """What a message that lists *paper* holds, however its sink writes: an arXiv id, an address, at least the title."""
    name = paper.arxiv_id or link(paper.url) or typeset(paper.title)
    forms = {name, escape(name), text(name), json.dumps(name, ensure_ascii=False)[1:-1]}
    return forms if len(name) >= _TELLING else set()


def _answers(database: Database, paper: Paper) -> Iterator[Told]:
    """The threads of answers that show it, and whoever was answered privately, as the jobs' replies tell."""
    sql = (
        "SELECT user, channel, thread, reply FROM jobs WHERE state = 'done' AND sent > 0 AND json_valid(reply) "
        "AND instr(reply, ?) ORDER BY job"
    )
    known_as = source_of(paper).id
    with database.read() as db:
        rows = db.execute(sql, [json.dumps(known_as)]).fetchall()
    for row in rows:
        kept = json.loads(row["reply"])
        if not _shows(kept.get("reply") or {}, known_as):
            continue
        if kept.get("via") in _PRIVATE:
            asked = f" to “{kept['question']}”" if kept.get("question") else ""
            yield Told(Destination("slack", row["user"]), f"I named it in an answer to you{asked}.")
        else:
            place = "/".join(filter(None, (row["channel"], row["thread"])))
            yield Told(Destination("slack", place), "It is named above, in an answer of mine.")


def _shows(reply: dict[str, Any], known_as: str) -> bool:
    """Whether a kept reply lists the paper, and not yet as withdrawn."""
    lists = [reply.get("sources", ()), *(section.get("sources", ()) for section in reply.get("sections", ()))]
    listed = (source for each in lists for source in each if source.get("id") == known_as)
    return any(not str(source.get("detail", "")).startswith(WITHDRAWN) for source in listed)
