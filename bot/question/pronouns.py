"""Papers meant by a pronoun or a demonstrative: "it", "they", "its authors", "this paper", "that method".

A pronoun that the message itself explains means nothing outside it: "Why do networks memorize before they
generalize?", "If a model memorizes, does it generalize?", "Is it possible to prune a network?".
"""

from __future__ import annotations

import re

from bot.question.listed import Mention, Sight
from bot.question.ordinals import DESCRIBED, NOUN
from bot.question.words import own_words

_AUX = (
    r"(?:is|are|was|were|do|does|did|can|could|will|would|has|have|had|should|might)(?:n['’]t)?"
    r"|isn['’]t|aren['’]t|doesn['’]t|don['’]t|didn['’]t|what['’]s|how['’]s|why['’]s|who['’]s|where['’]s"
)
_THING = (
    r"(?:papers?|works?|stud(?:y|ies)|articles?|authors?|methods?|approach(?:es)?|models?|techniques?|algorithms?"
    r"|architectures?|datasets?|benchmarks?|experiments?|results?|findings?|effects?|claims?|frameworks?|systems?"
    r"|networks?|ideas?|proposals?|preprints?|surveys?|evaluations?|conclusions?|abstracts?|theor(?:y|ies)|ones?)"
)
_PRONOUN = re.compile(r"\b(?:its|it|they|them|theirs?|this|that|these|those)\b(?!-)", re.IGNORECASE)
# "it" that stands for nothing, or for what comes after it
_EXPLETIVE = re.compile(
    r"it(?:['’]s| is| was)? (?:\w+ )?(?:possible|true|known|clear|easy|easier|hard|harder|difficult|better|worth|safe"
    r"|common|likely|necessary|important|feasible|useful|helpful|enough|okay|ok|best|sufficient|beneficial|advisable)\b"
    r".{0,40}?\b(?:to|that|if|when|whether)\b"
    r"|it (?:help|hurt|matter|make sense|pay|take|cost|mean|seem|work|appear)s?\b.{0,30}? "
    r"(?:to \w+ \w|(?:that|if|when|whether)\b|for .{1,30} to\b)"
    r"|they call\b|it the same (?:in|for|with)\b|it (?:that|called when|about \w+ that)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:this|that|these|those) (?:week|month|year|day|time|morning|quarter|way|kind|sort|summer|winter)"
)
_LEAD = r"(?:(?:and|but|so|then|ok|okay|also|well|now|please|could you|can you|tell (?:me|us)|explain|say)\W+)*"
_INVERTED = re.compile(
    rf"^\W*{_LEAD}(?:(?:(?:on|in|for|at|to|by|with) )?(?:how|what|which|why|when|where|who|whom|whose|to what extent)\b"
    rf"(?:(?! (?:{_AUX})\b| (?:if|when|that|and|but)\b) [\w%-]+){{0,5}} )?(?:{_AUX}) (?:also |even |really "
    rf"|the authors of )?$",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"\W*(?:too|as well|at all|instead|to me|briefly|please)?\W*")
_FEW = 2  # words before a pronoun that ends the message; of more one is what it means
_CLAUSES = re.compile(
    r",|\bof\b|\w\W+\b(?:that|which|when|if|because|and|but|while|before|after|how|why|so|as|until)\b", re.I
)
_INTRODUCED = re.compile(
    r"\b(?:a|an|any|which|what|some|each|every|many) (?:\w+ ){0,2}(?:papers?|stud(?:y|ies)|articles?)\b", re.IGNORECASE
)
_THE_PART = re.compile(
    r"\bthe (?:method|model|approach|technique|algorithm|architecture|dataset|benchmark|system|framework|network"
    r"|theory)s?\b"
    rf"{DESCRIBED}",
    re.IGNORECASE,
)
_THIS_THING = re.compile(rf"\b(?:this|these|those|such)(?: (?:new|same|last|first))? {_THING}\b(?!-)", re.IGNORECASE)
# "That" may also begin a clause: "networks that model speech"
_THAT_THING = re.compile(rf"\bthat {_THING}\b(?!-)", re.IGNORECASE)
_BEFORE_THAT = re.compile(
    r"(?:^|\b(?:in|of|on|by|to|is|for|and|did|was|has|can|why|how|with|from|does|do|about|against|explain"
    r"|summari[sz]e))\W*$",
    re.IGNORECASE,
)
_THE_PAPER = re.compile(
    rf"\bthe (?:paper|authors|study|article|preprint)(?:['’]s|['’])?\b{DESCRIBED}(?! with\b)(?! \w+ is\b)",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"^(?:them|those|these)\b|^(?:such|that|the) \w+s$", re.IGNORECASE)


def pronoun_mention(text: str, sight: Sight) -> Mention | None:
    """The first pronoun of *text* that means papers seen before, if any; the following ones mean the same."""
    for m in (*_demonstratives(text, len(sight.last) == 1), *_PRONOUN.finditer(text)):
        if _means_papers(text, m):
            papers = sight.several() if _PLURAL.search(m[0]) else sight.last
            return Mention(m.start(), m.end(), papers, _thing(m[0])) if papers else None
    return None


def _demonstratives(text: str, one: bool) -> list[re.Match[str]]:
    """ "This paper", "those methods", "the authors"; of *one* paper also "the network", where nothing else has one."""
    found = [*_THIS_THING.finditer(text), *_THE_PAPER.finditer(text)]
    found += [m for m in _THAT_THING.finditer(text) if _BEFORE_THAT.search(text[: m.start()])]
    for m in _THE_PART.finditer(text):
        if not own_words(_THE_PART.sub("", text)) or (one and _INVERTED.match(text[: m.start()])):
            found.append(m)
    return sorted(found, key=lambda m: m.start())


def _thing(words: str) -> str:
    """The part of a paper that *words* name: "methods" of "those methods", nothing of "this paper"."""
    last = words.split()[-1]
    return "" if " " not in words or re.fullmatch(f"{NOUN}(?:['’]s?)?", last, re.IGNORECASE) else last


def _means_papers(text: str, m: re.Match[str]) -> bool:
    """Whether these words point out of the message."""
    before, after = text[: m.start()], text[m.end() :]
    if introduces_papers(before):
        return False
    if " " in m[0]:
        return True
    if _EXPLETIVE.match(text, m.start()) or _TIME.match(text.lower(), m.start()):
        return False
    if _INVERTED.match(before) or (m[0].lower() != "that" and not own_words(before)):
        return not _clause_word(m[0], after)
    return _LAST_WORD.fullmatch(after) is not None and not _CLAUSES.search(before) and len(own_words(before)) <= _FEW


def introduces_papers(text: str) -> bool:
    """Whether *text* itself speaks of papers nobody has named: "a paper that …", "which papers …"."""
    return _INTRODUCED.search(text) is not None


def _clause_word(word: str, after: str) -> bool:
    """Whether "that" or "those" only begins a clause: "Is there evidence that …", "those who …"."""
    return word.lower() in ("that", "those") and re.match(r"\s+(?:who|which|that|of|in|with)\b", after) is not None
