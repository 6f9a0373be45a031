"""The lines an abstract could be told in: its sentences, trimmed where English lets them be trimmed.

Every line is made of the abstract's own words. What goes is an aside, a lead-in, or a tail that only
adds to what stands before it; what limits or denies a statement ("if", "for", "under", "but") stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.tldr.contract import MAX_WORDS, word_count

MIN_WORDS = 4
_LEAD_INS = 2  # "Therefore, in this paper, we …"
_PARTNERS = 8  # sentences after a proposal whose finding may be joined to it

_PAPER = r"[Tt]his (?:paper|work|study|article)"
_ADVERB = (
    r"(?:(?:also|further|then|first|therefore|thus|hence|finally|here|instead|now|next|additionally|empirically"
    r"|experimentally|theoretically|formally|specifically|furthermore|moreover|successfully|extensively) )*"
)
_MAKE = (
    "propose|present|introduce|develop|describe|design|devise|provide|offer|build|construct|create|formulate|give"
    "|derive|suggest|study|investigate|explore|consider|analy[sz]e|examine|address|tackle|revisit|evaluate|compare"
    "|discuss|define|identify|combine|conduct|perform|release|formali[sz]e|implement|extend|use|employ|apply|train"
    "|leverage|adopt|utili[sz]e|learn|focus on|generali[sz]e|adapt|characteri[sz]e"
)
_FIND = (
    "show|demonstrate|find|prove|observe|argue|conclude|verify|confirm|reveal|achieve|obtain|report|establish|improve"
)
_WE_MAKE = re.compile(rf"(?:We|{_PAPER}) {_ADVERB}(?:{_MAKE})(?:e?s)?\b(?! that\b)")
# "We" with any other verb but those of findings, helpers and the past, which cannot be told in the present.
_WE_ACT = re.compile(
    rf"We {_ADVERB}(?!(?:{_FIND}|suggest|hypothesi[sz]e|believe|hope|are|were|have|had|can|could|may|might|must|should"
    r"|will|would|do|did|not)\b)[a-z-]+ (?!(?:that|how|why|whether|if|what)\b)"
)
_WE_DO = re.compile(rf"(?:We|{_PAPER}) {_ADVERB}(?:{_MAKE}|{_FIND})(?:e?s)?\b")
_SUBJECT = re.compile(rf"(We|{_PAPER}) {_ADVERB}")
_CONTRIBUTES = re.compile(
    rf"\b(?:[Ww]e|I (?=[a-z])|[Oo]ur(?! knowledge)|{_PAPER}|the proposed|(?:is|are) (?:proposed|presented"
    r"|introduced))\b"
)

_ASIDE = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_LEAD_IN = re.compile(
    r"(?i)(?:however|furthermore|finally|moreover|specifically|first(?:ly)?|second(?:ly)?|third(?:ly)?|additionally"
    r"|here|further|unfortunately|thus|therefore|instead|recently|then|empirically|hence|next|consequently|yet"
    r"|nevertheless|surprisingly|interestingly|overall|also|notably|lastly|theoretically|crucially|concretely|indeed"
    r"|importantly|experimentally|besides|meanwhile|(?:taken )?together|collectively|as such"
    r"|more (?:specifically|importantly|precisely)|to this end"
    r"|as a result|in short|in (?:particular|addition|contrast|summary|other words|doing so|experiments)"
    r"|in this (?:context|setting|regard|way)|for this (?:purpose|reason)|herein"
    r"|(?:in|throughout|with) (?:this|the present|our) (?:\w+ )?(?:paper|work|study|article|research|report)"
    r"|to do so|in fact|(?:in|with|under|for) (?:our|the) (?:proposed )?(?:approach|method|model|framework|formulation"
    r"|scheme)"
    r"|to \w+ (?:this|these|that|the|such)\b[^,]{0,60}"
    r"|(?:based|building|motivated|inspired) (?:up)?(?:on|by) (?:this|these)[^,]{0,40}), "
    r"|(?:here|thus|hence|then|to do so|in doing so|in this (?:paper|work|study|article)"
    r"|in (?:our|the) (?:approach|method|model|framework|formulation|scheme)) (?=we\b)"
)
# Why it was done, or after whom, may go; under which condition it holds ("for", "if", "under") may not.
_REASON = re.compile(
    r"(?i)(?:to|in order to|in light of|in the spirit of|inspired|motivated|based|building|towards?|unlike|despite"
    r"|while|whereas|although|since|because|as|following|recogni[sz]ing|instead of|rather than)\b[^;:]{1,160}?, "
    r"(?=(?:we|this (?:paper|work|study|article)|our)\b)"
)
# "We show that" may go before a finding; "we suggest that", or the data it was shown on, may not.
_REPORT = re.compile(
    rf"(?:We|{_PAPER}|(?:Our |The |Both )?(?:[\w-]+,? (?:and )?){{0,3}}?(?:experiments?|results?|evaluations?"
    rf"|analys[ie]s|findings|stud(?:y|ies)|simulations|work)) {_ADVERB}(?:show|demonstrate|find|found|prove|observe"
    r"|reveal|conclude|establish|verify|confirm)(?:s|ed)?(?: empirically| experimentally| theoretically)? that,? "
)

_ALSO = f"{_FIND}|{_MAKE}|then|we|thus|outperform|is|are"
# Where any sentence may end: what follows adds to what stands before.
_CLAUSE = re.compile(
    r"\s*;\s|\s(?:[–—]+|-{1,3})\s|, (?=(?:which|where|while|whereas|whose|thus|thereby|hence|so|making|leading"
    r"|allowing|enabling|achieving|outperforming|resulting|improving|providing|demonstrating|showing|suggesting"
    r"|yielding|reducing|even|as well as|with|by|using|based"
    r"|(?:such as|including|e\.g|i\.e|namely|especially|particularly)(?![^,]*, [a-z])"  # else an aside, after a subject
    rf"|and (?:{_ALSO}|can|also|it|they|that|does|has|have|will|further))\b)"
)
# Where a sentence that says what was made may end: what follows says more about the thing.
_ADJUNCT = re.compile(
    r",? (?=(?:that|which|where|whose|by|using|via|with|without|for|to|in|on|from|when|through|such as|at|across"
    r"|over|under|so|because|since|based on|while|whereas|leading|achieving|allowing|enabling|including|consisting"
    rf"|capable|called|as well as|within|during|inspired|motivated|and (?:{_ALSO})) )|, (?=(?:an?|the) )"
)
_NESTED = re.compile(rf"\b(?:how|whether|why|if|what|(?:{_FIND}|suggest)(?:s|ing)? that|so that|such that)\b")
# What no line can end in: words and endings that want something after them.
_HANGING = re.compile(
    r"(?i)(?:\b(?:an?|the|of|to|and|or|but|nor|in|on|at|by|for|from|with|as|that|which|is|are|be|can|both|either|between"
    r"|its|their|our|we|this|these|those|such|how|why|what|when|where|whether|if|not|only|more|less|than|able|order"
    r"|so|well|due|respect|tr(?:y|ies)|wants?|begins?|starts?|manages?|serves?|happens?|capab(?:le|ility)|capacity"
    r"|opportunity|necessary|sufficient|via|into|two|three|several|many|novel|new|aims?|seeks?|attempts?|ability|needs?|tends?"
    r"|likely|according|along|also|spanning|focus|rel(?:y|ies)|depends?|consists?|been|has|have|it|they|robust|invariant|similar|subject"
    r"|equivalent|learns?|train|use|show|propose|present|introduce|develop|study|one|each|all|any|some|other|same)"
    r"|\w+(?:ly|ed|ing|ble|ous|ive|ful)|\b(?:that|which|yet|to)(?: \w+ly)? \w+|from \d+)$"
)
# "…, a novel approach", "… as the first method": what it does was cut off, and nothing is said by it.
_EMPTY_TAIL = re.compile(
    r"(?i)\b(?:an?|the) (?:(?:novel|new|first|simple|general|generic|effective|efficient|powerful|and|yet|unified"
    r"|surprising|straightforward|principled) )*"
    r"(?:approach|method|model|framework|algorithm|technique|architecture|way|scheme|solution|system|procedure|problem"
    r"|paradigm|paradigm shift|pattern|phenomenon|task|strategy|step|look|tool)$"
)
# "… that the network": what follows a clause between commas would have been its verb.
_SUBJECT_ALONE = re.compile(r"\b(?:that|how|whether|why)(?: [^\s,]+){1,3}$")
# "Couples a planner" wants what it is coupled with.
_HALF = re.compile(
    r"(?i)\b(?:coupl|combin|integrat|replac|pair|align|map|transform|convert|translat|distinguish|separat|equip|augment"
    r"|divid|split|turn|relat|link|connect|bridg)(?:es?|s|ing)?(?: (?!(?:and|with|to|into|by|using)\b)[^\s,]+){1,6}$"
)
_OTHER_HALF = re.compile(r",? (?:with|to|into|from|by|and) ")
_BROKEN = re.compile(r"(?<!\w)(?:i+|[1-4a-d])\)|\bthat:|\bfollowing\b|\bbelow\b|:\.?$|\\[a-z]+(?![a-z$_^])")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line; *contributes* if it speaks of what the authors did, as against what was known."""

    text: str
    contributes: bool


