"""How people ask what was shared: each form beside a phrase it takes and one it leaves (`bot.question.shared`)."""

from __future__ import annotations

import re

from retrieval.text.patterns import Pattern

_THINGS = r"(?:papers?|articles?|preprints?|links?|publications?|works?|reads?|things?)"
_ANY = rf"(?:{_THINGS}|everything|anything|something|stuff)"
_US = (
    r"(?:we|us|you (?:all|guys|folks)|all of us|(?:the|our|my) (?:team|group|lab|channel)|(?:people|folks)(?: here)?"
    r"|(?:any|some|every) ?(?:body|one)(?: here| else)?)"
)
_NOW, _DONE = r"(?:share|post|link|send|drop|paste)", r"(?:shared|posted|linked|sent|dropped|pasted|brought up)"
_DOING = r"(?:sharing|posting|linking|sending|reading)"
_TALK = r"(?:discuss(?:ed)?|talk(?:ed)? (?:about|of)|(?:been )?(?:discussing|talking (?:about|of)))"
# "look at last week" loses its "at" with the time.
_READ = rf"(?:read|look(?:ed)?(?: at)?|pass(?:ed)? around|bring up|brought up|mention(?:ed)?|(?:been )?{_DOING})"
_DID = rf"(?:(?P<did>{_NOW}|{_DONE}|{_READ})|(?P<talk>{_TALK}))"
_HELP = r"(?:did|do|does|have|has|had|were|was)"
_GO = rf"(?:{_HELP}|are|is)"  # "what are we reading"
_ON = r"(?:about|on|of|regarding|concerning|around|in|with)"
_TOPIC = rf"(?: (?:{_ON} )?(?P<what>\S.{{0,200}}?))?"
_MORE = r"(?: (?:else|all|exactly|recently|so far|already|ever|first|again|lately|the most|most|together))*"
_SHOW = r"(?:(?:please )?(?:show|list|give|find|tell)(?: me| us)? )?(?:all |the |any )*"

