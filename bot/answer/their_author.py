"""One of the authors of the paper that was told of, by place: "what else did the first author do?"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.question import Turn
from retrieval.text.patterns import Pattern
from retrieval.types import Paper

_AUTHOR = Pattern(
    r"\b(?:(?:the|its|their|that) )?(?P<place>first|lead|second|last|senior|corresponding) authors?(?:['’]s)?\b"
    r"(?! (?:of|on|in|for|is|was|are)\b)",
    "what else did the first author do?",
    "what does the first author of KelpNet do?",
)
_ELSE = Pattern(r"\b(?P<word>what|anything|papers?) (?:else|more)\b", "what else", "elsewhere")
_DID = (
    r"\bwhat (?:has|have|had|did|does|do) {name} (?:do|done|make|made|write|written|publish(?:ed)?|release[ds]?"
    r"|(?:work|worked) on)\b"
)
_PLACES = {"first": 0, "lead": 0, "second": 1, "last": -1, "senior": -1, "corresponding": -1}


def with_author(question: str, turns: Sequence[Turn], known: Mapping[str, Paper]) -> str:
    """*question* with the name of the author it means, of the one paper that was told of last in *turns*."""
    found = _AUTHOR.find(question)
    told = next((turn.papers for turn in reversed(turns) if turn.papers and not turn.near), ()) if found else ()
    papers = [known[name] for _, name in told if name in known]
    if found is None or len(papers) != 1 or not papers[0].authors or question.lower().lstrip().startswith("who"):
        return question
    place = _PLACES[found["place"].lower()]
    authors = papers[0].authors
    name = authors[place if -len(authors) <= place < len(authors) else -1]
    rest = _ELSE.regex.sub(r"\g<word>", f"{question[: found.start()]}{name}{question[found.end() :]}")
    return re.sub(_DID.format(name=re.escape(name)), lambda _: f"papers by {name}", rest, flags=re.IGNORECASE)