def candidates(sentences: list[str]) -> list[Candidate]:
    """All lines worth weighing that the *sentences* of an abstract give, each of 4 to 30 words."""
    told = [trimmed(sentence) for sentence in sentences]
    found = [Candidate(line, bool(_CONTRIBUTES.search(line))) for lines in told for line in lines]
    found += [Candidate(line, True) for line in _joined(told)]
    return list(dict.fromkeys(found))


def trimmed(sentence: str) -> list[str]:
    """*sentence* in all its shorter forms, the longest first, as far as they fit."""
    spaced = re.sub(r",(?=[a-z]{2})", ", ", _ASIDE.sub("", sentence))
    starts = [" ".join(start.split()[: MAX_WORDS + 2]) for start in _starts(spaced)]
    found = dict.fromkeys(_finished(line) for start in starts for line in (start, *_heads(start)))
    return [line for line in found if MIN_WORDS <= word_count(line) <= MAX_WORDS and not _BROKEN.search(line)]


def _starts(sentence: str) -> list[str]:
    """*sentence* from each place where it may begin."""
    bare = sentence
    for _ in range(_LEAD_INS):
        bare = _capital(_LEAD_IN.sub("", bare, count=1) if _LEAD_IN.match(bare) else bare)
    found = [bare, sentence]
    if reason := _REASON.match(bare):
        found.append(_capital(bare[reason.end() :]))
    found += [_capital(line[report.end() :]) for line in tuple(found) if (report := _REPORT.match(line))]
    return list(dict.fromkeys(found))


