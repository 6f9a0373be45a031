"""Whether a paper has been withdrawn, by the words of its title, its abstract or the comment beside them.

Withdrawn *from* a conference, the paper stands.
"""

from __future__ import annotations

import re

_WHAT = r"(?:paper|article|manuscript|submission|preprint|work|version|note|document|report|entry)"
_GONE = r"(?:withdrawn|retracted|removed)"
_NOT_FROM = r"(?!\s+(?:and\s+\w+\s+)?(?:from|at)\b)"
_SENTENCE = (
    rf"(?:this|the|our|arxiv)\s+(?:arxiv\s+)?{_WHAT}\s+(?:has|have|had)?\s*(?:been|is|was|being)\s+(?:\w+ly\s+)?"
    rf"(?:withdrawn|retracted|removed\s+by\s+arxiv){_NOT_FROM}"
)
_NOTICE = re.compile(
    rf"\W{{0,3}}(?:{_SENTENCE}|{_WHAT}\s+(?:withdrawn|retracted){_NOT_FROM}|(?:withdrawn|retracted)\b{_NOT_FROM}"
    rf"(?=\W*$|\W*[(.:;,]|\s+(?:by|due|because|as|for|since|until|pending)\b))",
    re.I,
)
_COMMENT = re.compile(rf"\b{_SENTENCE}|(?:^|[.;,]\s{{0,3}}|(?<![\dv.]{{4}} )\(){_NOTICE.pattern}", re.I)
_TITLE = re.compile(r"\W{0,3}(?:withdrawn|retracted)(?:\s+(?:article|paper))?\s?[\])}:]", re.I)
_LONGEST_NOTICE = 600
"""Characters: a longer abstract that begins so goes on with what the paper said."""


def is_notice(abstract: str) -> bool:
    """True if *abstract* only says that the paper was withdrawn."""
    return len(abstract) <= _LONGEST_NOTICE and _NOTICE.match(abstract) is not None


def is_withdrawn(title: str, abstract: str, comment: str | None) -> bool:
    """True if one of them says so."""
    said = comment is not None and _COMMENT.search(comment[:2_000]) is not None
    return said or _TITLE.match(title) is not None or _NOTICE.match(abstract[:2_000]) is not None
