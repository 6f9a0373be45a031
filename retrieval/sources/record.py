"""One record of any source, checked, cleaned and capped: a Paper, or the reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

from retrieval.identity import arxiv_id_of, paper_id, title_key
from retrieval.sources.addresses import CODE_HOSTS, MEDIA_HOSTS, address_on, doi_in, paper_address
from retrieval.sources.markup import announced, plain
from retrieval.text.clean import clean_line, clean_text
from retrieval.types import Paper, Place, Refused
from retrieval.withdrawal import is_withdrawn

MAX_TITLE = 1_000  # characters
MAX_ABSTRACT = 20_000  # characters; the longest arXiv takes is 1,920
MAX_MARKED = 200_000  # characters of an abstract with its markup
MAX_NAME = 200  # characters of an author, an organization, a keyword or an id
LETTERS_FROM = 20  # words, of which most are single letters: no abstract that was not spoilt has so many
MAX_AUTHORS = 3_000
MAX_KEYWORDS = 30
MAX_COMMENT = 2_000  # characters of what authors say beside a paper, or where it appeared

# What stands in place of an abstract that nobody has.
_PLACEHOLDER = re.compile(
    r"\W*(?:n/?a|none|null|nan|tbd|abstract|(?:no |the )?(?:abstract|summary)?(?: is)? ?(?:not |un)?available"
    r"|no abstract(?: (?:provided|given|yet))?)\W*",
    re.I,
)


class Said(TypedDict, total=False):
    """What a source may say of a paper besides title and abstract, of whatever kind it came; absent is None."""

    published: date | None
    year_inferred: object
    listed_on: date | None
    updated: date | None
    authors: Sequence[object]
    author_count: object
    organization: object
    submitter: object
    upvotes: object
    comments: object
    stars: object
    arxiv_id: object
    version: object
    doi: object
    external_ids: Sequence[object]
    url: object
    pdf_url: object
    code_url: object
    project_url: object
    media: Sequence[object]
    discussion: object
    ai_summary: object
    keywords: Sequence[object]
    categories: Sequence[object]
    comment: object
    journal_ref: object
    withdrawn: object
    places: tuple[Place, ...]


def build(where: str, source: str, title: object, abstract: object, **said: Unpack[Said]) -> Paper | Refused:
    """The paper these values describe, or a refusal that names *where* and the reason.

    Only title and abstract can cause a refusal; any other value of the wrong kind counts as absent.
    An address is kept if its host is known, and else derived from the arXiv id.
    """
    try:
        name = " ".join(_required("title", title, MAX_TITLE).split())
        body = _paragraphs(announced(_required("abstract", abstract, MAX_ABSTRACT)))
        _check_words(body)
    except ValueError as reason:
        return Refused(where, str(reason))
    comment = _line(said.get("comment"), MAX_COMMENT)
    return Paper(
        id=paper_id(name),
        title=name,
        abstract=body,
        sources=(source,),
        comment=comment,
        withdrawn=said.get("withdrawn") is True or is_withdrawn(name, body, comment),
        places=said.get("places", ()),
        **_dates(said),
        **_people(said),
        **_counts(said),
        **_ids_and_addresses(said),
        **_labels(said),
    )


def _dates(said: Said) -> dict[str, Any]:
    published = said.get("published")
    return {
        "published": published,
        "year_inferred": said.get("year_inferred") is True and published is not None,
        "listed_on": said.get("listed_on"),
        "updated": said.get("updated"),
    }


def _people(said: Said) -> dict[str, Any]:
    names, counted = _lines(said.get("authors", ())), count(said.get("author_count"))
    return {
        "authors": names[:MAX_AUTHORS],
        "author_count": counted if counted is not None else len(names) or None,
        "organization": _line(said.get("organization")),
        "submitter": _line(said.get("submitter")),
    }


def _counts(said: Said) -> dict[str, Any]:
    counts: dict[str, Any] = {name: count(said.get(name)) for name in ("upvotes", "comments", "stars")}
    return {**counts, "version": count(said.get("version")) or None}


def _ids_and_addresses(said: Said) -> dict[str, Any]:
    given = said.get("arxiv_id")
    arxiv = arxiv_id_of(given) if isinstance(given, str) else None
    media = (address_on(value, MEDIA_HOSTS) for value in said.get("media", ()))
    return {
        "arxiv_id": arxiv,
        "doi": doi_in(said.get("doi")),
        "external_ids": tuple(dict.fromkeys(_lines(said.get("external_ids", ())))),
        "url": paper_address(said.get("url")) or (arxiv and f"https://huggingface.co/papers/{arxiv}"),
        "pdf_url": paper_address(said.get("pdf_url")),
        "code_url": address_on(said.get("code_url"), CODE_HOSTS),
        "project_url": address_on(said.get("project_url"), ()),
        "media": tuple(address for address in media if address)[:MAX_KEYWORDS],
        "discussion": _line(said.get("discussion")),
    }


def _labels(said: Said) -> dict[str, Any]:
    return {
        "ai_summary": _line(said.get("ai_summary"), MAX_ABSTRACT),
        "keywords": _lines(said.get("keywords", ()))[:MAX_KEYWORDS],
        "categories": _lines(said.get("categories", ()))[:MAX_KEYWORDS],
        "journal_ref": _line(said.get("journal_ref"), MAX_COMMENT),
    }


def count(value: object) -> int | None:
    """*value* if it is a number of things: an int from 0 up, no bool; else None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _required(field: str, value: object, limit: int) -> str:
    """*value* cleaned; a `ValueError` says why it cannot be the title or the abstract of a paper."""
    if value is None:
        raise ValueError(f"no {field}")
    if not isinstance(value, str):
        raise ValueError(f"the {field} is not text")
    text = clean_text(plain(value[: MAX_MARKED + 1]))
    if not text:
        raise ValueError(f"no {field}")
    if len(text) > limit:
        raise ValueError(f"the {field} has {len(text):,} characters, more than the {limit:,} allowed")
    if not title_key(text[:MAX_TITLE]):
        raise ValueError(f"the {field} has neither letters nor digits")
    return text


def _check_words(text: str) -> None:
    """A `ValueError` if *text* stands for no abstract, or was broken into its letters as if it were a list."""
    if len(text) < 60 and _PLACEHOLDER.fullmatch(text):
        raise ValueError("no abstract")
    words = text.split()
    letters = sum(len(word.strip(",;'\"")) == 1 and word.strip(",;'\"").isalpha() for word in words)
    if len(words) >= LETTERS_FROM and letters > len(words) / 2 and text.isascii():
        raise ValueError("the abstract is broken into single letters")


def _paragraphs(text: str) -> str:
    """The clean *text* with each paragraph on one line and an empty line between two."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text))


def _line(value: object, limit: int = MAX_NAME) -> str | None:
    return next(iter(_lines([value], limit)), None)


def _lines(values: Iterable[object], limit: int = MAX_NAME) -> tuple[str, ...]:
    """Those of *values* that are text, cleaned to one line each; empty and overlong ones are dropped."""
    lines = (clean_line(plain(value)) for value in values if isinstance(value, str))
    return tuple(line for line in lines if 0 < len(line) <= limit)