WHO = Pattern(
    rf"(?:who(?:ever)?(?: here| in the team)?|which of us)(?: was (?:it|the one) (?:that|who))?{_MORE}"
    rf"(?: has| had)?{_MORE} (?:{_DONE}|put)(?: (?:us|me|here|to))? (?P<what>\S.{{0,200}}?)",
    "who posted the LoRA paper", "who wrote the LoRA paper", how="fullmatch",
)  # fmt: skip
WHOSE = Pattern(
    rf"who(?: here| in the team)? (?:shares|posts|(?:has )?been (?:{_DOING}|talking))(?: {_THINGS})?(?: {_ON})?"
    r" (?P<what>(?!the most\b|most\b)\S.{0,200}?)",
    "who posts papers about agents", "who posts the most papers", how="fullmatch",
)  # fmt: skip
PASSED = Pattern(
    rf"(?:how (?:often|many times) )?(?:has|have|was|were) (?P<what>\S.{{0,200}}?)"
    rf"(?: (?:been|already|ever|once)){{0,3}} (?:{_DONE}|discussed|talked about|come up|seen)"
    rf"|(?:have|has|had) {_US}{_MORE} (?:seen|had|come across)"
    r" (?P<seen>\S.{0,200}?)",
    "has the LoRA paper been posted", "has the LoRA paper been cited", how="fullmatch",
)  # fmt: skip
PAPER = Pattern(
    r"(?:^| )(?:(?:paper|preprint|article|link|one)|\d{4}\.\d{4,5}(?:v\d{1,2})?)$", "the LoRA paper", "paper planes"
)
WHEN = Pattern(
    rf"(?:when|where|how often|(?:in|to) (?:which|what) channel)(?: exactly)?"
    rf" (?:{_HELP} {_US}{_MORE} {_DID} (?P<what>\S.{{0,200}}?)"
    rf"|(?:was|were) (?P<that>\S.{{0,200}}?)(?: first| last)? (?:{_DONE}|discussed|talked about))",
    "when did we read the LoRA paper", "when was the LoRA paper published", how="fullmatch",
)  # fmt: skip
WE = Pattern(
    rf"(?:(?:what|which|how many)(?: else)?(?: {_THINGS})?(?: {_ON} (?P<before>\S.{{0,200}}?))? |{_SHOW}{_ANY}"
    rf"(?: {_ON} (?P<first>\S.{{0,200}}?))? (?:that |which )?)(?:{_GO} )?{_US}(?: has| have| had)?{_MORE}"
    rf" {_DID}{_MORE}{_TOPIC}",
    "what did we read about grokking", "what do we know about grokking", how="fullmatch",
)  # fmt: skip
EVER = Pattern(
    rf"{_HELP} (?!(?:people|(?:any|some|every) ?(?:body|one))(?: else)? look){_US}{_MORE} {_DID}{_MORE}"
    rf"(?: (?:any ?thing|something|any {_THINGS}|{_THINGS})(?: new)?)?{_TOPIC}",
    "has anyone shared anything about grokking", "has anyone solved grokking", how="fullmatch",
)  # fmt: skip
PASSIVE = Pattern(
    rf"(?:(?:{_HELP} there )?{_SHOW}{_ANY}|(?:what|which|how many)(?: else)?(?: {_THINGS})?)"
    rf"(?: {_ON} (?P<before>\S.{{0,200}}?))?(?: (?:that |which )?(?:was|were|got|has been|have been|are))?"
    rf"{_MORE} (?:(?P<did>shared)|(?P<talk>discussed"
    rf"|talked about)){_MORE}(?: {_ON} (?P<what>\S.{{0,200}}?))?",
    "papers shared about grokking", "papers about shared memory", how="fullmatch",
)  # fmt: skip
SHARED = Pattern(
    rf"{_SHOW}(?:our |recently )?shared {_THINGS}(?: {_ON} (?P<what>\S.{{0,200}}?))?",
    "shared papers about grokking", "shared parameters", how="fullmatch",
)  # fmt: skip
THEY = Pattern(
    rf"(?:what|which)(?: else)?(?: {_THINGS})?(?: {_ON} (?P<before>\S.{{0,200}}?))? (?:did|has) (?P<who>\S.{{0,60}}?)"
    rf" (?P<did>{_NOW}|{_DONE}|bring up|read|been {_DOING})(?: here)?(?: {_ON} (?P<what>\S.{{0,200}}?))?",
    "what did Ada share about grokking", "what did Ada find about grokking", how="fullmatch",
)  # fmt: skip
_WHOM = r"(?P<who>(?!that\b|been\b|are\b|were\b|was\b)\S{1,40}(?: (?!that\b|which\b|been\b|has\b)\S{1,40}){0,3}?)"
BY = Pattern(
    rf"(?:{_SHOW}{_ANY}|what)(?: {_ON} (?P<before>\S.{{0,200}}?))?(?: (?:that )?(?:was|were))? {_DONE} by"
    rf" {_WHOM}(?: (?:about|on) (?P<what>\S.{{0,200}}?))?",
    "papers shared by Ada", "papers written by Ada", how="fullmatch",
)  # fmt: skip
THAT = Pattern(
    rf"(?:which |what (?:was |were )?|that )?(?:(?:that|those|the) )?{_SHOW}"
    rf"(?:(?P<before>\S.{{0,100}}?) )??(?:{_ANY}|what)(?: {_ON} (?P<about>\S.{{0,100}}?))?"
    rf"(?: that| which)? {_WHOM} (?:has )?(?:shared|posted|linked|sent|dropped)"
    r"(?: (?:about|on) (?P<what>\S.{0,200}?))?",
    "the rope paper Ada posted", "the rope paper Ada wrote", how="fullmatch",
)  # fmt: skip
OWN = Pattern(
    rf"{_SHOW}{_WHOM}['’]s? (?:shared|posted) {_THINGS}(?: (?:about|on) (?P<what>\S.{{0,200}}?))?",
    "Ada's shared papers", "Ada's papers", how="fullmatch",
)  # fmt: skip
DID_THEY = Pattern(
    rf"{_HELP} {_WHOM}{_MORE} (?:{_NOW}|{_DONE}|been {_DOING})(?: (?:an?|any|some|the))?(?: {_ANY})?{_TOPIC}",
    "did Ada post anything on rope", "did Ada write anything on rope", how="fullmatch",
)  # fmt: skip
WHEN_THEY = Pattern(
    rf"(?:when|where) (?:did|has) {_WHOM}{_MORE} (?:{_NOW}|{_DONE}) (?P<what>\S.{{0,200}}?)",
    "when did Ada share the rope paper", "when did Ada write the rope paper", how="fullmatch",
)  # fmt: skip
TOLD = Pattern(
    rf"{_WHOM} (?:has )?(?:shared|posted|linked|sent|dropped) (?:an?|some|the) {_THINGS}(?: {_ON}"
    r" (?P<what>\S.{0,200}?))?(?:,? (?:which|what)(?: (?:one|paper))?(?: (?:was|is) (?:it|that))?)?",
    "Ada posted a paper on rope, which one", "Ada wrote a paper on rope, which one", how="fullmatch",
)  # fmt: skip
MOST = Pattern(
    rf"(?:(?:which|what)(?: shared)? )?{_SHOW}{_THINGS} (?:got|had|have|has|received|with) (?:the )?most"
    r" (?:replies|reactions|responses)",
    "which papers got the most replies", "which papers got the most upvotes", how="fullmatch",
)  # fmt: skip
MOST_HERE = Pattern(
    rf"(?:(?:what|which) (?:were|are|was) )?{_SHOW}(?:most |top )?(?:discussed|talked[- ]about|shared|hottest)"
    rf" {_THINGS}",
    "most discussed papers", "most cited papers", how="fullmatch",
)  # fmt: skip
LEAD = Pattern(
    r"(?:(?:do|does|can|could|would|have|has|did) (?:you|any ?(?:one|body))(?: please)? (?:know|remember|recall|seen?"
    r"|tell me|remind me|find|find out)|remind me|tell me|please|i(?:'m| am) looking for|i wonder|hey|hi)"
    r"(?: (?:again|please))?,? ",
    "do you remember who", "do you remember", how="match",
)  # fmt: skip
HERE = Pattern(
    r"\s+(?:in|on|to|from) (?:(?P<this>this|the|our) (?:channel|thread|room|group)|<#(?P<id>[CG][A-Z0-9]+)(?:\|[^>]*)?>"
    r"|#(?P<name>[\w-]{1,80}))|\s+(?:in )?(?P<here>here)\b",
    "posted in #papers", "posted in papers",
)  # fmt: skip
WITH_PLACE = Pattern(
    rf"(?:{_SHOW}{_THINGS}|(?:what|which)(?: else)?(?: {_THINGS})?)(?: {_ON} (?P<before>\S.{{0,200}}?))?"
    rf"(?: (?:was|were|got|has been|have been))?{_MORE} {_DONE}(?: {_ON} (?P<what>\S.{{0,200}}?))?",
    "papers posted about grokking", "papers published about grokking", how="fullmatch",
)  # fmt: skip
NAME = re.compile(
    r"^(?:(?:the|a|an|that|this|any|some|our) )*(?:papers? (?:on|about|called) )?(.*?)"
    r"(?: (?:papers?|preprints?|articles?|links?|one))*$",
    re.IGNORECASE,
)


BEEN = Pattern(r"\b(?P<who>what|who)['’]s (?=been\b)", "what's been shared", "what's sharing")
TAIL = Pattern(
    r"(?:\s+(?:yet|already|before|ever|so far|these days|nowadays)){1,3}$", "read it already", "already read"
)
FROM = Pattern(
    rf"{_SHOW}(?:{_THINGS}|anything|everything)(?: {_ON} (?P<what>\S.{{0,200}}?))?",
    "papers on rope",
    "rope papers",
    how="fullmatch",
)
