"""Whether somebody asks to follow something, to follow it no more, or what they follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from retrieval.text.patterns import Pattern

_LONGEST = 300  # characters of a message that names what to follow
_BEFORE = r"(?:(?:ok(?:ay)?|great|and|then|please|can you|could you|now|i(?:'d| would) like to|i want to)[ ,]+){0,3}"
_AFTER = r"(?:,? (?:for me|too|as well|please|any ?more|no more)){0,3}[ .!]{0,5}"
_MORE = Pattern(
    rf"\W*{_BEFORE}follow (?!up\b|through\b|suit\b|the (?:instructions?|steps?|rules?|link|thread)\b)"
    rf"(?P<what>\S.{{0,250}}?){_AFTER}",
    "please follow Ada Lovelace, protein design", "follow up on this", how="fullmatch",
)  # fmt: skip
_LESS = Pattern(
    rf"\W*{_BEFORE}(?:unfollow|stop following) (?P<what>\S.{{0,250}}?){_AFTER}",
    "stop following protein design", "stop it", how="fullmatch",
)  # fmt: skip
_LIST = Pattern(
    r"\W*(?:(?:show|list) (?:me )?)?(?:following|my follows|(?:what|whom|who) (?:do|am) i follow(?:ing)?)\W*",
    "what do I follow?", "the following", how="fullmatch",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Following:
    """*what* is to be followed, or not any more; or what is followed is asked for."""

    wish: Literal["follow", "unfollow", "list"]
    what: str = ""


def read_following(text: str) -> Following | None:
    """What *text*, as a whole, wants of this; None for anything else."""
    bare = " ".join(text.split())
    if _LIST.find(bare[:_LONGEST]):
        return Following("list")
    if len(bare) > _LONGEST or bare.endswith("?"):
        return None
    if found := _LESS.find(bare):
        return Following("unfollow", found["what"])
    found = _MORE.find(bare)
    return Following("follow", found["what"]) if found else None
