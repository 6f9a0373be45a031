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


_HERE = Pattern(
    r"[ ,]+(?:here|(?:for|in) (?:this|the|our) channel|for (?:us|everybody|everyone) here)(?=\W*$)|^(?P<we>what do we"
    r" follow|what does (?:this|the|our) channel follow)\b",
    "follow protein design in this channel", "follow protein design in this century",
)  # fmt: skip
_OFTEN = Pattern(
    r"[ ,]+(?:(?P<day>daily|every day|each day|once a day)|weekly|every week|each week|once a week)(?=\W*$)",
    "follow protein design every day", "follow protein design these days",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Following:
    """*what* is to be followed, or not any more; or what is followed is asked for.

    *here*: by the channel in which it is said. *often*: "day" or "week", where that is said.
    """

    wish: Literal["follow", "unfollow", "list"]
    what: str = ""
    here: bool = False
    often: Literal["", "day", "week"] = ""


def read_following(text: str) -> Following | None:
    """What *text*, as a whole, wants of this; None for anything else."""
    bare = " ".join(text.split())
    if len(bare) > _LONGEST:
        return None
    often: Literal["", "day", "week"] = ""
    here = False
    for _ in range(2):  # "here every day", "every day here"
        if found := _OFTEN.find(bare):
            often, bare = "day" if found["day"] else "week", bare[: found.start()]
        if found := _HERE.find(bare):
            here, bare = True, "following" if found["we"] else bare[: found.start()]
    if _LIST.find(bare):
        return Following("list", here=here, often=often)
    if bare.endswith("?"):
        return None
    if found := _LESS.find(bare):
        return Following("unfollow", found["what"], here)
    found = _MORE.find(bare)
    return Following("follow", found["what"], here, often) if found else None
