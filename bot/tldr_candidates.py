"""Lines an abstract could be told in: its sentences, trimmed where English lets them be trimmed.

Every candidate is made of the abstract's and the title's own words. What is cut is an aside, a lead-in or a tail that
adds to a statement; what limits or denies it ("if", "for", "under", "but") stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.tldr_contract import MAX_WORDS, addresses_reader, word_count
from retrieval.clean import clean_text
from retrieval.sentences import sentences

_MIN_WORDS = 5
_MAX_SENTENCES = 60
_PARTNERS = 8  # sentences after a proposal whose finding may be joined to it
_TOPIC_WORDS = 9

_PAPER = r"[Tt]his (?:paper|work|study|article)"
_MAKE = (
    "propose|present|introduce|develop|describe|design|devise|provide|offer|build|construct|create|formulate|give"
    "|derive|suggest|study|investigate|explore|consider|analy[sz]e|examine|address|tackle|revisit|evaluate|compare"
    "|discuss|define|identify|combine|establish|conduct|perform|report|release|formali[sz]e|implement|extend|use"
    "|employ|apply|leverage|adopt|utili[sz]e|train|learn|improve|focus on|generali[sz]e|adapt|characteri[sz]e"
)
_CLAIM = "show|demonstrate|find|prove|observe|argue|conclude|discover|verify|confirm|illustrate|reveal|achieve|obtain"
_ADVERB = (
    r"(?:(?:also|further|then|first|therefore|thus|hence|finally|here|instead|now|next|additionally|empirically"
    r"|experimentally|theoretically|formally|specifically|furthermore|moreover|successfully|extensively) )*"
)
_WE_DO = re.compile(rf"(?:We|{_PAPER}) {_ADVERB}(?:{_MAKE}|{_CLAIM})(?:e?s)?\b")
_WE_MAKE = re.compile(rf"(?:We|{_PAPER}) {_ADVERB}(?:{_MAKE})(?:e?s)?\b(?! that\b)")
_CONTRIBUTES = re.compile(
    rf"\b(?:[Ww]e|[Oo]ur|{_PAPER}|the proposed|is (?:proposed|presented|introduced|shown|studied))\b"
)

_LEAD_IN = re.compile(
    r"(?:however|furthermore|finally|moreover|specifically|first(?:ly)?|second(?:ly)?|third(?:ly)?|additionally"
    r"|here|further|unfortunately|thus|therefore|instead|recently|then|empirically|hence|next|consequently|yet"
    r"|nevertheless|surprisingly|interestingly|overall|also|notably|lastly|theoretically|crucially|concretely|indeed"
    r"|importantly|experimentally|besides|meanwhile|as such|more (?:specifically|importantly|precisely)|to this end"
    r"|as a result|in short|in (?:particular|addition|contrast|summary|other words|doing so|experiments)"
    r"|in this (?:context|setting|regard|way)|for this (?:purpose|reason)"
    r"|(?:in|throughout|with) (?:this|the present|our) (?:\w+ )?(?:paper|work|study|article|research|report)"
    r"|to \w+ (?:this|these|that|the|such)\b[^,]{0,60}"
    r"|(?:based|building|motivated|inspired) (?:up)?(?:on|by) (?:this|these)[^,]{0,40}), "
    r"|(?:here|thus|hence|then) (?=we\b)",
    re.I,
)
# Why it was done, or after whom, may go; under which condition it holds ("for", "if", "under") may not.
_REASON = re.compile(
    r"(?:to|inspired|motivated|based|building|towards?|unlike|despite|while|although|since|because|as|following"
    r"|recogni[sz]ing|instead of|rather than)\b[^;:]{1,160}?, (?=(?:we|this (?:paper|work|study|article)|our)\b)",
    re.I,
)
_REPORT = re.compile(
    rf"(?:We|{_PAPER}|(?:Our |The |Both )?(?:[\w-]+,? (?:and )?){{0,3}}?(?:experiments?|results?|evaluations?"
    r"|analys[ie]s|findings|stud(?:y|ies)|simulations|work)(?: (?:on|in|with|across|using|over|from)\b[^,]{0,80}?)?)"
    rf" {_ADVERB}(?:show|demonstrate|find|found|prove|observe|indicate|suggest|reveal|argue|conclude|establish|verify"
    r"|confirm|illustrate)(?:s|ed)?(?: empirically| experimentally| theoretically)? that,? "
)
_ASIDE = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_VERBS = (
    "show|demonstrate|find|prove|then|we|thus|achieve|provide|propose|present|introduce|outperform|evaluate|use|apply"
    "|analyze|study|discuss|investigate|develop|compare|derive|establish|obtain|is|are"
)
# Where any sentence may end: what follows adds to what stands before.
_CLAUSE = re.compile(
    r"\s*;\s|\s(?:[–—]+|-{1,3})\s|, (?=(?:which|where|while|whereas|whose|thus|thereby|hence|so|making|leading"
    r"|allowing|enabling|achieving|outperforming|resulting|improving|providing|demonstrating|showing|suggesting"
    r"|yielding|reducing|such as|including|e\.g|i\.e|namely|especially|particularly|even|as well as|with|by|using"
    rf"|based|and (?:{_VERBS}|can|also|it|they|that|give|learn|does|has|have|will|further))\b)"
)
# Where a sentence that says what was made may end: what follows says more about the thing.
_ADJUNCT = re.compile(
    r",? (?=(?:that|which|where|whose|by|using|via|with|without|for|to|in|on|from|when|through|such as|at|across"
    r"|over|under|so|because|since|based on|while|whereas|leading|achieving|allowing|enabling|including|consisting"
    rf"|capable|called|as well as|within|inspired|motivated|and (?:{_VERBS})) )|, (?=(?:an?|the) )"
)
_NESTED = re.compile(r"\b(?:how|whether|why|if|what|(?:show|demonstrate|find|prove|observe|establish|verify|conclude|argue|suggest|so|such)(?:s|ing)? that)\b")
# What no line can end in.
_HANGING = re.compile(
    r"(?:\b(?:an?|the|of|to|and|or|but|nor|in|on|at|by|for|from|with|as|that|which|is|are|be|can|both|either|between"
    r"|its|their|our|we|this|these|those|such|how|why|what|when|where|whether|if|not|only|more|less|than|able|order"
    r"|so|well|due|respect|via|into|two|three|several|many|novel|new|aims?|seeks?|attempts?|ability|needs?|tends?"
    r"|likely|according|focus|rel(?:y|ies)|depends?|consists?|been|has|have|it|they|robust|invariant|similar|learn"
    r"|equivalent|train|use|show|propose|present|introduce|develop|study|one|each|all|any|some|other|same)"
    r"|\w+(?:ly|ed|ing|ble|ous|ive|ful)|\b(?:that|which|yet|to) \w+)$",
    re.I,
)
_TOPIC = re.compile(r"(\S+) (for|in|via|by|using|through) (\S.*?)(?= (?:for|with|via|by|using|through|-+|–) |[,;:]|$)")
_BROKEN = re.compile(r"(?<!\w)(?:i+|[1-4a-d])\)|\bthat:|\b(?:following|below|as follows)\b|:\.?$|\\[a-z]+\{")
_GERUND = re.compile(r"(?:learning|understanding|improving|training|detecting|predicting|generating|evaluating|identifying|quantifying|optimizing|modeling|measuring|estimating|analyzing|exploring|accelerating)\b .*?(?= (?:for|with|via|by|using|through|-+|–) |[,;:]|$)", re.I)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line; *contributes* if its sentence speaks of what the authors did; *whole* if nothing was cut to fit."""

    text: str
    contributes: bool


