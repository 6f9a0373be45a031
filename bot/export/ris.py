"""RIS, one record a paper: a tag, two spaces, a hyphen, a space and a value a line, CR LF between lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.export.names import day_of, doi_of, last_first, notes_of
from retrieval.text.clean import clean_line
from retrieval.types import Paper


def ris(papers: Sequence[Paper], lines: Mapping[str, str]) -> str:
    """The records in order."""
    return "".join(f"{tag}  - {value}\r\n" for paper in papers for tag, value in _record(paper))


def _record(paper: Paper) -> Iterator[tuple[str, str]]:
    day = day_of(paper)
    yield "TY", "UNPB"  # unpublished: a preprint
    yield "TI", clean_line(paper.title)
    yield from (("AU", clean_line(last_first(name))) for name in paper.authors)
    if day:
        yield "PY", str(day.year)
        yield "DA", f"{day:%Y/%m/%d}"
    known = {
        "AN": f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else "",
        "DO": doi_of(paper) or "",
        "UR": paper.url or "",
        "PB": paper.organization or "",
        "AB": paper.abstract,
    }
    yield from ((tag, clean_line(value)) for tag, value in known.items() if value)
    yield from (("N1", clean_line(note)) for note in notes_of(paper))
    yield from (("KW", clean_line(word)) for word in paper.keywords)
    yield "ER", ""
