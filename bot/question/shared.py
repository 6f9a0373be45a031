"""Whether somebody asks what was shared in the team's channels: who posted a paper, what was read about a topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.question import shared_forms as forms

Asked = Literal["who", "list", "talked"]

_LONGEST = 300  # characters: more is a text, not a question
_ANYBODY = ("someone", "somebody", "anyone", "anybody", "people", "you")


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is asked: *who* shared a paper, which were shared (*list*), or which were *talked* about, the most first.

    *what* are the words for a paper or a topic, "" for all; *by* those for a person. *channel* is the id or name of one
    that is asked about, "here" for that of the question.
    """

    asked: Asked
    what: str = ""
    by: str = ""
    channel: str = ""


def read_sharing(text: str) -> Sharing | None:
    """What *text*, without its time phrase, asks of this; None for anything else."""
    bare = " ".join(text.split()).strip(" ?.!,")
    if len(bare) > _LONGEST:
        return None
    for _ in range(2):  # "hey, do you remember who …"
        bare = bare[lead.end() :] if (lead := forms.LEAD.find(bare)) else bare
    channel, said = "", False
    if here := forms.HERE.find(bare):
        channel, said = here["id"] or here["name"] or "here", not here["here"]
        bare = " ".join((bare[: here.start()] + bare[here.end() :]).split()).strip(" ?.!,")
    bare = forms.BEEN.regex.sub(r"\g<who> has ", bare)
    if tail := forms.TAIL.find(bare):
        bare = bare[: tail.start()]
    found = _about_one(bare, channel) or _about_all(bare, channel) or _of_somebody(bare, channel)
    if found is None and said and (papers := forms.FROM.find(bare)):  # "papers on rope from #random"
        return Sharing("list", named(papers["what"]), "", channel)
    return found


def _about_one(bare: str, channel: str) -> Sharing | None:
    """What is asked of one paper: who shared it, when, whether anybody did."""
    if found := forms.WHO.find(bare):
        return Sharing("who", named(found["what"]), "", channel)
    if found := forms.WHEN.find(bare):
        return Sharing("who", named(found["what"] or found["that"]), "", channel)
    found = forms.PASSED.find(bare) or forms.EVER.find(bare)
    what = (found["what"] or found.groupdict().get("seen") or "") if found else ""
    return Sharing("who", named(what), "", channel) if forms.PAPER.find(what) else None


def _about_all(bare: str, channel: str) -> Sharing | None:
    """What is asked of the papers of a time, a topic or a place."""
    if found := forms.WHOSE.find(bare):
        return Sharing("list", named(found["what"]), "", channel)
    if forms.MOST.find(bare) or (channel and forms.MOST_HERE.find(bare)):
        return Sharing("talked", "", "", channel)
    for pattern in (forms.WE, forms.EVER, forms.PASSIVE, forms.SHARED, *((forms.WITH_PLACE,) if channel else ())):
        if found := pattern.find(bare):
            parts = found.groupdict()
            what = parts.get("what") or parts.get("before") or parts.get("first") or ""
            return Sharing("talked" if parts.get("talk") else "list", named(what), "", channel)
    return None


def _of_somebody(bare: str, channel: str) -> Sharing | None:
    """What is asked of one person's."""
    if found := forms.WHEN_THEY.find(bare):
        return Sharing("who", named(found["what"]), found["who"], channel)
    for pattern in (forms.THEY, forms.BY, forms.THAT, forms.OWN, forms.DID_THEY, forms.TOLD):
        if found := pattern.find(bare):
            parts = found.groupdict()
            what = next((parts[name] for name in ("what", "before", "about") if parts.get(name)), "")
            by = "" if parts["who"].lower() in _ANYBODY else parts["who"]
            return Sharing("list", named(what), by, channel)
    return None


def named(words: str | None) -> str:
    """*words* without what only says that they mean a paper: "the LoRA paper"."""
    found = forms.NAME.match((words or "").strip())
    return found[1].strip() if found else ""
