"""Which two records are one paper: the same arXiv id, or else the same title but for its typography."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_ARXIV = re.compile(
    r"(?:(?:ar5iv\.(?:labs\.)?)?arxiv\.org/(?:abs|pdf|html|format|e-print)/|huggingface\.co/papers/|hf\.co/papers/|alphaxiv\.org/(?:abs|overview)/"
    r"|(?:oai:)?arxiv(?:\.org)?:\s?|(?:doi:\s?|(?:dx\.)?doi\.org/)?10\.48550/arxiv\.)?"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?",
    re.IGNORECASE,
)


def title_key(title: str) -> str:
    """The title reduced to its letters and digits, so that case, dashes and spacing do not matter."""
    folded = unicodedata.normalize("NFKD", title).casefold()
    return "".join(c for c in folded if c.isalnum())


def paper_id(title: str, salt: str = "") -> str:
    """A short stable id: 12 hex digits of the title's SHA-256.

    *salt* tells apart two papers that share a title (their arXiv ids differ).
    """
    return hashlib.sha256((title_key(title) + salt).encode()).hexdigest()[:12]


def arxiv_id_of(text: str) -> str | None:
    """The arXiv id in an id, an address, a DOI or `arXiv:…`, without its version; None if it is none of these.

    Identifier forms: https://info.arxiv.org/help/arxiv_identifier.html
    """
    text = re.sub(r"^https?://(?:www\.|export\.)?", "", text.strip()).split("?")[0].split("#")[0].rstrip("/")
    found = _ARXIV.fullmatch(text)
    return found["id"] if found else None
