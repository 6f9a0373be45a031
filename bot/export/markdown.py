"""Markdown: a list to paste into notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.render.markdown import page
from bot.render.replies import papers_reply
from retrieval.types import Paper


def markdown(papers: Sequence[Paper], lines: Mapping[str, str]) -> str:
    """The papers in order, each with its date, people and one-liner as far as they are known."""
    return page(papers_reply(papers, "Papers", dict(lines)))
