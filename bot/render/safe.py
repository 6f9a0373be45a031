"""What all surfaces agree on: how text is made safe, which addresses may be links, what comes first."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from bot.types import Reply, Source
from retrieval.text.clean import clean_text, inert

_BLANK_LINES = re.compile(r"\n{3,}")
# Reserved and unreserved characters of RFC 3986 and the percent sign; the backslash, |, < and > are in none of them.
_URL_CHARACTERS = ":/?#[]@!$&'()*+,;=%~-._"


def safe(text: str) -> str:
    """*text* with nothing invisible and nothing live in it, and at most one blank line in a row; may come out empty."""
    return _BLANK_LINES.sub("\n\n", inert(clean_text(text))).strip()


def safe_line(text: str) -> str:
    """The same on one line."""
    return " ".join(safe(text).split())


def link(url: str | None) -> str | None:
    """*url* as a surface may link it, or None if it is no plain http or https address.

    Everything that is not a URL character is percent-encoded, so the address cannot end its own markup.
    An address with a user name in it is refused: it shows one host and leads to another.
    """
    try:
        parts = urlsplit(clean_text(url or ""))
        host, user = parts.hostname, parts.username
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or not host.isascii() or user is not None:
        return None
    return quote(parts.geturl(), safe=_URL_CHARACTERS)


def unsaid(source: Source, reply: Reply) -> list[str]:
    """The quotes of *source* that *reply* does not say already: a claim or a line that is its quote is shown once."""
    said = [source.line, *reply.paragraphs, *(text for part in reply.sections for text in part.paragraphs)]
    return [quote for quote in source.quotes if not any(quote in text for text in said)]


def spoken(reply: Reply) -> tuple[str, ...]:
    """What *reply* offers, and the rows of what can be typed, for a surface without buttons."""
    offered = (f"{offer.label}: {offer.words}." for offer in reply.offers if offer.words)
    return (*(f"{written} {told}" for written, told in reply.typed), *offered)


def safe_links(source: Source) -> list[tuple[str, str]]:
    """The further links of *source* that a surface may show, as (words, address)."""
    return [(words, to) for words, url in source.links if (to := link(url))]


def notes_first(reply: Reply) -> bool:
    """True if the notes stand above the sources.

    They do where no source is cited by number: a refusal's last note introduces its nearest papers.
    """
    return bool(reply.sources) and not any(source.n for source in reply.sources)
