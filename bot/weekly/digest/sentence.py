"""A theme's sentence as it is shown: what a single paper does is told of one of the theme's papers."""

from __future__ import annotations

import re

from bot.tldr.voice import told_line
from bot.types import Claim

_THEY = r"\b(?:we|paper|work|study|article|report)\b"
_HOW = r"(?: (?:\w+ly|also|further|then|first|thus|hence|therefore),?)"


def theme_sentence(claim: Claim) -> str:
    """*claim* as a whole sentence: "One of them proposes …" where its line is told of the paper, without a subject.

    It is that if the paper's own words have the verb after "we" or "this paper".
    """
    papers = {citation.paper.id: citation.paper for citation in claim.citations}
    if len(papers) != 1:
        return claim.text
    text = told_line(claim.text, next(iter(papers.values())).title)
    verb = re.match(r"(?:[A-Z][a-z]+ly )?(?P<verb>\w{4,}s)\b", text)
    if verb is None:
        return text
    said = re.compile(rf"{_THEY}{_HOW}{{0,2}} {verb['verb'][:4]}", re.IGNORECASE)
    if not any(said.search(citation.quote) for citation in claim.citations):
        return text
    return f"One of them {text[0].lower()}{text[1:]}"
