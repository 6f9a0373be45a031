"""Papers meant by a pronoun or a demonstrative: "it", "they", "its authors", "this paper", "that method".

A pronoun that the message itself explains means nothing outside it: "Why do networks memorize before they
generalize?", "If a model memorizes, does it generalize?", "Is it possible to prune a network?".
"""

from __future__ import annotations

import re

from bot.question.listed import Mention, Sight
from bot.question.ordinals import DESCRIBED, NOUN
from bot.question.words import own_words
from retrieval.text.patterns import Pattern

_AUX = (
    r"(?:is|are|was|were|do|does|did|can|could|will|would|has|have|had|should|might)(?:n['’]t)?"
    r"|isn['’]t|aren['’]t|doesn['’]t|don['’]t|didn['’]t|what['’]s|how['’]s|why['’]s|who['’]s|where['’]s"
)
_THING = (
    r"(?:papers?|works?|stud(?:y|ies)|articles?|authors?|methods?|approach(?:es)?|models?|techniques?|algorithms?"
    r"|architectures?|datasets?|benchmarks?|experiments?|results?|findings?|effects?|claims?|frameworks?|systems?"
    r"|networks?|ideas?|proposals?|preprints?|surveys?|evaluations?|conclusions?|abstracts?|theor(?:y|ies)|ones?)"
)
_PRONOUN = Pattern(
    r"\b(?:its|it|they|them|theirs?|this|that|these|those)\b(?!-)", "how does it work?", "how does it-tensor work?"
)
# "it" that stands for nothing, or for what comes after it
_EXPLETIVE = Pattern(
    r"it(?:['’]s| is| was)? (?:\w+ )?(?:possible|true|known|clear|easy|easier|hard|harder|difficult|better|worth|safe"
    r"|common|likely|necessary|important|feasible|useful|helpful|enough|okay|ok|best|sufficient|beneficial|advisable)\b"
    r".{0,40}?\b(?:to|that|if|when|whether)\b"
    r"|it (?:help|hurt|matter|make sense|pay|take|cost|mean|seem|work|appear)s?\b.{0,30}? "
    r"(?:to \w+ \w|(?:that|if|when|whether)\b|for .{1,30} to\b)"
    r"|they call\b|it the same (?:in|for|with)\b|it (?:that|called when|about \w+ that)\b",
    "it is possible to prune a network",
    "it is pruned to save memory",
    how="match",
)
_TIME = Pattern(
    r"(?:this|that|these|those) (?:week|month|year|day|time|morning|quarter|way|kind|sort|summer|winter)",
    "this week",
    "this work",
    how="match",
    flags=re.NOFLAG,
)
_LEAD = r"(?:(?:and|but|so|then|ok|okay|also|well|now|please|could you|can you|tell (?:me|us)|explain|say)\W+)*"
_INVERTED = Pattern(
    rf"^\W*{_LEAD}(?:(?:(?:on|in|for|at|to|by|with) )?(?:how|what|which|why|when|where|who|whom|whose|to what extent)\b"
    rf"(?:(?! (?:{_AUX})\b| (?:if|when|that|and|but)\b) [\w%-]+){{0,5}} )?(?:{_AUX}) (?:also |even |really "
    rf"|the authors of )?$",
    "and how well does ",
    "and how well networks ",
    how="match",
)
_LAST_WORD = Pattern(
    r"\W*(?:too|as well|at all|instead|to me|briefly|please)?\W*",
    " as well?",
    " as images?",
    how="fullmatch",
    flags=re.NOFLAG,
)
_FEW = 2  # words before a pronoun that ends the message; of more one is what it means
_CLAUSES = Pattern(
    r",|\bof\b|\w\W+\b(?:that|which|when|if|because|and|but|while|before|after|how|why|so|as|until)\b",
    "do networks memorize before ",
    "do networks memorize ",
)
_INTRODUCED = Pattern(
    r"\b(?:a|an|any|which|what|some|each|every|many) (?:\w+ ){0,2}(?:papers?|stud(?:y|ies)|articles?)\b",
    "is there any recent paper that says so?",
    "is there any proof that says so?",
)
_THE_PART = Pattern(
    r"\bthe (?:method|model|approach|technique|algorithm|architecture|dataset|benchmark|system|framework|network"
    r"|theory)s?\b"
    rf"{DESCRIBED}",
    "how large is the network?",
    "how large is the network that they train?",
)
_THIS_THING = Pattern(
    rf"\b(?:this|these|those|such)(?: (?:new|same|last|first))? {_THING}\b(?!-)",
    "who wrote this paper?",
    "who wrote this paper-like text?",
)
# "That" may also begin a clause: "networks that model speech"
_THAT_THING = Pattern(rf"\bthat {_THING}\b(?!-)", "how good is that method?", "how good is that idea-driven search?")
_BEFORE_THAT = Pattern(
    r"(?:^|\b(?:in|of|on|by|to|is|for|and|did|was|has|can|why|how|with|from|does|do|about|against|explain"
    r"|summari[sz]e))\W*$",
    "how good is ",
    "networks ",
)
_THE_PAPER = Pattern(
    rf"\bthe (?:paper|authors|study|article|preprint)(?:['’]s|['’])?\b{DESCRIBED}(?! with\b)(?! \w+ is\b)"
    r"(?! (?:of|for)\s*\W*$)",
    "what do the authors claim?",
    "what does the paper on grokking claim?",
)
_PLURAL = Pattern(r"^(?:them|those|these)\b|^(?:such|that|the) \w+s$", "those methods", "that method")


def pronoun_mention(text: str, sight: Sight) -> Mention | None:
    """The first pronoun of *text* that means papers seen before, if any; the following ones mean the same."""
    for m in (*_demonstratives(text, len(sight.last) == 1), *_PRONOUN.regex.finditer(text)):
        if _means_papers(text, m):
            papers = sight.several() if _PLURAL.find(m[0]) else sight.last
            return Mention(m.start(), m.end(), papers, _thing(m[0])) if papers else None
    return None


def _demonstratives(text: str, one: bool) -> list[re.Match[str]]:
    """ "This paper", "those methods", "the authors"; of *one* paper also "the network", where nothing else has one."""
    found = [*_THIS_THING.regex.finditer(text), *_THE_PAPER.regex.finditer(text)]
    found += [m for m in _THAT_THING.regex.finditer(text) if _BEFORE_THAT.find(text[: m.start()])]
    for m in _THE_PART.regex.finditer(text):
        if not own_words(_THE_PART.regex.sub("", text)) or (one and _INVERTED.find(text[: m.start()])):
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
    if _EXPLETIVE.find(text, m.start()) or _TIME.find(text.lower(), m.start()):
        return False
    if _INVERTED.find(before) or (m[0].lower() != "that" and not own_words(before)):
        return not _clause_word(m[0], after)
    return _LAST_WORD.find(after) is not None and not _CLAUSES.find(before) and len(own_words(before)) <= _FEW


def introduces_papers(text: str) -> bool:
    """Whether *text* itself speaks of papers nobody has named: "a paper that …", "which papers …"."""
    return _INTRODUCED.find(text) is not None


def _clause_word(word: str, after: str) -> bool:
    """Whether "that" or "those" only begins a clause: "Is there evidence that …", "those who …"."""
    return word.lower() in ("that", "those") and re.match(r"\s+(?:who|which|that|of|in|with)\b", after) is not None
