"""Whether somebody asks for the papers they have put aside, or to put some aside."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.text.patterns import Pattern

_LIST = r"(?:saved(?: papers)?|(?:reading )?list of saved papers|reading list|papers (?:i|that i) (?:have )?saved)"
_MINE = Pattern(
    r"\W*(?:(?:please )?(?:show|list|open|give)(?: me)?(?: all)? |what(?:'s| is) on )?(?:my |the )?"
    rf"{_LIST}(?: please)?\W*"
    r"|\W*(?:what|which)(?: papers)? (?:have|did) i saved?\W*"
    r"|\W*(?:what(?:'s| is)|(?:what|which papers) (?:do (?:i|you) have|are)) on (?:my|the reading) list\W*",
    "show me my reading list!", "papers on reading list comprehension", how="fullmatch",
)  # fmt: skip
_LONGEST = 300  # characters of a message that names papers to save
_BEFORE = r"(?:(?:ok(?:ay)?|great|nice|and|then|please|can you|could you|now)[ ,]+){0,3}"
_MY_LIST = r"(?:my|the) (?:reading |saved )?list"
_AFTER = rf"(?:,? (?:for me|for later|(?:to|on|onto|in) {_MY_LIST}|too|as well|please)){{0,3}}[ .!]{{0,5}}"
_SAVE = Pattern(
    rf"\W*{_BEFORE}(?:save|bookmark|put aside|set aside) (?P<what>\S.{{0,200}}?){_AFTER}",
    "please save the second one for later", "what does it save?", how="fullmatch",
)  # fmt: skip
_PUT = Pattern(
    rf"\W*{_BEFORE}(?:put|add) (?P<what>\S.{{0,200}}?) (?:to|on|onto|in) {_MY_LIST}{_AFTER}",
    "put it on my reading list", "put it on the table", how="fullmatch",
)  # fmt: skip
_DROP = Pattern(
    rf"\W*{_BEFORE}(?:(?:remove|take|drop|delete) (?P<what>\S.{{0,200}}?) (?:from|off) {_MY_LIST}"
    rf"|unsave (?P<unsaved>\S.{{0,200}}?)){_AFTER}",
    "take it off my list", "take it off", how="fullmatch",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saving:
    """*names*: the words for the papers that are to be put on the list, or with *off* taken from it.

    *plain*: the list is named, so that nothing else can be meant.
    """

    names: str
    off: bool = False
    plain: bool = False


def asks_for_saved(text: str) -> bool:
    """Whether *text*, as a whole, asks for the asker's own reading list."""
    return _MINE.find(" ".join(text.split())) is not None


def read_saving(text: str) -> Saving | None:
    """What *text*, as a whole, wants saved or taken off; None for anything else."""
    bare = " ".join(text.split())
    if len(bare) > _LONGEST:
        return None
    if found := _DROP.find(bare):
        return Saving(_all(found["what"] or found["unsaved"]), off=True, plain=True)
    if found := _PUT.find(bare):
        return Saving(_all(found["what"]), plain=True)
    found = _SAVE.find(bare)
    return Saving(_all(found["what"])) if found else None


def _all(names: str) -> str:
    return "all of them" if names.lower() in ("all", "everything", "them all") else names
