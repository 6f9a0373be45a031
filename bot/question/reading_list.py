"""Whether somebody asks for the papers they have put aside."""

from __future__ import annotations

from retrieval.text.patterns import Pattern

_LIST = r"(?:saved(?: papers)?|(?:reading )?list of saved papers|reading list|papers (?:i|that i) (?:have )?saved)"
_MINE = Pattern(
    r"\W*(?:(?:please )?(?:show|list|open|give)(?: me)?(?: all)? |what(?:'s| is) on )?(?:my |the )?"
    rf"{_LIST}(?: please)?\W*"
    r"|\W*(?:what|which)(?: papers)? (?:have|did) i saved?\W*",
    "show me my reading list!", "papers on reading list comprehension", how="fullmatch",
)  # fmt: skip


def asks_for_saved(text: str) -> bool:
    """Whether *text*, as a whole, asks for the asker's own reading list."""
    return _MINE.find(" ".join(text.split())) is not None
