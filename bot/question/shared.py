"""Whether somebody asks what was shared in the team's channels: who posted a paper, what was read about a topic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from retrieval.text.patterns import Pattern

Asked = Literal["who", "list", "talked"]

_LONGEST = 300  # characters: more is a text, not a question
_THINGS = r"(?:papers?|articles?|preprints?|links?|publications?|works?|reads?|things?)"
_US = (
    r"(?:we|us|you all|(?:the|our|my) (?:team|group|lab|channel)|(?:people|folks)(?: here)?|(?:any|some|every)"
    r" ?(?:body|one)(?: here| else)?)"
)
_NOW, _DONE = r"(?:share|post|link|send|drop|paste)", r"(?:shared|posted|linked|sent|dropped|pasted|brought up)"
_TALK = r"(?:discuss(?:ed)?|talk(?:ed)? (?:about|of))"
_READ = r"(?:read|look(?:ed)? at|pass(?:ed)? around|bring up|brought up|mention(?:ed)?)"
_DID = rf"(?:(?P<did>{_NOW}|{_DONE}|{_READ})|(?P<talk>{_TALK}))"
_HELP = r"(?:did|do|does|have|has|had|were|was)"
_ON = r"(?:about|on|of|regarding|concerning|around|in|with)"
_TOPIC = rf"(?: (?:{_ON} )?(?P<what>\S.{{0,200}}?))?"
_MORE = r"(?: (?:else|all|exactly|recently|so far|already|ever|first|again|lately|the most|most|together))*"
_SHOW = r"(?:(?:please )?(?:show|list|give|find|tell)(?: me| us)? )?(?:all |the |any )*"

_WHO = Pattern(
    rf"(?:(?:do you know|remind me|tell me|please) )?who(?: here| in the team)?{_MORE}(?: has| had)?{_MORE}"
    rf" {_DONE}(?: (?:us|me|here))? (?P<what>\S.{{0,200}}?)",
    "who posted the LoRA paper", "who wrote the LoRA paper", how="fullmatch",
)  # fmt: skip
_WHEN = Pattern(
    rf"(?:when|where)(?: exactly)? (?:{_HELP} {_US}{_MORE} {_DID} (?P<what>\S.{{0,200}}?)"
    rf"|(?:was|were) (?P<that>\S.{{0,200}}?)(?: first| last)? (?:shared|linked|brought up|discussed|talked about))",
    "when did we read the LoRA paper", "when was the LoRA paper published", how="fullmatch",
)  # fmt: skip
_WE = Pattern(
    rf"(?:(?:what|which)(?: else)?(?: {_THINGS})?(?: {_ON} (?P<before>\S.{{0,200}}?))? |{_SHOW}{_THINGS}"
    rf"(?: {_ON} (?P<first>\S.{{0,200}}?))? (?:that |which )?)(?:{_HELP} )?{_US}{_MORE} {_DID}{_MORE}{_TOPIC}",
    "what did we read about grokking", "what do we know about grokking", how="fullmatch",
)  # fmt: skip
_EVER = Pattern(
    rf"{_HELP} {_US}{_MORE} {_DID}{_MORE}(?: (?:any ?thing|something|any {_THINGS}|{_THINGS})(?: new)?)?{_TOPIC}",
    "has anyone shared anything about grokking", "has anyone solved grokking", how="fullmatch",
)  # fmt: skip
_PASSIVE = Pattern(
    rf"(?:{_SHOW}{_THINGS}|(?:what|which)(?: else)?(?: {_THINGS})?)(?: {_ON} (?P<before>\S.{{0,200}}?))?"
    rf"(?: (?:that |which )?(?:was|were|got|has been|have been|are))?{_MORE} (?:(?P<did>shared)|(?P<talk>discussed"
    rf"|talked about)){_MORE}(?: {_ON} (?P<what>\S.{{0,200}}?))?",
    "papers shared about grokking", "papers about shared memory", how="fullmatch",
)  # fmt: skip
_SHARED = Pattern(
    rf"{_SHOW}(?:our |recently )?shared {_THINGS}(?: {_ON} (?P<what>\S.{{0,200}}?))?",
    "shared papers about grokking", "shared parameters", how="fullmatch",
)  # fmt: skip
_THEY = Pattern(
    rf"(?:what|which)(?: else)?(?: {_THINGS})?(?: {_ON} (?P<before>\S.{{0,200}}?))? (?:did|has) (?P<who>\S.{{0,60}}?)"
    rf" (?P<did>{_NOW}|{_DONE}|bring up|read)(?: here)?(?: {_ON} (?P<what>\S.{{0,200}}?))?",
    "what did Ada share about grokking", "what did Ada find about grokking", how="fullmatch",
)  # fmt: skip
_BY = Pattern(
    rf"(?:{_SHOW}{_THINGS}|what)(?: {_ON} (?P<before>\S.{{0,200}}?))?(?: (?:that )?(?:was|were))? {_DONE} by"
    rf" (?P<who>\S.{{0,60}}?)(?: (?:about|on) (?P<what>\S.{{0,200}}?))?"
    rf"|{_SHOW}{_THINGS}(?: that)? (?P<they>\S.{{0,60}}?) (?:shared|posted|linked)"
    r"(?: (?:about|on) (?P<that>\S.{0,200}?))?",
    "papers shared by Ada", "papers written by Ada", how="fullmatch",
)  # fmt: skip
_HERE = Pattern(
    r"\s+(?:in|on|to|from) (?:(?P<this>this|the|our) (?:channel|thread|room|group)|<#(?P<id>[CG][A-Z0-9]+)(?:\|[^>]*)?>"
    r"|#(?P<name>[\w-]{1,80}))|\s+(?P<here>here)\b",
    "posted in #papers", "posted in papers",
)  # fmt: skip
_WITH_PLACE = Pattern(
    rf"(?:{_SHOW}{_THINGS}|(?:what|which)(?: else)?(?: {_THINGS})?)(?: {_ON} (?P<before>\S.{{0,200}}?))?"
    rf"(?: (?:was|were|got|has been|have been))?{_MORE} {_DONE}(?: {_ON} (?P<what>\S.{{0,200}}?))?",
    "papers posted about grokking", "papers published about grokking", how="fullmatch",
)  # fmt: skip
_NAME = re.compile(
    r"^(?:(?:the|a|an|that|this|any|some|our) )*(?:papers? (?:on|about|called) )?(.*?)"
    r"(?: (?:papers?|preprints?|articles?|links?|one))*$",
    re.IGNORECASE,
)


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
    channel = ""
    if here := _HERE.find(bare):
        channel = here["id"] or here["name"] or "here"
        bare = " ".join((bare[: here.start()] + bare[here.end() :]).split()).strip(" ?.!,")
    if found := _WHO.find(bare):
        return Sharing("who", named(found["what"]), "", channel)
    if found := _WHEN.find(bare):
        return Sharing("who", named(found["what"] or found["that"]), "", channel)
    for pattern in (_WE, _EVER, _PASSIVE, _SHARED, *((_WITH_PLACE,) if channel else ())):
        if found := pattern.find(bare):
            parts = found.groupdict()
            what = parts.get("what") or parts.get("before") or parts.get("first") or ""
            return Sharing("talked" if parts.get("talk") else "list", named(what), "", channel)
    if found := _THEY.find(bare) or _BY.find(bare):
        parts = found.groupdict()
        what = parts.get("what") or parts.get("before") or parts.get("that") or ""
        return Sharing("list", named(what), parts.get("who") or parts.get("they") or "", channel)
    return None


def named(words: str | None) -> str:
    """*words* without what only says that they mean a paper: "the LoRA paper"."""
    found = _NAME.match((words or "").strip())
    return found[1].strip() if found else ""