def _heads(line: str) -> Iterator[str]:
    """*line* up to each place where it may end."""
    made = _WE_MAKE.match(line) or _WE_ACT.match(line)
    for pattern in (_CLAUSE, _ADJUNCT) if made else (_CLAUSE,):
        for boundary in pattern.finditer(line):
            head = line[: boundary.start()]
            nested = made and pattern is _ADJUNCT and _NESTED.search(head, made.end())
            whole = ": " not in head and head.count("$") % 2 == 0 and not _HANGING.search(head)
            whole = whole and not _EMPTY_TAIL.search(head) and not _SUBJECT_ALONE.search(head)
            whole = whole and not (_OTHER_HALF.match(line, boundary.start()) and _HALF.search(head))
            if whole and not nested and len(head.split()) > MIN_WORDS:
                yield head


def _joined(told: list[list[str]]) -> Iterator[str]:
    """What "we" made, and what "we" also did or found by a later sentence."""
    for n, lines in enumerate(told):
        later = [line for lines in told[n + 1 : n + 1 + _PARTNERS] for line in lines]
        findings = [line for line in later if line.startswith("We ") and _WE_DO.match(line)]
        for made in lines:
            if made.startswith("We ") and _WE_MAKE.match(made):
                room = MAX_WORDS - word_count(made)
                for finding in (line for line in findings if word_count(line) <= room):
                    yield f"{made[:-1]}, and {_SUBJECT.sub('', finding, count=1)}"


def _finished(line: str) -> str:
    """*line* with a capital, an end, and no mark before it."""
    line = re.sub(r" (?=[.,;:])", "", line.strip(" ,;:–—-"))
    return _capital(line if re.search(r"[?。！？।؟]$", line) else line.rstrip(".!") + ".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
