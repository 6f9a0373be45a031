"""Papers named by their place: "the second paper", "[2]", "paper 2", "the last one", "both", "the first two".

"The first layer", "the last token", "the first paper on attention" name no paper of the conversation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bot.question.listed import Mention, Papers, Sight
from bot.question.turn import Turn
from retrieval.text.number_words import CARDINALS, ORDINALS, cardinals, ordinals
from retrieval.text.patterns import Pattern

_ORD = rf"(?:{ordinals(1, 12)}|[1-9]\d?(?:st|nd|rd|th))"
_N = rf"(?:[1-9]\d?|{cardinals(1, 12)})"
NOUN = (
    r"(?:papers?|ones?|stud(?:y|ies)|articles?|works?|preprints?|publications?|entry|entries|sources?|citations?|hits?)"
)
# "the first paper on attention" is described, not pointed at
DESCRIBED = (
    r"(?!\s+(?:on|about|to|that|which|who|by|using|published|listed|released|introducing|ever|of|from"
    r"|in (?:the|which|\d))\b(?!\W*$))"
)
_OF_THEM = (
    r"(?:\s+(?:of|from|on|in) (?:them|these|those|the (?:list|two|three|four|\w+ papers)|(?:your|that|this) list))?"
)
# What may follow "the second" if that is to mean a paper and not "the second moment"
_VERB = (
    r"say|says|do|does|did|is|was|has|had|have|use|uses|used|need|needs|find|finds|found|claim|claims|report|reports"
    r"|mention|mentions|show|shows|work|works|differ|differs|compare|compares|propose|proposes|test|tests|train|trains"
    r"|require|requires|evaluate|evaluates|make|makes|agree|agrees|disagree|achieve|achieves|reach|reaches|explain"
    r"|rely|relies|also|better|worse|too|instead|again|as well|then|please"
)
_AFTER = rf"(?=\s*(?:$|[?.!,;:)])|\s+(?:{_VERB}|with|vs|versus|than|and|or|about|(?:to|from) (?:the|that|paper|\[))\b"
_AFTER += r"|\s+(?:published|written|released|listed|out)\W*$)"
# "paper 3 times", "papers one should read", "number one of"
_NO_COUNT = r"(?!%|\.\d|\s*(?:times|percent|of|method|choice|should|must|can|could|needs|has|might)\b)"
_AND = r"\s*(?:,|and|or|&|,\s*and)\s*"

Reading = Callable[[re.Match[str], Sight], Papers]


def numbered_mentions(text: str, sight: Sight) -> list[Mention]:
    """The papers *text* names by place, in its order. `UsageError` for a place where no paper is."""
    found: list[Mention] = []
    for form, read in _FORMS:
        for m in form.regex.finditer(text):
            if not any(m.start() < other.end and other.start < m.end() for other in found):
                found.append(Mention(m.start(), m.end(), read(m, sight)))
    return sorted(found, key=lambda mention: mention.start)


def list_mentions(text: str, turns: Sequence[Turn]) -> list[Mention]:
    """The papers *text* names by their place in one of the lists shown: "the third paper of the first list"."""
    lists = [turn.papers for turn in turns if turn.papers and not turn.narrowed]
    found = []
    for m in _OF_A_LIST.regex.finditer(text):
        which = {"previous": -2, "earlier": -2}.get(m["list"].lower()) or _place(m["list"].lower())
        place = _place(m["which"].lower())
        papers = _at(lists, which) or ()
        if not _at(papers, place):
            raise Sight((), papers, (), dict.fromkeys((p for _, p in papers), "…")).missing()
        found.append(Mention(m.start(), m.end(), (papers[place - 1 if place > 0 else place],)))
    return found


def _at(things: Sequence[Any], place: int) -> Any:
    """What is at *place*, from 1, or from -1 backwards; None if there is nothing."""
    return things[place - 1 if place > 0 else place] if 0 < abs(place) <= len(things) else None


def _ordinals(m: re.Match[str], sight: Sight) -> Papers:
    words = re.findall(rf"\b(?:{_ORD}|last|final)\b", m[0].lower())
    return tuple(paper for word in words for paper in sight.at(_place(word)))


def _place(word: str) -> int:
    if word in ("last", "final"):
        return -1
    return int(word[:-2]) if word[0].isdigit() else ORDINALS[word]


def _numbers(m: re.Match[str], sight: Sight) -> Papers:
    return tuple(paper for n in _counted(m[0].lower()) for paper in sight.numbered(n))


def _counted(text: str) -> Iterator[int]:
    """The numbers in *text*; "papers 2 to 4" and "[2-4]" are ranges, "paper 2 to 4" is a comparison."""
    span = re.search(rf"(?:papers|sources|\[)\W*({_N})\s*(?:to|-|–)\s*({_N})", text)
    if span:
        yield from range(_number(span[1]), _number(span[2]) + 1)
        return
    for word in re.findall(rf"(?<!\w){_N}(?!\w)", text):
        yield _number(word)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else CARDINALS[word]


def _some(m: re.Match[str], sight: Sight) -> Papers:
    """ "The first two", "the last 3 papers"."""
    count = _number(m["n"].lower())
    if count > len(sight.listed):
        raise sight.missing()
    return sight.listed[-count:] if m["side"].lower() == "last" else sight.listed[:count]


def _former(m: re.Match[str], sight: Sight) -> Papers:
    papers = sight.pair()
    return papers[:1] if "former" in m[0].lower() else papers[-1:]


def _others(_: re.Match[str], sight: Sight) -> Papers:
    return sight.others()


def _pair(_: re.Match[str], sight: Sight) -> Papers:
    return sight.pair()


def _several(_: re.Match[str], sight: Sight) -> Papers:
    return sight.several()


def _following(_: re.Match[str], sight: Sight) -> Papers:
    return sight.following()


def _last(_: re.Match[str], sight: Sight) -> Papers:
    return sight.last


_ORDS = rf"(?:{_ORD}|last|final)(?:{_AND}(?:the )?(?:{_ORD}|last))*"
_OF_A_LIST = Pattern(
    rf"\b(?:the )?(?P<which>{_ORD}|last) (?:{NOUN} )?(?:of|from|in|on) (?:the|your) "
    rf"(?P<list>{_ORD}|last|previous|earlier) (?:list|answer|results?|reply)\b",
    "the third paper of the first list",
    "the third paper of the list",
)
_SHOWN = r"(?:papers?|sources?|citations?|references?|refs?|entry|entries)"
_TO = r"\s*(?:,|and|&|or|to|-|–|vs\.?|versus|with|against|,\s*and)\s*"
_THEM = rf"(?:them|these|those|the (?:{cardinals(2, 5)})|(?:the|these|those) papers(?: above)?)"
_EACH = r"(?:all|each|every one|any|either|neither|none|which|one|some|most)(?: ones?)?"
_SHOW = "|".join(rf"(?<=^{word} )" for word in ("show", "open", "tldr", "tl;dr", "summarize", "summarise", "explain"))
_YES_OR_NO = "|".join(rf"(?<=^{word} )" for word in ("do", "does", "did", "is", "are", "was", "were", "has", "have"))
_PARTS = (
    "results",
    "findings",
    "authors",
    "abstract",
    "title",
    "summary",
    "method",
    "methods",
    "code",
    "limitations",
    "data",
)
_PART_OF = "|".join(rf"(?<=\b{part} {joint} )" for part in _PARTS for joint in ("of", "for"))
_ONE_OF_THE_REST = r"(?:is|was|are|does|has) (?:the )?(?:more |most |less )?\w+\W*$"

# The first that fits a stretch of text decides.
_FORMS: tuple[tuple[Pattern, Reading], ...] = tuple(
    (Pattern(source, takes, leaves), read)
    for read, takes, leaves, source in (
        (_numbers, "what does [2, 3] say?", "what does x[2] say?",
         rf"(?:\b(?:the )?{_SHOWN} )?(?<![\w\])])\[[1-9]\d?(?:\s*[,–-]\s*[1-9]\d?)*\]"),
        (_others, "and the other two?", "and the other two layers?",
         rf"\bthe other {_N}(?: {NOUN}{DESCRIBED}|{_AFTER})"),
        (_some, "compare the first two papers", "compare the first two layers",
         rf"\bthe (?P<side>first|last) (?P<n>{_N})(?: {NOUN}{DESCRIBED}|{_AFTER}| of {_THEM}\b)"),
        (_ordinals, "what does the second paper say?", "what was the first paper on attention?",
         rf"\b(?:(?:the|that|your) )?{_ORD}(?:{_AND}(?:the )?(?:{_ORD}|last))* {NOUN}\b{_OF_THEM}{DESCRIBED}"),
        (_ordinals, "summarize the last one", "summarize the last token",
         rf"\b(?:the |that )?(?:last|final) (?:paper|one|study|article|entry)\b{_OF_THEM}{DESCRIBED}"),
        (_ordinals, "does the second agree?", "what is the second moment?", rf"\bthe {_ORDS}{_AFTER}"),
        (_ordinals, "second?", "second order?", rf"^\W*(?:{_ORD}|last)\W*$"),
        (_former, "why is the latter better?", "why is the later better?",
         r"\b(?:the )?(?:former|latter)(?: (?:paper|one|study|work))?\b"),
        (_others, "and the rest of them?", "and the rest of the network?",
         rf"\bthe (?:other|others|rest|remaining)(?: {NOUN}\b{DESCRIBED}|{_AFTER}| of {_THEM}\b)"),
        (_following, "what about the next paper?", "what about the next token?",
         rf"\bthe next (?:paper|one|study)\b{DESCRIBED}"),
        (_last, "back to the previous one", "back to previous ones", r"\bthe previous (?:paper|one|study)\b"),
        (_numbers, "compare papers 2 to 4", "it improves paper 3 times",
         rf"\b(?:the )?{_SHOWN}\s+(?:numbers? |nos?\.? ?|#)?{_N}(?:{_TO}(?:paper |number |#)?{_N})*\b{_NO_COUNT}"),
        (_numbers, "tell me about number two", "tell me about the number two",
         rf"(?:\b(?<!the )numbers?\s+|\bno\.\s?|(?<!\w)#){_N}(?:{_AND}(?:number |#)?{_N})*\b{_NO_COUNT}"),
        (_numbers, "compare 1 and 3", "compare 1 and 3 layers",
         rf"(?<=\bcompare )(?:number )?{_N}(?:{_TO}{_N})+\b(?=\W*$)"),
        (_numbers, "the difference between 1 and 2?", "numbers between 1 and 2 percent",
         rf"(?<=\bbetween ){_N} and {_N}(?=\W*$)"),
        (_numbers, "two vs. three?", "two or three?", rf"^\W*(?:the )?{_N}(?: (?:and|vs\.?|versus) {_N})?\W*$"),
        (_numbers, "what about 2?", "what about 2 layers?", rf"(?<=about ){_N}(?: and {_N})?(?=\W*$)"),
        (_numbers, "what are the results of 2?", "what is the product of 2?",
         rf"(?:{_PART_OF}){_N}(?:{_AND}{_N})*(?=\W*$)"),
        (_numbers, "what results does 4 report?", "how does 4 bit training work?",
         rf"(?<=\bdoes ){_N}(?= (?:{_VERB})\b)"),
        (_numbers, "tldr 1 and 2", "show 2 layers",
         rf"(?:{_SHOW})(?:{_N}(?:{_AND}{_N})*)(?=\W*$)"),
        (_numbers, "a link to 5?", "a link to 5 papers?",
         rf"(?:(?<=\bwrote )|(?<=\blink to )|(?<=\blinks to )|(?<=\bwith )|(?<=\bthan )){_N}(?:{_AND}{_N})*(?=\W*$)"),
        (_numbers, "do 1 and 2 have code?", "do 2 layers suffice?",
         rf"(?:{_YES_OR_NO}){_N}(?:{_AND}{_N})*(?= (?:{_VERB}|open|about|on|from|by|the|an?|any|related|similar)\b)"),
        (_pair, "do both of them agree?", "do both models agree?",
         rf"\bboth(?: of {_THEM}\b| (?:the |these |those )?{NOUN}\b|{_AFTER})(?! \w+ and\b)"),
        (_several, "do any of these use images?", "do any of our models use images?",
         rf"\b{_EACH} of {_THEM}\b{DESCRIBED}"),
        (_several, "compare all three", "compare all three losses",
         rf"\b(?:all|the|these|those) (?:{cardinals(2, 8)})(?: {NOUN}\b{DESCRIBED}|{_AFTER})"),
        (_several, "which is the most recent?", "which is known to generalize best?",
         rf"^\W*which (?:ones?\b(?! of)|(?={_ONE_OF_THE_REST}))"),
    )
)  # fmt: skip
