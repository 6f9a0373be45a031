"""What is known of one paper besides its abstract, a line a fact."""

from __future__ import annotations

from collections.abc import Iterator

from bot.render.papers import links
from retrieval.types import Paper, Place
from retrieval.window import written


def facts(paper: Paper) -> Iterator[str]:
    """The lines about it, the most important first."""
    if paper.withdrawn:
        yield "This paper has been withdrawn. The abstract is the last one it had."
    yield from _of_arxiv(paper)
    if paper.authors:
        yield f"by {', '.join(paper.authors)}"
    if paper.submitter:
        yield f"submitted by {paper.submitter}"
    for name, values in (("keywords", paper.keywords), ("categories", paper.categories)):
        if values:
            yield f"{name}: {', '.join(values)}"
    known = links(paper)
    yield from (f"{words}: {address}" for words, address in known)
    if paper.project_url and paper.project_url not in dict(known).values():
        yield f"project: {paper.project_url}"
    if paper.media:
        yield f"media: {' '.join(paper.media)}"
    if paper.discussion and paper.arxiv_id:
        yield f"discussion: https://huggingface.co/papers/{paper.arxiv_id}#community"
    yield from map(_place, paper.places)


def kept_as(paper: Paper) -> Iterator[str]:
    """What the archive calls it, and where it was seen: for whoever types commands."""
    yield f"id {paper.id}"
    yield f"seen in {', '.join(paper.sources)}"


def _of_arxiv(paper: Paper) -> Iterator[str]:
    if paper.arxiv_id:
        version = f", version {paper.version}" if paper.version else ""
        yield f"arXiv {paper.arxiv_id}{version}"
    if paper.updated and paper.updated != paper.published:
        yield f"updated {written(paper.updated)}"
    for name, value in (("comment", paper.comment), ("appeared in", paper.journal_ref), ("DOI", paper.doi)):
        if value:
            yield f"{name}: {value}"


def _place(place: Place) -> str:
    of = f" for “{place.query}”" if place.query else ""
    day = place.source.rpartition(":")[2]
    when = f", looked at on {day}" if day[:1].isdigit() else ""
    return f"number {place.rank} of the search results{of}{when}"
