"""A paper as every surface lists it: when, who and how liked, and where to read on."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.render.typeset import typeset
from bot.types import Source
from retrieval.types import Paper
from retrieval.window import written

SHARED = (".github.io", ".gitlab.io", ".hf.space", "huggingface.co", "sites.google.com")
"""Where many keep the pages of their projects."""
WITHDRAWN = "WITHDRAWN"
"""What the detail of a withdrawn paper begins with."""


def source_of(
    paper: Paper, n: int | None = None, quotes: Sequence[str] = (), line: str = "", extra: str = ""
) -> Source:
    """*paper* as one of a list; *extra* stands behind its detail."""
    told = " · ".join(part for part in (detail(paper), extra) if part)
    set_quotes, known_as = tuple(map(typeset, quotes)), paper.arxiv_id or paper.id
    return Source(typeset(paper.title), paper.url, told, n, set_quotes, typeset(line), known_as, links(paper))


def detail(paper: Paper) -> str:
    """When, who and how liked, as far as it is known: `24 Oct 2023 · 8 authors · ↑12 · 3 comments`."""
    who = paper.organization or ""
    if not who and paper.author_count:
        who = f"{paper.author_count} author{'s' if paper.author_count != 1 else ''}"
    votes = f"↑{paper.upvotes}" if paper.upvotes is not None else ""
    talk = f"{paper.comments} comment{'s' if paper.comments != 1 else ''}" if paper.comments else ""
    gone = WITHDRAWN if paper.withdrawn else ""
    return " · ".join(part for part in (gone, date_of(paper), who, votes, talk) if part)


def date_of(paper: Paper) -> str:
    """The day of publication, or else of listing, in words."""
    if paper.published:
        year = f"{paper.published.year}{' (year inferred)' if paper.year_inferred else ''}"
        return f"{paper.published.day} {paper.published:%b} {year}"
    return f"listed {written(paper.listed_on)}" if paper.listed_on else "undated"


def links(paper: Paper) -> tuple[tuple[str, str], ...]:
    """(words, address) of the PDF, the code with its stars, and the project's page where its host is a shared one.

    Any other host is anybody's: `show` names it, and nothing links to it.
    """
    pdf = f"https://arxiv.org/pdf/{paper.arxiv_id}" if paper.arxiv_id else paper.pdf_url
    stars = f" ★{paper.stars:,}" if paper.stars else ""
    host = urlsplit(paper.project_url or "").hostname or ""
    project = paper.project_url if host.endswith(SHARED) else None
    known = (("PDF", pdf), (f"code{stars}", paper.code), (f"project at {host}", project))
    return tuple((words, address) for words, address in known if address)