def candidates(title: str, abstract: str) -> list[Candidate]:
    """All lines worth weighing, in the abstract's order; none from a sentence that addresses the reader."""
    told = [variants(s) for s in statements(abstract)]
    found = [Candidate(line, bool(_CONTRIBUTES.search(line))) for lines in told for line in lines]
    found += [Candidate(line, True) for line in _joined(told)]
    found += [Candidate(line, True) for topic in _topics(title, abstract) for line in _opened(topic, found)]
    return list(dict.fromkeys(found))


def statements(abstract: str) -> list[str]:
    s = re.sub(r"``|''", '"', abstract)
    s = re.sub(r"\\(?:text\w\w|emph)\{([^{}]*)\}", r"\1", s)
    return [x for x in sentences(" ".join(s.split()))[:_MAX_SENTENCES] if not addresses_reader(x)]


def variants(sentence: str) -> list[str]:
    found: dict[str, None] = {}
    for start in _starts(_ASIDE.sub("", sentence)):
        start = " ".join(start.split()[: MAX_WORDS + 2])
        for line in (start, *_cut(start)):
            found.setdefault(_finished(line))
    return [x for x in found if len(x.split()) >= _MIN_WORDS and word_count(x) <= MAX_WORDS and not _BROKEN.search(x)]


def _starts(sentence: str) -> list[str]:
    bare = _LEAD_IN.sub("", sentence, count=1) if _LEAD_IN.match(sentence) else sentence
    found = [bare, sentence]
    if reason := _REASON.match(bare):
        found.append(bare[reason.end() :])
    found = [_capital(s) for s in found]
    for line in tuple(found):
        found += [line[m.end() :] for m in (_REPORT.match(line),) if m]
    return [_capital(s) for s in dict.fromkeys(found)]


