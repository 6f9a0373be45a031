"""A paper in any list: its links are there to follow, and a withdrawn one says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import paper
from weekly_made import WEEK, open_app, week_of_papers

from bot.render import html, markdown, slack
from bot.render.answers import answer_reply
from bot.render.papers import detail, links, source_of
from bot.slack.outcome import Outcome
from bot.types import Answer, Citation, Claim, Reply, Usage
from bot.weekly.digest import make_digest
from bot.weekly.digest.selection import matches

GULLS = paper(
    "Gulls", "We count gulls.", arxiv_id="2605.00007", url="https://huggingface.co/papers/2605.00007", stars=1200,
    code_url="https://github.com/gull/count", project_url="https://gulls.github.io/x", withdrawn=True,
    published=date(2026, 5, 1),
)  # fmt: skip
PLACES = ("https://arxiv.org/pdf/2605.00007", "https://github.com/gull/count", "https://gulls.github.io/x")


def test_where_to_read_on() -> None:
    """The PDF, the code with its stars, and a project's page under the name of its host."""
    assert links(GULLS) == tuple(zip(("PDF", "code ★1,200", "project at gulls.github.io"), PLACES, strict=True))
    assert links(paper("Terns", "We count terns.")) == ()
    assert links(paper("Terns", "We count terns.", project_url="https://terns.example.org/")) == ()


@pytest.mark.parametrize(
    "shown",
    [
        lambda reply: markdown.page(reply),
        lambda reply: html.document(reply),
        lambda reply: str(slack.messages(reply)[0].blocks),
    ],
)
def test_every_surface_links_them(shown: Callable[[Reply], str]) -> None:
    """Markdown, mail and Slack carry the links beside the title."""
    told = shown(Reply(sources=(source_of(GULLS, 1),)))
    assert all(place in told for place in PLACES)
    assert "WITHDRAWN" in told


def test_links_outlive_a_restart() -> None:
    """A reply that was written down before it was sent has its links when it is read again."""
    reply = Reply(sources=(source_of(GULLS),))
    kept = json.loads(json.dumps(Outcome(reply, "channel").to_json()))
    assert Outcome.from_json(kept).reply == reply


def test_an_answer_names_what_was_withdrawn() -> None:
    """Whoever reads an answer is told that one of its papers was withdrawn."""
    claim = Claim("Gulls are counted.", (Citation(2, GULLS, "We count gulls."),))
    answer = Answer("Gulls?", "answered", (claim,), {}, 1, None, (), "extractive", "p", Usage())
    assert "[2]: withdrawn by now, so that what it says may be wrong." in answer_reply(answer, date(2026, 5, 2)).notes
    assert detail(GULLS).startswith("WITHDRAWN · 1 May 2026")


def test_a_post_offers_no_withdrawn_paper(tmp_path: Path) -> None:
    """Neither the weekly post nor what a subscriber gets holds a paper that was withdrawn."""
    first, *others = week_of_papers(WEEK)
    app: Any = open_app(tmp_path, [replace(first, withdrawn=True), *others])
    assert first.title not in {ranked.paper.title for ranked in make_digest(app, WEEK, "").ranked}
    assert first.title not in {match.paper.title for match in matches(app, WEEK, [first.title])}
    assert len(make_digest(app, WEEK, "").ranked) == len(others)
