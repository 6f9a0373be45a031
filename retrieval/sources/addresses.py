"""Which addresses are kept: of known hosts, and nothing hides in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_PAPER_HOSTS = ("arxiv.org", "huggingface.co", "aclanthology.org", "openreview.net", "doi.org")
CODE_HOSTS = ("github.com", "gitlab.com", "huggingface.co")
MEDIA_HOSTS = ("huggingface.co", "youtube.com", "youtu.be")
# No number, and no name of one word.
_NAMED_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}[a-z]{2,24}")
_LONGEST_DOI = 200
_DOI = re.compile(r"(?:doi:\s?|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/[^\s<>\"{}|\\^`]{1,150})", re.I)
# Nothing that could end a link in Markdown, in HTML or in Slack's <address|label>.
_ADDRESS = re.compile(r"(?i:https?)://[^\s\x00-\x20\x7f-\U0010ffff<>|\"'`\\{}^\[\]]{1,500}")


def paper_address(value: object) -> str | None:
    """*value* if it is an address of a host that papers live on."""
    return address_on(value, _PAPER_HOSTS)


def doi_in(value: object) -> str | None:
    """The DOI in *value*, without the address of its resolver, unless it only names an arXiv id."""
    found = _DOI.fullmatch(value.strip()) if isinstance(value, str) and len(value) <= _LONGEST_DOI else None
    return None if found is None or found[1].lower().startswith("10.48550/arxiv.") else found[1]


def address_on(value: object, hosts: Sequence[str]) -> str | None:
    """*value* if it is a web address on one of *hosts* or below, or anywhere for no hosts; nothing hides in it."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        parts = urlsplit(text) if _ADDRESS.fullmatch(text) else None
    except ValueError:  # for instance a broken IPv6 host
        return None
    if parts is None or "@" in parts.netloc or ":" in parts.netloc:
        return None
    host = parts.netloc.lower()
    if not hosts:
        return text if _NAMED_HOST.fullmatch(host) else None
    return text if any(host == h or host.endswith("." + h) for h in hosts) else None
