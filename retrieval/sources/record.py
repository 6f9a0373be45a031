"""One record of any source, checked, cleaned and capped: a Paper, or the reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from retrieval.identity import arxiv_id_of, paper_id, title_key
from retrieval.sources.markup import announced, plain
from retrieval.text.clean import clean_line, clean_text
from retrieval.types import Paper, Refused

MAX_TITLE = 1_000  # characters
MAX_ABSTRACT = 20_000  # characters; the longest arXiv takes is 1,920
MAX_MARKED = 200_000  # characters of an abstract with its markup
MAX_NAME = 200  # characters of an author, an organization, a keyword or an id
LETTERS_FROM = 20  # words, of which most are single letters: no abstract that was not spoilt has so many
MAX_AUTHORS = 3_000
MAX_KEYWORDS = 30

# What stands in place of an abstract that nobody has.
_PLACEHOLDER = re.compile(
    r"\W*(?:n/?a|none|null|nan|tbd|abstract|(?:no |the )?(?:abstract|summary)?(?: is)? ?(?:not |un)?available"
    r"|no abstract(?: (?:provided|given|yet))?)\W*",
    re.I,
)
_PAPER_HOSTS = ("arxiv.org", "huggingface.co", "aclanthology.org", "openreview.net", "doi.org")
_CODE_HOSTS = ("github.com", "gitlab.com", "huggingface.co")
# Nothing that could end a link in Markdown, in HTML or in Slack's <address|label>.
_ADDRESS = re.compile(r"(?i:https?)://[^\s\x00-\x20\x7f-\U0010ffff<>|\"'`\\{}^\[\]]{1,500}")


def build(
    where: str,
    source: str,
    title: object,
    abstract: object,
    *,
    published: date | None = None,
    year_inferred: bool = False,
    listed_on: date | None = None,
    authors: Sequence[object] = (),
    author_count: int | None = None,
    organization: object = None,
    upvotes: object = None,
    comments: object = None,
    arxiv_id: object = None,
    url: object = None,
    ai_summary: object = None,
    keywords: Sequence[object] = (),
    code_url: object = None,
    external_ids: Sequence[object] = (),
) -> Paper | Refused:
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
    names, arxiv = _lines(authors), arxiv_id_of(arxiv_id) if isinstance(arxiv_id, str) else None
    author_count = count(author_count)
    return Paper(
        id=paper_id(name),
        title=name,
        abstract=body,
        published=published,
        year_inferred=year_inferred is True and published is not None,
        listed_on=listed_on,
        authors=names[:MAX_AUTHORS],
        author_count=author_count if author_count is not None else len(names) or None,
        organization=next(iter(_lines([organization])), None),
        upvotes=count(upvotes),
        comments=count(comments),
        arxiv_id=arxiv,
        url=paper_address(url) or (arxiv and f"https://huggingface.co/papers/{arxiv}"),
        ai_summary=next(iter(_lines([ai_summary], MAX_ABSTRACT)), None),
        keywords=_lines(keywords)[:MAX_KEYWORDS],
        code_url=_address(code_url, _CODE_HOSTS),
        external_ids=tuple(dict.fromkeys(_lines(external_ids))),
        sources=(source,),
    )


def count(value: object) -> int | None:
    """*value* if it is a number of things: an int from 0 up, no bool; else None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def paper_address(value: object) -> str | None:
    """*value* if it is an address of a host that papers live on."""
    return _address(value, _PAPER_HOSTS)


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


def _lines(values: Iterable[object], limit: int = MAX_NAME) -> tuple[str, ...]:
    """Those of *values* that are text, cleaned to one line each; empty and overlong ones are dropped."""
    lines = (clean_line(plain(value)) for value in values if isinstance(value, str))
    return tuple(line for line in lines if 0 < len(line) <= limit)


def _address(value: object, hosts: Sequence[str]) -> str | None:
    """*value* if it is a web address on one of *hosts* or below, and nothing else hides in it."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        parts = urlsplit(text) if _ADDRESS.fullmatch(text) else None
    except ValueError:  # for instance a broken IPv6 host
        return None
    if parts is None or "@" in parts.netloc or ":" in parts.netloc:
        return None
    host = parts.netloc.lower()
    return text if any(host == h or host.endswith("." + h) for h in hosts) else None