def _cut(line: str) -> Iterator[str]:
    makes = _WE_MAKE.match(line)
    for pattern in (_CLAUSE, _ADJUNCT) if makes else (_CLAUSE,):
        for boundary in pattern.finditer(line):
            head = line[: boundary.start()]
            if makes and pattern is _ADJUNCT and _NESTED.search(head, makes.end()):
                continue
            if not _HANGING.search(head) and head.count("$") % 2 == 0 and len(head.split()) > _MIN_WORDS:
                yield head


def _joined(told: list[list[str]]) -> Iterator[str]:
    for n, first in enumerate(told):
        for a in first:
            if not a.startswith("We ") or not _WE_MAKE.match(a):
                continue
            for b in (line for lines in told[n + 1 : n + 1 + _PARTNERS] for line in lines):
                if b.startswith("We ") and _WE_DO.match(b) and word_count(a) + word_count(b) <= MAX_WORDS:
                    yield f"{a[:-1]}, and {re.sub(f'^We {_ADVERB}', '', b)}"


def _topics(title: str, abstract: str) -> list[str]:
    name, colon, rest = title.partition(": ")
    text = _lowered((rest or name).strip(" ."), abstract)
    if re.search(r"[?!]", text):
        return []
    found = []
    for m in _TOPIC.finditer(text):
        before, p, topic = m.groups()
        if before.casefold().endswith("ing") and p in ("in", "by"):
            continue
        word = {"for": "For", "in": "In"}.get(p) or ("By" if p == "by" and re.match(r"\w+ing\b", topic) else "Using")
        if len(topic.split()) <= _TOPIC_WORDS:
            found.append(f"{word} {topic}")
    if (g := _GERUND.match(text)) and 2 <= len(g[0].split()) <= _TOPIC_WORDS:
        found.append(f"For {g[0][0].lower()}{g[0][1:]}")
    return list(dict.fromkeys(found))


def _opened(topic: str, found: list[Candidate]) -> Iterator[str]:
    words = {w[:6] for w in re.findall(r"[^\W_]{4,}", topic.casefold())}
    for c in found:
        line = c.text
        if _WE_DO.match(line) and word_count(topic) + word_count(line) <= MAX_WORDS:
            ours = {w[:6] for w in re.findall(r"[^\W_]{4,}", line.casefold())}
            if len(words & ours) < len(words) / 2:
                yield f"{topic}, {line[0].lower()}{line[1:]}"


def _lowered(title: str, abstract: str) -> str:
    known = set(re.findall(r"(?<![.!?] )(?<!^)\b\w+", abstract))

    def one(m: re.Match[str]) -> str:
        w = m[0]
        if len(w) > 1 and not w[1:].islower():
            return w
        return w.lower() if w.lower() in known or w not in known else w

    return re.sub(r"[^\W_]+", one, title)


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]


def _finished(line: str) -> str:
    line = re.sub(" (?=[.,;:])","",line.strip(" ,;:–—-"))
    return _capital(line.rstrip(".!") + ("" if line.endswith("?") else "."))
